"""The errors a caller of this package has to expect."""


class InventoryError(Exception):
    """Parent of every error raised here."""


class UnknownItemError(InventoryError):
    """The warehouse has never seen an item with this code."""

    def __init__(self, code: str) -> None:
        super().__init__(f"no item with code {code!r}")
        self.code = code


class InvalidQuantityError(InventoryError):
    """A quantity has to be a whole number above zero."""

    def __init__(self, quantity: int) -> None:
        super().__init__(f"quantity must be above zero, not {quantity}")
        self.quantity = quantity


class InsufficientStockError(InventoryError):
    """More was asked for than is free on the shelf."""

    def __init__(self, code: str, wanted: int, free: int) -> None:
        super().__init__(f"{wanted} of {code!r} wanted, only {free} free")
        self.code = code
        self.wanted = wanted
        self.free = free
