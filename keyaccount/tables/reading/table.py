"""What reading gives: one table, whatever the file was."""

from __future__ import annotations

import shutil
import weakref
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple, Protocol, TypeAlias

from keyaccount.base.language import Say

Value: TypeAlias = str | int | float | Decimal | date | datetime | bool | None


class Row(NamedTuple):
    """One row with something in it. `number` is what a person would count: Excel row, card, item; from 1."""

    number: int
    values: list[Value]


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook, or a named list of a JSON object."""

    name: str
    hidden: bool = False


class Records(Protocol):
    """Rows as they stand in the file, blank ones left out; every `iter()` starts again from the first."""

    def __iter__(self) -> Iterator[tuple[int, list[Value]]]: ...


@dataclass(frozen=True)
class Workspace:
    """A private folder for what was unpacked from the file; it goes when the table goes."""

    folder: Path

    def close(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


@dataclass(eq=False)
class Table:
    """An opened file: limits checked and rows counted before the first row is handed out.

    `header_row` 0 means that the file has no header and the columns were named by us. `private` names the
    columns that belong to somebody's private life (home phone, birthday) and want a reason to be kept.
    """

    kind: str
    header: list[str]
    header_row: int
    row_count: int
    records: Records = field(repr=False)
    encoding: str | None = None
    delimiter: str | None = None
    sheets: tuple[Sheet, ...] = ()
    sheet: str | None = None
    private: frozenset[str] = frozenset()
    warnings: tuple[Say, ...] = ()
    _workspaces: list[Workspace] = field(default_factory=list, repr=False)

    def keep(self, workspace: Workspace) -> None:
        """Hold a folder as long as this table lives."""
        self._workspaces.append(workspace)
        weakref.finalize(self, workspace.close)

    def rows(self, after: int = 0) -> Iterator[Row]:
        """Rows below the header, each as wide as the header; `after` resumes behind that row number."""
        width = len(self.header)
        start = max(after, self.header_row)
        for number, values in self.records:
            if number > start:
                short = width - len(values)
                yield Row(number, values + [None] * short if short > 0 else values[:width])

    def close(self) -> None:
        """Delete what was unpacked; rows cannot be read any more."""
        for workspace in self._workspaces:
            workspace.close()

    def __enter__(self) -> Table:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


def is_blank(values: Iterable[Value]) -> bool:
    """Nothing but empty cells and spaces."""
    return all(v is None or (isinstance(v, str) and not v.strip()) for v in values)
