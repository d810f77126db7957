"""Writing an export down: workbook, CSV or cards, marked with who took it and when."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from keyaccount.access import Principal
from keyaccount.actions.exporting.cards import write_cards
from keyaccount.base.clock import CHINA
from keyaccount.base.errors import Invalid
from keyaccount.base.language import say
from keyaccount.tables.writing import Written, kind_for, write_table


class ExportRows(Protocol):
    """What is exported: labels by column name, and rows as dicts of cells."""

    @property
    def columns(self) -> Mapping[str, str]: ...
    @property
    def rows(self) -> Iterable[Mapping[str, Any]]: ...
    @property
    def count(self) -> int: ...
    @property
    def confidential(self) -> bool: ...


Source = Callable[[Principal, str, Mapping[str, Sequence[str]]], ExportRows]


def write_out(
    by: Principal, at: datetime, kind: str, source: Callable[[], ExportRows], folder: Path, format: str
) -> tuple[Written, ExportRows]:
    """The file in the folder, and what it was made of. A workbook that cannot hold the rows becomes a CSV."""
    rows = source()
    if format == "vcf":
        return write_cards(folder / f"{kind}.vcf", rows.rows), rows
    wanted = kind_for(rows.count, format)
    try:
        return _table(by, at, rows, folder / f"{kind}.{wanted}", wanted), rows
    except Invalid:
        if wanted == "csv":
            raise
        rows = source()  # a text longer than a cell holds, or rows that came meanwhile
        return _table(by, at, rows, folder / f"{kind}.csv", "csv"), rows


def _table(by: Principal, at: datetime, rows: ExportRows, path: Path, kind: str) -> Written:
    taken = say(
        "{name}（{login}）于 {time} 导出", name=by.member.name, login=by.member.login, time=_moment(at)
    )
    return write_table(path, kind, list(rows.columns.values()), _lines(rows), watermark=str(taken))


def _lines(rows: ExportRows) -> Iterator[list[Any]]:
    names = list(rows.columns)
    return ([row.get(name) for name in names] for row in rows.rows)


def _moment(at: datetime) -> str:
    return at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
