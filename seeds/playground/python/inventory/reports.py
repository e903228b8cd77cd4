"""Lists and sums for the people who order and count."""

from __future__ import annotations

from inventory.errors import InvalidQuantityError
from inventory.stock import Stock


def stock_value_cents(stock: Stock, tag: str | None = None) -> int:
    """Value of everything on the shelf in cents, or of one tag only."""
    total = 0
    for item in stock.items():
        if tag is not None and not item.has_tag(tag):
            continue
        total += stock.on_hand(item.code) * item.price_cents
    return total


def codes_to_reorder(stock: Stock, codes: list[str] = []) -> list[str]:
    """Codes of the items that have fallen to their reorder mark.

    ``codes`` may hold codes that are to be ordered anyway; they come first.
    """
    for item in stock.items():
        if item.code in codes:
            continue
        if stock.free(item.code) <= item.reorder_at:
            codes.append(item.code)
    return codes


def bulk_discount_percent(quantity: int) -> int:
    """Discount for a purchase order of this many pieces of one item."""
    if quantity <= 0:
        raise InvalidQuantityError(quantity)
    if quantity >= 1000:
        return 12
    if quantity >= 100:
        return 5
    return 0


def format_cents(cents: int) -> str:
    """Write an amount in cents as ``1,234.50``; debts carry a minus."""
    sign = "-" if cents < 0 else ""
    whole, rest = divmod(abs(cents), 100)
    return f"{sign}{whole:,}.{rest:02d}"


def count_sheet(stock: Stock) -> str:
    """A sheet to print and carry along the shelves, one item a line."""
    lines: list[str] = []
    for item in stock.items():
        count = stock.on_hand(item.code)
        marker = "!" if stock.free(item.code) <= item.reorder_at else " "
        lines.append(f"{marker} {item.code:<10} {count:>6}  {item.name}")
    return "\n".join(lines)
