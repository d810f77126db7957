"""CSV and its kin: the delimiter guessed from a sample, records read by the standard library."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from keyaccount.base.csvsafe import unsafe_cell
from keyaccount.base.language import Say, say

from .encodings import Encoding, lines
from .limits import Limits, refuse
from .table import Value

DELIMITERS = (",", "\t", ";", "|")
_SAMPLE_LINES = 300
_SAMPLE_CHARACTERS = 256 * 1024
_NO_TABLE = (-1.0, 0)
_HINT = re.compile(r"^\"?sep=(.)\"?\s*$", re.IGNORECASE)


@dataclass(frozen=True)
class Dialect:
    """How cells are separated. `hint`: the first line is Excel's `sep=;`. `found`: a delimiter was seen."""

    delimiter: str = ","
    skip_space: bool = False
    hint: bool = False
    found: bool = False


def guess(path: Path, encoding: Encoding, limits: Limits, wanted: str | None = None) -> Dialect:
    """The delimiter that cuts the first lines most evenly."""
    sample, whole = _sample(path, encoding, limits)
    hint = _HINT.match(sample[0]) if sample else None
    if hint:
        sample = sample[1:]
    if wanted or hint:
        chosen = wanted or (hint.group(1) if hint else ",")
        return Dialect(chosen, _spaced(sample, chosen), hint is not None, True)
    best, best_score = Dialect(), _NO_TABLE
    for delimiter in DELIMITERS:
        spaced = _spaced(sample, delimiter)
        score = _evenness(_try(sample, delimiter, spaced, whole))
        if score > best_score:
            best, best_score = Dialect(delimiter, spaced, False, True), score
    return best


def _sample(path: Path, encoding: Encoding, limits: Limits) -> tuple[list[str], bool]:
    taken, characters = [], 0
    for line in lines(path, encoding, limits):
        taken.append(line)
        characters += len(line)
        if len(taken) >= _SAMPLE_LINES or characters >= _SAMPLE_CHARACTERS:
            return taken, False
    return taken, True


def _spaced(sample: list[str], delimiter: str) -> bool:
    """Spaces stand between delimiter and opening quote, so they are no part of the cells."""
    cut = re.escape(delimiter)
    quoted = re.compile(rf'(^|{cut})"[^"]*(?:""[^"]*)*"(?={cut}|\r|\n|\Z)', re.MULTILINE)
    return re.search(rf'{cut} +"', quoted.sub(r"\1", "".join(sample))) is not None


def _try(sample: list[str], delimiter: str, spaced: bool, whole: bool) -> list[int]:
    counts = []
    try:
        for record in csv.reader(sample, delimiter=delimiter, skipinitialspace=spaced):
            if any(cell.strip() for cell in record):
                counts.append(len(record))
    except csv.Error:
        return counts
    return counts if whole else counts[:-1] or counts


def _evenness(counts: list[int]) -> tuple[float, int]:
    """Share of rows of the commonest width, less if the first row isn't cut; two columns need more of it."""
    wide = Counter(n for n in counts if n > 1)
    if not wide:
        return _NO_TABLE
    columns, often = max(wide.items(), key=lambda item: (item[1], item[0]))
    share = often / len(counts) - (0.3 if counts[0] == 1 else 0)
    return (share, columns) if share >= (0.4 if columns == 2 else 0) else _NO_TABLE


class Delimited:
    """Records of a text table. `number` counts records, blank lines too, as a spreadsheet program does."""

    def __init__(self, path: Path, encoding: Encoding, dialect: Dialect, limits: Limits) -> None:
        self.path, self.encoding, self.dialect, self.limits = path, encoding, dialect, limits
        self.unclosed = 0

    def __iter__(self) -> Iterator[tuple[int, list[Value]]]:
        number, spoken = 0, _Spoken(lines(self.path, self.encoding, self.limits))
        look = self.dialect
        reader = csv.reader(spoken, delimiter=look.delimiter, skipinitialspace=look.skip_space)
        try:
            for number, record in enumerate(reader, 1):
                if record and not (number == 1 and look.hint):
                    yield number, [_value(cell) for cell in record]
                spoken.mark()
        except csv.Error:
            _refuse_field(number + 1, self.limits)
        self.unclosed = number if spoken.unclosed(look) else 0

    def warnings(self) -> list[Say]:
        """Known after one pass."""
        if not self.unclosed:
            return []
        return [say("第 {row} 行有引号没有闭合，它后面的内容可能都并进了这一行，请核对", row=self.unclosed)]


class _Spoken:
    """Lines handed to the parser, the ones of the last record remembered, to see whether it ever ended."""

    def __init__(self, source: Iterator[str]) -> None:
        self.source, self.last, self.fresh = source, list[str](), True

    def __iter__(self) -> _Spoken:
        return self

    def __next__(self) -> str:
        line = next(self.source)
        if self.fresh:
            self.last.clear()
            self.fresh = False
        self.last.append(line)
        return line

    def mark(self) -> None:
        self.fresh = True

    def unclosed(self, look: Dialect) -> bool:
        if not self.last or '"' not in self.last[0]:
            return False
        try:
            list(
                csv.reader(self.last, delimiter=look.delimiter, skipinitialspace=look.skip_space, strict=True)
            )
        except csv.Error as error:
            return "end of data" in str(error)
        return False


def _value(cell: str) -> Value:
    if not cell:
        return None
    return unsafe_cell(cell) if cell[0] == "'" else cell


def _refuse_field(row: int, limits: Limits) -> None:
    most = limits.cell_characters
    text = say("第 {row} 行有单元格超过 {limit} 个字，或有引号没有闭合，请改正后再导入", row=row, limit=most)
    refuse("cell_too_long", text, row=row)
