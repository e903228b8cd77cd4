package org.example.orders;

import java.util.ArrayList;
import java.util.List;

/** Reads orders from the text export of the shop. */
public final class OrderParser {
    private static final int FIELDS_BEFORE_LINES = 2;

    /**
     * Reads one order from a line such as {@code A-7;paid;BOLT*40*15;NUT*40*9}.
     *
     * @throws IllegalArgumentException when the line is not an order
     */
    public Order parse(String text) {
        String[] fields = text.strip().split(";");
        if (fields.length <= FIELDS_BEFORE_LINES) {
            throw new IllegalArgumentException("not an order: " + text);
        }
        List<OrderLine> lines = new ArrayList<>();
        for (int i = FIELDS_BEFORE_LINES; i < fields.length; i++) {
            lines.add(parseLine(fields[i]));
        }
        return new Order(fields[0].strip(), fields[1].strip(), lines);
    }

    /** Reads every line of an export; blank lines and comments are skipped. */
    public List<Order> parseAll(List<String> export) {
        List<Order> orders = new ArrayList<>();
        for (String text : export) {
            if (text.isBlank() || text.startsWith("#")) {
                continue;
            }
            orders.add(parse(text));
        }
        return orders;
    }

    private OrderLine parseLine(String text) {
        String[] parts = text.strip().split("\\*");
        if (parts.length != 3) {
            throw new IllegalArgumentException("not an order line: " + text);
        }
        try {
            return new OrderLine(parts[0], Integer.parseInt(parts[1]), Long.parseLong(parts[2]));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a number in order line: " + text, e);
        }
    }
}
