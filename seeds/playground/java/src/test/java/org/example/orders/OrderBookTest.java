package org.example.orders;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OrderBookTest {
    private OrderBook book;

    @BeforeEach
    void fillTheBook() {
        book = new OrderBook();
        book.add(order("A-1", "paid", 40, 15));
        book.add(order("A-2", "cancelled", 10, 500));
        book.add(order("A-3", "new", 1, 99));
    }

    @Test
    void onlyPaidOrdersAreReadyToShip() {
        assertEquals(List.of("A-1"), book.readyToShip().stream().map(Order::id).toList());
    }

    @Test
    void cancelledOrdersBringNoRevenue() {
        assertEquals(699, book.revenueCents());
    }

    @Test
    void aNumberIsTakenOnlyOnce() {
        assertThrows(IllegalArgumentException.class, () -> book.add(order("A-1", "new", 1, 1)));
    }

    @Test
    void anUnknownNumberIsRefused() {
        assertThrows(NoSuchElementException.class, () -> book.find("Z-9"));
    }

    private static Order order(String id, String status, int quantity, long priceCents) {
        return new Order(id, status, List.of(new OrderLine("BOLT", quantity, priceCents)));
    }
}
