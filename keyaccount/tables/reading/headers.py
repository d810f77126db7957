"""Which row names the columns, and names that are told apart."""

from __future__ import annotations

from collections.abc import Sequence

from .table import Value, is_blank

LOOKED_AT = 60
_AHEAD = 10


def find_header(sample: Sequence[tuple[int, Sequence[Value]]]) -> int | None:
    """Number of the first row that looks like names over the rows below it; None where none does.

    Titles, notes and padded heads above a table have one or two cells and are passed over. The first wide row
    is the header if it is made of different texts or years, or the row after it is (a band of group names).
    """
    filled = [[v for v in values if not is_blank((v,))] for _, values in sample]
    for index in range(len(sample)):
        if _wide(filled, index):
            for place in range(index, min(index + 2, len(sample))):
                if _wide(filled, place) and _like_names(filled[place]):
                    return sample[place][0]
            return None
    return None


def _wide(filled: Sequence[Sequence[Value]], index: int) -> bool:
    widest = max(len(row) for row in filled[index : index + _AHEAD + 1])
    return bool(filled[index]) and len(filled[index]) >= 0.6 * widest


def _like_names(cells: Sequence[Value]) -> bool:
    if _different(cells) < 0.6:
        return False
    return _texts(cells) >= 0.5 or (len(cells) > 2 and all(map(_year, cells[1:])))


def _year(cell: Value) -> bool:
    return str(cell).isdecimal() and 1900 <= int(str(cell)) <= 2100


def _texts(cells: Sequence[Value]) -> float:
    return sum(isinstance(c, str) and not _numeric(c) for c in cells) / len(cells)


def _numeric(text: str) -> bool:
    return not any(c.isalpha() for c in text) and any(c.isdigit() for c in text)


def _different(cells: Sequence[Value]) -> float:
    return len(set(map(str, cells))) / len(cells)


def name_columns(cells: Sequence[Value], width: int) -> list[str]:
    """One name a column: spaces and line breaks folded, empty ones named by place, repeated ones numbered."""
    names: list[str] = []
    taken: set[str] = set()
    for place in range(width):
        cell = cells[place] if place < len(cells) else None
        name = " ".join(str(cell).split()) if cell is not None else ""
        name = name or f"列 {place + 1}"
        unique, count = name, 1
        while unique in taken:
            count += 1
            unique = f"{name} ({count})"
        taken.add(unique)
        names.append(unique)
    return names
