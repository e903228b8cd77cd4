"""Items the warehouse keeps, and how their codes are read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Item:
    """One kind of thing on a shelf.

    ``price_cents`` is the price of a single piece in cents; ``reorder_at`` is
    the count at which somebody should order more.
    """

    code: str
    name: str
    price_cents: int
    reorder_at: int = 0
    tags: tuple[str, ...] = ()

    def has_tag(self, tag: str) -> bool:
        """Tell whether the item carries a tag, whatever its case."""
        return tag.casefold() in (own.casefold() for own in self.tags)


def normalise_code(raw: str) -> str:
    """Bring an item code as typed by a person into its stored form.

    Blanks are dropped and letters become capitals: `` ab-12 `` is ``AB-12``.

    Raises:
        ValueError: when nothing is left, or a character is not allowed.
    """
    code = "".join(raw.split()).upper()
    if not code:
        raise ValueError("an item code cannot be empty")
    for character in code:
        if not (character.isalnum() or character == "-"):
            raise ValueError(f"character {character!r} is not allowed in an item code")
    return code


def parse_item(line: str) -> Item:
    """Read an item from a line such as ``AB-12;Bolt M6;15;100;metal,small``."""
    fields = [field.strip() for field in line.split(";")]
    if len(fields) < 3:
        raise ValueError(f"expected at least 3 fields, found {len(fields)}")
    code, name, price = fields[:3]
    reorder_at = int(fields[3]) if len(fields) > 3 and fields[3] else 0
    tags: tuple[str, ...] = ()
    if len(fields) > 4:
        tags = tuple(tag.strip() for tag in fields[4].split(",") if tag.strip())
    return Item(normalise_code(code), name, int(price), reorder_at, tags)
