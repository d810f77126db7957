"""`open_table`: any file a person may bring, read into one shape or refused with the reason."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from . import contents, delimited, encodings, workbooks
from .cards import from_jcard, read_cards
from .contacts import Contacts
from .limits import LIMITS, Limits, refuse_damaged
from .survey import tabulate
from .table import Sheet, Table


def open_table(
    path: Path | str,
    filename: str,
    *,
    sheet: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    header_row: int | None = None,
    limits: Limits = LIMITS,
) -> Table:
    """Read a file whole, once, within limits. What is None is found out and shown by the table.

    `header_row` counts as the file does, from 1; 0 says that there is none. Raises `Invalid` with one problem
    whose code tells programs and whose message tells people why the file cannot be taken.
    """
    path = Path(path)
    contents.check_size(path, limits)
    inner, workspace = contents.unpack(path, limits)
    try:
        kind = contents.kind_of(inner, limits)
        if kind in contents.WORKBOOKS:
            table = _workbook(inner, kind, sheet, header_row, limits)
        else:
            table = _text(inner, filename, sheet, encoding, delimiter, header_row, limits)
    except BaseException:
        if workspace:
            workspace.close()
        raise
    if workspace:
        table.keep(workspace)
    return table


def _workbook(path: Path, kind: str, sheet: str | None, header_row: int | None, limits: Limits) -> Table:
    return _parsed(workbooks.parse(path, kind, limits, sheet=sheet), kind, header_row, limits)


def _parsed(
    parsed: workbooks.Parsed, kind: str, header_row: int | None, limits: Limits, **known: Any
) -> Table:
    """A table over the spool of the child, which lives as long as the table."""
    try:
        table = tabulate(
            parsed,
            limits,
            kind=kind,
            header_row=header_row,
            names=parsed.meta.get("header"),
            warnings=workbooks.warnings(parsed.noticed),
            sheets=tuple(Sheet(name, hidden) for name, hidden in parsed.meta.get("sheets", ())),
            sheet=parsed.meta.get("sheet"),
            **known,
        )
    except BaseException:
        parsed.workspace.close()
        raise
    table.keep(parsed.workspace)
    return table


def _text(
    path: Path,
    filename: str,
    sheet: str | None,
    encoding: str | None,
    delimiter: str | None,
    header_row: int | None,
    limits: Limits,
) -> Table:
    found = encodings.named(path, encoding) if encoding else encodings.detect(path)
    with path.open(encoding=found.codec, errors="replace") as file:
        kind = contents.text_kind(file.read(4096), found.certain)
    if kind == "json":
        return _json(path, found, sheet, limits)
    if kind == "vcard":
        return _people(Contacts.of(read_cards(encodings.lines(path, found, limits)), limits), found, limits)
    look = delimited.guess(path, found, limits, delimiter)
    if not look.found and contents.named_workbook(filename):
        refuse_damaged()
    source = delimited.Delimited(path, found, look, limits)
    table = tabulate(
        source,
        limits,
        kind="csv",
        header_row=header_row,
        warnings=found.warnings(),
        encoding=found.label,
        delimiter=look.delimiter,
    )
    return replace(table, warnings=(*table.warnings, *source.warnings()))


def _json(path: Path, found: encodings.Encoding, sheet: str | None, limits: Limits) -> Table:
    parsed = workbooks.parse(path, "json", limits, sheet=sheet, encoding=found.codec)
    if not parsed.meta.get("cards"):
        return _parsed(parsed, "json", None, limits, encoding=found.label)
    try:
        return _people(Contacts.of((from_jcard(card) for _, card in parsed), limits), found, limits)
    finally:
        parsed.workspace.close()


def _people(people: Contacts, found: encodings.Encoding, limits: Limits) -> Table:
    return tabulate(
        people,
        limits,
        kind="vcard",
        header_row=None,
        names=people.header,
        warnings=[*found.warnings(), *people.warnings()],
        encoding=found.label,
        private=people.private,
    )
