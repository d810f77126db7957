"""What to look for, as a tree of phrases, and how each database wants to be told (FTS5 MATCH, PostgreSQL tsquery).

Words are letters, digits and `_` only (see `words`), so that neither language needs more than its own quotes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrase:
    """Consecutive words; with `prefix` the last one may go on."""

    words: tuple[str, ...]
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class All:
    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class OneOf:
    parts: tuple[Expression, ...]


Expression = Phrase | All | OneOf


def word(text: str, *, prefix: bool = False) -> Phrase:
    """A phrase of one word."""
    return Phrase((text,), prefix)


def all_of(parts: Iterable[Expression | None]) -> Expression | None:
    """Everything in `parts` that is something; None when nothing is."""
    kept = tuple(dict.fromkeys(part for part in parts if part is not None))
    return kept[0] if len(kept) == 1 else All(kept) if kept else None


def any_of(parts: Iterable[Expression | None]) -> Expression | None:
    """At least one of `parts`; None when there are none."""
    kept = tuple(dict.fromkeys(part for part in parts if part is not None))
    return kept[0] if len(kept) == 1 else OneOf(kept) if kept else None


def fts5(node: Expression) -> str:
    """The MATCH text for SQLite FTS5."""
    match node:
        case Phrase(words, prefix):
            return f'"{" ".join(words)}"{"*" if prefix else ""}'
        case All(parts):
            return f"({' AND '.join(map(fts5, parts))})"
        case OneOf(parts):
            return f"({' OR '.join(map(fts5, parts))})"


def tsquery(node: Expression) -> str:
    """The tsquery literal for PostgreSQL."""
    match node:
        case Phrase(words, prefix):
            quoted = " <-> ".join(f"'{word}'" for word in words)
            return f"({quoted}{':*' if prefix else ''})"
        case All(parts):
            return f"({' & '.join(map(tsquery, parts))})"
        case OneOf(parts):
            return f"({' | '.join(map(tsquery, parts))})"
