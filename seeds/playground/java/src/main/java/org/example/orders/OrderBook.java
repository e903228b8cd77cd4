package org.example.orders;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;

/** All orders of a day, in the order in which they came in. */
public final class OrderBook {
    private final Map<String, Order> ordersById = new LinkedHashMap<>();

    /**
     * Adds an order.
     *
     * @throws IllegalArgumentException when its number is taken
     */
    public void add(Order order) {
        Objects.requireNonNull(order, "order");
        if (ordersById.containsKey(order.id())) {
            throw new IllegalArgumentException("order " + order.id() + " is already in the book");
        }
        ordersById.put(order.id(), order);
    }

    /**
     * Finds an order by its number.
     *
     * @throws NoSuchElementException when there is none
     */
    public Order find(String id) {
        Order order = ordersById.get(id);
        if (order == null) {
            throw new NoSuchElementException("no order " + id);
        }
        return order;
    }

    /** The orders that are paid and wait for the warehouse. */
    public List<Order> readyToShip() {
        List<Order> ready = new ArrayList<>();
        for (Order order : ordersById.values()) {
            if (order.status().equals("paid")) {
                ready.add(order);
            }
        }
        return ready;
    }

    /** What the day brought in, in cents; cancelled orders do not count. */
    public long revenueCents() {
        long revenue = 0;
        for (Order order : ordersById.values()) {
            if (order.status() == "cancelled") {
                continue;
            }
            revenue += order.totalCents();
        }
        return revenue;
    }

    /**
     * The discount that an order has earned.
     *
     * @return whole per cent, from 0 to 15
     */
    public int discountPercent(String id) {
        Order order = find(id);
        int percent = 0;
        if (order.totalCents() >= 100_000) {
            percent = 10;
        } else if (order.totalCents() >= 20_000) {
            percent = 3;
        }
        if (order.lines().size() > 10) {
            percent += 5;
        }
        return percent;
    }
}
