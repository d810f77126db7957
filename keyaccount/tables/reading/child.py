"""The parser in its cage: a script in a process of its own, which knows nothing of the product.

Called with one JSON argument (see `workbooks.parse`). Writes frames to stdout, a file of bounded size: one
tag byte, four bytes of length, a pickle of plain values. M is what was opened, R rows as (number, cells),
P why not, E what was noticed.
"""

from __future__ import annotations

import json
import os
import pickle
import re
import sys
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

BATCH = 500
SPOOL_FULL = 3
LONG_NUMBER = 10**15  # spreadsheet programs keep 15 digits
MOST_FILLED = 1_000_000


def main() -> None:
    """Read what was ordered; a failure is a frame too, unless the process itself is stopped."""
    order = json.loads(sys.argv[1])
    cage(order)
    try:
        (read_json if order["kind"] == "json" else read_workbook)(order)
    except MemoryError:
        frame(b"P", "memory")
    except RecursionError:
        frame(b"P", "damaged")


def cage(order: dict[str, Any]) -> None:
    """Bound memory, processor time and what is written. Windows has only the clock of the parent."""
    try:
        import resource
    except ImportError:
        return
    for what, most in (
        (resource.RLIMIT_AS, order["memory"]),
        (resource.RLIMIT_CPU, order["seconds"] + 1),
        (resource.RLIMIT_FSIZE, order["spool"]),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def frame(tag: bytes, content: Any) -> None:
    """Write one frame; a full spool ends the process, since nothing more could be said in it."""
    body = pickle.dumps(content, protocol=5)
    left = memoryview(tag + len(body).to_bytes(4, "big") + body)
    try:
        while left:
            left = left[os.write(1, left) :]
    except OSError:
        os._exit(SPOOL_FULL)


def send(rows: Iterable[tuple[int, list[Any]]], most: int) -> None:
    """Rows in batches; one more than allowed is enough for the parent to refuse."""
    batch, sent = [], 0
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            frame(b"R", batch)
            sent += BATCH
            batch = []
            if sent > most:
                return
    if batch:
        frame(b"R", batch)


def read_workbook(order: dict[str, Any]) -> None:
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_path(order["path"])
        sheets = [
            (s.name, s.visible != calamine.SheetVisibleEnum.Visible)
            for s in book.sheets_metadata
            if s.typ == calamine.SheetTypeEnum.WorkSheet
        ]
        chosen = choose(book, sheets, order["sheet"])
        if chosen is None:
            return
        frame(b"M", {"sheets": sheets, "sheet": chosen.name})
        noticed = dict.fromkeys(("errors", "uncomputed", "merged", "long_numbers", "first_long"), 0)
        send(sheet_rows(chosen, noticed), order["rows"])
        if order["kind"] == "xlsx":
            scan_cells(order["path"], chosen.name, noticed)
        frame(b"E", noticed)
    except calamine.PasswordError:
        frame(b"P", "password")
    except (calamine.CalamineError, OSError) as error:
        frame(b"P", "too_many_cells" if "limit exceeded" in str(error) else "damaged")


def choose(book: Any, sheets: list[tuple[str, bool]], wanted: str | None) -> Any:
    """The sheet asked for, else the first visible one that holds something, else such a hidden one."""
    if wanted is not None:
        if wanted not in [name for name, _ in sheets]:
            return frame(b"P", "sheet")
        return book.get_sheet_by_name(wanted)
    for name, _ in sorted(sheets, key=lambda s: s[1]):
        sheet = book.get_sheet_by_name(name)
        if any(any(cell != "" for cell in row) for row in sheet.iter_rows()):
            return sheet
    return frame(b"P", "empty")


def sheet_rows(sheet: Any, noticed: dict[str, int]) -> Iterator[tuple[int, list[Any]]]:
    """Rows with their number in the sheet, blank ones left out, cells merged downwards filled."""
    tops, fills = merged_down(sheet.merged_cell_ranges or [], sheet.start, sheet.end, noticed)
    known: dict[tuple[int, int], Any] = {}
    for index, cells in enumerate(sheet.iter_rows()):
        for column, top in fills.get(index, ()):
            if column < len(cells) and cells[column] == "":
                cells[column] = known.get((top, column), "")
        values = [plain(cell) for cell in cells]
        for column in tops.get(index, ()):
            if column < len(cells):
                known[index, column] = cells[column]
        notice_long(values, index + 1, noticed)
        while values and values[-1] is None:
            values.pop()
        if values:
            yield index + 1, values


def merged_down(
    ranges: Any, start: tuple[int, int] | None, end: tuple[int, int] | None, noticed: dict[str, int]
) -> tuple[dict[int, list[int]], dict[int, list[tuple[int, int]]]]:
    """For ranges of several rows: which top cells to remember, and which cells below repeat which."""
    tops: dict[int, list[int]] = {}
    fills: dict[int, list[tuple[int, int]]] = {}
    last, left, filled = (end or (0, 0))[0], (start or (0, 0))[1], 0
    for (top, column), (bottom, _) in ranges:
        noticed["merged"] += 1
        bottom = min(bottom, last)
        filled += max(0, bottom - top)
        if bottom > top and filled <= MOST_FILLED and column >= left:
            tops.setdefault(top, []).append(column - left)
            for row in range(top + 1, bottom + 1):
                fills.setdefault(row, []).append((column - left, top))
    return tops, fills


def plain(cell: Any) -> Any:
    """Empty is None, whole floats are whole numbers, times and spans are text."""
    kind = type(cell)
    if kind is str:
        return cell.replace("\0", "") or None
    if kind is float:
        return int(cell) if cell.is_integer() else cell
    if kind in (int, bool, date, datetime):
        return cell
    return str(cell)


def notice_long(values: list[Any], row: int, noticed: dict[str, int]) -> None:
    for value in values:
        if type(value) is int and abs(value) >= LONG_NUMBER:
            noticed["long_numbers"] += 1
            noticed["first_long"] = noticed["first_long"] or row


ERROR_CELL = re.compile(rb"<(?:\w+:)?c\s[^>]*\bt=[\"']e[\"']")
UNCOMPUTED = re.compile(
    rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f\b[^>]*/>)\s*(?:</(?:\w+:)?c>|<(?:\w+:)?v\s*/>|<(?:\w+:)?v></)"
)


def scan_cells(path: str, sheet: str, noticed: dict[str, int]) -> None:
    """Count error cells and formulas without a result: calamine shows both as empty."""
    with zipfile.ZipFile(path) as archive:
        part = sheet_part(archive, sheet)
        if part is None:
            return
        tail = b""
        with archive.open(part) as xml:
            while chunk := xml.read(1 << 20):
                text = tail + chunk
                cut = text.rfind(b"<") if len(chunk) == 1 << 20 else len(text)
                cut = max(text.rfind(b"</row>", 0, cut), text.rfind(b":row>", 0, cut), 0) or cut
                head, tail = text[:cut], text[cut:]
                noticed["errors"] += len(ERROR_CELL.findall(head))
                noticed["uncomputed"] += len(UNCOMPUTED.findall(head))
        noticed["errors"] += len(ERROR_CELL.findall(tail))
        noticed["uncomputed"] += len(UNCOMPUTED.findall(tail))


def sheet_part(archive: zipfile.ZipFile, sheet: str) -> str | None:
    """The part of the package that holds a sheet."""
    from xml.etree import ElementTree

    names = archive.namelist()
    book = next((n for n in names if n.lower().endswith("workbook.xml")), None)
    rels = next((n for n in names if n.lower().endswith("workbook.xml.rels")), None)
    if book is None or rels is None:
        return None
    try:
        links = {e.get("Id"): e.get("Target", "") for e in ElementTree.fromstring(archive.read(rels))}
        for element in ElementTree.fromstring(archive.read(book)).iter():
            if element.tag.endswith("}sheet") and element.get("name") == sheet:
                key = next((v for k, v in element.attrib.items() if k.endswith("}id")), None)
                target = links.get(key, "").lstrip("/").removeprefix("xl/")
                return next((n for n in names if n.endswith(target)), None) if target else None
    except ElementTree.ParseError:
        return None
    return None


def read_json(order: dict[str, Any]) -> None:
    """A list of objects, an object holding such lists (each a sheet), or a jCard handed on as it is."""
    try:
        with open(order["path"], encoding=order["encoding"]) as file:
            content = json.loads(file.read().removeprefix("\ufeff"), parse_float=Decimal)
    except (ValueError, UnicodeDecodeError):
        return frame(b"P", "json")
    if isinstance(content, list) and content and content[0] == "vcard":
        content = [content]
    if (
        isinstance(content, list)
        and content
        and all(isinstance(c, list) and c[:1] == ["vcard"] for c in content)
    ):
        frame(b"M", {"cards": True})
        send(((n, c[1] if len(c) > 1 else []) for n, c in enumerate(content, 1)), order["rows"])
        return frame(b"E", {})
    lists = named_lists(content)
    if not lists:
        return frame(b"P", "json_shape")
    name = order["sheet"] if order["sheet"] is not None else next(iter(lists))
    if name not in lists:
        return frame(b"P", "sheet")
    send_objects(lists, name, order["rows"])


def named_lists(content: Any) -> dict[str, list[Any]]:
    """Every list of objects, longest first; the only one of a bare list has no name."""
    found = {"": content} if isinstance(content, list) else content if isinstance(content, dict) else {}
    lists = {
        k: v for k, v in found.items() if isinstance(v, list) and v and all(isinstance(i, dict) for i in v)
    }
    return dict(sorted(lists.items(), key=lambda item: -len(item[1])))


def send_objects(lists: dict[str, list[Any]], name: str, most: int) -> None:
    items = lists[name]
    keys = list(dict.fromkeys(key for item in items for key in item))
    frame(b"M", {"sheets": [(n, False) for n in lists if n], "sheet": name or None, "header": keys})
    noticed = {"nested": sum(isinstance(v, (dict, list)) for item in items for v in item.values())}
    send(((n, [json_cell(item.get(key)) for key in keys]) for n, item in enumerate(items, 1)), most)
    frame(b"E", noticed)


def json_cell(value: Any) -> Any:
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False, default=str)
    return value if value != "" else None


if __name__ == "__main__":
    main()
