"""The Word template we bring: drawn from the plan of the paper, with placeholders where the values go (PRO-1)."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime

from docx import Document
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import _Cell

from keyaccount.base.language import EN, ZH_HANS, current
from keyaccount.papers.plans import PLANS, Block, Facts, Lines, Words
from keyaccount.papers.slots import LISTS, SCALARS

_EAST = {ZH_HANS: "微软雅黑", EN: "微软雅黑"}
_MADE = datetime(2026, 1, 1)


def standard(kind: str) -> bytes:
    """The template of the kind, in the reader's language; a good start for one of their own."""
    plan, word = PLANS[kind], Document()
    _dress(word)
    heading = _slot(kind, plan.title) if plan.title else str(plan.heading)
    title = word.add_heading(heading, 0)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for block in plan.blocks:
        _draw(kind, word, block)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _dress(word: Word) -> None:
    """A4, one Chinese font throughout, nothing of the library's own in the properties."""
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    east = _EAST.get(current(), "微軟正黑體")
    for name in ("Normal", "Title", "Heading 1", "Heading 2"):
        style = word.styles[name]
        style.font.name = "Arial"
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{attribute}"), None)
        fonts.set(qn("w:eastAsia"), east)
    word.styles["Normal"].font.size = Pt(10.5)
    properties = word.core_properties
    properties.author = properties.comments = properties.title = ""
    properties.created = properties.modified = _MADE


def _slot(kind: str, key: str) -> str:
    """The placeholder in the reader's language: the Chinese name, or the key."""
    name = next(slot.name.msgid for slot in SCALARS[kind] if slot.key == key)
    return "{{ " + (key if current() == EN else name) + " }}"


def _draw(kind: str, word: Word, block: Block) -> None:
    if isinstance(block, Facts):
        _facts(kind, word, block)
    elif isinstance(block, Lines):
        word.add_heading(str(block.title), 2)
        _lines(kind, word, block)
    elif isinstance(block, Words):
        word.add_heading(str(block.title), 2)
        word.add_paragraph(_slot(kind, block.slot))
    else:
        table = word.add_table(rows=2, cols=len(block.sides))
        for place, (label, slot) in enumerate(block.sides):
            _put(table.cell(0, place), str(label), bold=True)
            _put(table.cell(1, place), _slot(kind, slot))
    word.add_paragraph()


def _facts(kind: str, word: Word, block: Facts) -> None:
    table = word.add_table(rows=(len(block.rows) + 1) // 2, cols=4)
    for place, (label, slot) in enumerate(block.rows):
        row, side = divmod(place, 2)
        _put(table.cell(row, side * 2), str(label), bold=True)
        _put(table.cell(row, side * 2 + 1), _slot(kind, slot))
    for column, width in enumerate((Cm(2.4), Cm(5.9), Cm(2.4), Cm(5.9))):
        for cell in table.columns[column].cells:
            cell.width = width


def _lines(kind: str, word: Word, block: Lines) -> None:
    """A heading row, a row that opens the loop, the row that repeats, a row that closes it."""
    rows = next(one for one in LISTS[kind] if one.key == block.of)
    english = current() == EN
    of, row = (rows.key, "row") if english else (rows.name.msgid, "行")
    names = {slot.key: slot.key if english else slot.name.msgid for slot in rows.columns}
    table = word.add_table(rows=4, cols=len(block.columns), style="Table Grid")
    _cells(table.rows[0].cells, [str(label) for label, _, _ in block.columns], block, bold=True)
    _put(table.cell(1, 0), "{%tr for " + row + " in " + of + " %}")
    _cells(
        table.rows[2].cells, ["{{ " + f"{row}.{names[slot]}" + " }}" for _, slot, _ in block.columns], block
    )
    _put(table.cell(3, 0), "{%tr endfor %}")


def _cells(cells: Sequence[_Cell], texts: Sequence[str], block: Lines, *, bold: bool = False) -> None:
    for cell, text, (_, _, number) in zip(cells, texts, block.columns, strict=True):
        _put(cell, text, bold=bold, right=number)


def _put(cell: _Cell, text: str, *, bold: bool = False, right: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.add_run(text).bold = bold
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
