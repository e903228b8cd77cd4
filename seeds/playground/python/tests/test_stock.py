import pytest

from inventory import InsufficientStockError, InvalidQuantityError, Item, Stock, UnknownItemError
from inventory.reports import codes_to_reorder


@pytest.fixture
def stock() -> Stock:
    stock = Stock()
    stock.add_item(Item("AB-12", "Bolt M6", 15, reorder_at=10))
    stock.receive("AB-12", 40)
    return stock


def test_a_delivery_raises_the_count(stock: Stock) -> None:
    assert stock.receive("AB-12", 5) == 45


def test_reserved_pieces_are_not_free(stock: Stock) -> None:
    stock.reserve("AB-12", 30)
    assert stock.free("AB-12") == 10
    assert stock.on_hand("AB-12") == 40


def test_no_more_can_be_reserved_than_is_free(stock: Stock) -> None:
    with pytest.raises(InsufficientStockError):
        stock.reserve("AB-12", 41)


@pytest.mark.parametrize("quantity", [0, -1])
def test_a_quantity_is_above_zero(stock: Stock, quantity: int) -> None:
    with pytest.raises(InvalidQuantityError):
        stock.receive("AB-12", quantity)


def test_an_unknown_code_is_refused(stock: Stock) -> None:
    with pytest.raises(UnknownItemError):
        stock.on_hand("ZZ-99")


def test_an_item_at_its_mark_is_reordered(stock: Stock) -> None:
    stock.reserve("AB-12", 30)
    assert codes_to_reorder(stock) == ["AB-12"]
