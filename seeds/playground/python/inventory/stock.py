"""Counts on the shelf: what arrives, what is set aside, what leaves."""

from __future__ import annotations

from collections.abc import Iterator

from inventory.errors import InsufficientStockError, InvalidQuantityError, UnknownItemError
from inventory.items import Item


class Stock:
    """The counts of one warehouse, by item code."""

    def __init__(self) -> None:
        self._items: dict[str, Item] = {}
        self._on_hand: dict[str, int] = {}
        self._reserved: dict[str, int] = {}

    def add_item(self, item: Item) -> None:
        """Start to keep an item; a known code keeps its counts."""
        self._items[item.code] = item
        self._on_hand.setdefault(item.code, 0)
        self._reserved.setdefault(item.code, 0)

    def items(self) -> Iterator[Item]:
        """All items in the order of their codes."""
        for code in sorted(self._items):
            yield self._items[code]

    def on_hand(self, code: str) -> int:
        """Pieces on the shelf, reserved ones included."""
        if code not in self._items:
            raise UnknownItemError(code)
        return self._on_hand[code]

    def free(self, code: str) -> int:
        """Pieces that nobody has reserved."""
        if code not in self._items:
            raise UnknownItemError(code)
        return self._on_hand[code] - self._reserved[code]

    def receive(self, code: str, quantity: int) -> int:
        """Put a delivery on the shelf and return the new count."""
        if code not in self._items:
            raise UnknownItemError(code)
        if quantity <= 0:
            raise InvalidQuantityError(quantity)
        self._on_hand[code] += quantity
        return self._on_hand[code]

    def reserve(self, code: str, quantity: int) -> None:
        """Set pieces aside for an order."""
        if code not in self._items:
            raise UnknownItemError(code)
        if quantity <= 0:
            raise InvalidQuantityError(quantity)
        free = self.free(code)
        if quantity > free:
            raise InsufficientStockError(code, quantity, free)
        self._reserved[code] += quantity

    def ship(self, code: str, quantity: int) -> int:
        """Take reserved pieces off the shelf and return the new count."""
        if code not in self._items:
            raise UnknownItemError(code)
        if quantity <= 0:
            raise InvalidQuantityError(quantity)
        if quantity > self._reserved[code]:
            raise InsufficientStockError(code, quantity, self._reserved[code])
        self._reserved[code] -= quantity
        self._on_hand[code] -= quantity
        return self._on_hand[code]
