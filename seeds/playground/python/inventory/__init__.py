"""Stock keeping for a small warehouse: items, movements, prices and reports."""

from inventory.errors import InsufficientStockError, InvalidQuantityError, UnknownItemError
from inventory.items import Item
from inventory.stock import Stock

__all__ = [
    "InsufficientStockError",
    "InvalidQuantityError",
    "Item",
    "Stock",
    "UnknownItemError",
]
