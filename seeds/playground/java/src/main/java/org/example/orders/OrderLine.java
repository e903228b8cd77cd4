package org.example.orders;

import java.util.Objects;

/**
 * So many pieces of one product.
 *
 * @param product    the product's code
 * @param quantity   pieces, above zero
 * @param priceCents the price of one piece in cents
 */
public record OrderLine(String product, int quantity, long priceCents) {
    public OrderLine {
        Objects.requireNonNull(product, "product");
        if (quantity <= 0) {
            throw new IllegalArgumentException("quantity must be above zero, not " + quantity);
        }
        if (priceCents < 0) {
            throw new IllegalArgumentException("price must not be negative: " + priceCents);
        }
    }

    /** The price of the whole line in cents. */
    public long totalCents() {
        return Math.multiplyExact(quantity, priceCents);
    }
}
