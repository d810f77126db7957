"""Day before month or month before day: what a column's own values settle, and a question where nothing settles it.

Nothing is ever guessed: 03/04/2025 is read only after a value such as 25/04/2025 of the same column, or the importer, said
in which order. A column whose values contradict each other is `mixed`: of it only dates with one reading are taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from keyaccount.access import Kind, Principal
from keyaccount.actions.importing.columns import targets
from keyaccount.actions.importing.draft_import import opened_table
from keyaccount.base import dates
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say
from keyaccount.records.library.models import Document

MIXED = "mixed"
ORDERS = {"dmy": say("日在前：31/12/2026"), "mdy": say("月在前：12/31/2026")}
_DATED = frozenset({Kind.DATE, Kind.MOMENT})
_GLANCE = 1_000


@dataclass
class _Column:
    """What the values of a column leave open: readings that fit all of them, and one that has two readings."""

    heading: str
    target: str
    place: int
    fits: set[str] = field(default_factory=lambda: {"dmy", "mdy"})
    doubtful: str = ""
    met: bool = False

    def look(self, value: Any) -> None:
        if not isinstance(value, str) or not dates.puts_year_last(value):
            return
        self.met = True
        fits = dates.date_orders([value])
        self.fits &= fits
        if (
            len(fits) == 2
            and not self.doubtful
            and dates.year_first(value, "dmy") != dates.year_first(value, "mdy")
        ):
            self.doubtful = value


def dated(by: Principal, kind: str) -> frozenset[str]:
    """The targets of the kind that take a day."""
    days = (t for t in targets(by, kind) if (t.field and t.field.kind in _DATED) or t.name.endswith("_on"))
    return frozenset(t.name for t in days)


def settle_orders(
    by: Principal, kind: str, document: Document, mapping: Mapping[str, str], options: Mapping[str, Any]
) -> dict[str, Any]:
    """`date_orders` for the run's options: target → dmy, mdy or mixed. `options["date_order"]` answers what is open.

    Raises `Invalid` (field `date_order`) naming the columns that nothing settles.
    """
    asked = dated(by, kind)
    wanted = {heading: target for heading, target in mapping.items() if target in asked}
    columns = _looked(document, wanted, options) if wanted else []
    answer = options.get("date_order")
    open_ones = [c for c in columns if len(c.fits) == 2 and c.doubtful and not answer]
    if open_ones:
        raise Invalid(*_questions(open_ones))
    settled = {
        c.target: next(iter(c.fits)) if len(c.fits) == 1 else answer or MIXED for c in columns if c.met
    }
    return {"date_orders": settled} if settled else {}


def _questions(columns: list[_Column]) -> Iterator[Problem]:
    for one in columns:
        text = say(
            "“{name}”一列的日期（例如 {text}）分不清日和月，请选定日期写法",
            name=one.heading,
            text=one.doubtful,
        )
        yield Problem("ambiguous_date", text, field="date_order")


def _looked(document: Document, wanted: Mapping[str, str], options: Mapping[str, Any]) -> list[_Column]:
    """The whole file is read only when its first rows put the year last."""
    with opened_table(document, options) as table:
        columns = [
            _Column(heading, target, table.header.index(heading))
            for heading, target in wanted.items()
            if heading in table.header
        ]
        for seen, row in enumerate(table.rows()):
            if seen == _GLANCE and not any(column.met for column in columns):
                break
            for column in columns:
                column.look(row.values[column.place])
    return columns
