package org.example.orders;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** One customer's order: its lines and how far it has come. */
public final class Order {
    private final String id;
    private final String status;
    private final List<OrderLine> lines;

    /**
     * @param id     the number printed on the invoice
     * @param status {@code new}, {@code paid}, {@code shipped} or {@code cancelled}
     * @param lines  at least one line
     * @throws IllegalArgumentException when there are no lines
     */
    public Order(String id, String status, List<OrderLine> lines) {
        this.id = Objects.requireNonNull(id, "id");
        this.status = Objects.requireNonNull(status, "status");
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("order " + id + " has no lines");
        }
        this.lines = List.copyOf(lines);
    }

    public String id() {
        return id;
    }

    public String status() {
        return status;
    }

    public List<OrderLine> lines() {
        return lines;
    }

    /** The sum of all lines in cents, before any discount. */
    public long totalCents() {
        long total = 0;
        for (OrderLine line : lines) {
            total += line.totalCents();
        }
        return total;
    }

    /** A copy of this order with another line at its end. */
    public Order withLine(OrderLine line) {
        List<OrderLine> longer = new ArrayList<>(lines);
        longer.add(Objects.requireNonNull(line, "line"));
        return new Order(id, status, longer);
    }
}
