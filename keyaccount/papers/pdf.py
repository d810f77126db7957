"""Our papers as PDF, set by Typst; every value goes in as data, never as markup."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import typst

from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import EN, ZH_HANS, ZH_HANT, current, say
from keyaccount.papers.plans import PLANS, Block, Facts, Lines, Words
from keyaccount.papers.slots import named

LAYOUTS = Path(__file__).with_name("layouts")
_SIMPLE = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Noto Sans SC",
    "Microsoft YaHei",
    "PingFang SC",
    "SimSun",
    "WenQuanYi Micro Hei",
)
_FULL = ("Noto Sans CJK TC", "Source Han Sans TC", "Noto Sans TC", "Microsoft JhengHei", "PingFang TC")  # fmt: skip
_TONGUES = {ZH_HANS: ("zh", "cn"), ZH_HANT: ("zh", "tw"), EN: ("en", "us")}


@cache
def _fonts() -> typst.Fonts:
    """The machine's fonts, looked through once."""
    return typst.Fonts()


def families(language: str) -> tuple[str, ...]:
    """Chinese fonts of the machine, fit for the language first; empty when it has none."""
    known = set(_fonts().families())
    wanted = (*_FULL, *_SIMPLE) if language == ZH_HANT else (*_SIMPLE, *_FULL)
    return tuple(name for name in wanted if name in known)


def write_pdf(kind: str, values: Mapping[str, Any]) -> bytes:
    """The paper in the reader's language. Raises `Invalid` where the machine has no Chinese font."""
    language = current()
    fonts = families(language)
    if not fonts:
        hint = say("这台服务器没有中文字体，生成不了 PDF。请系统管理员安装 fonts-noto-cjk，或先用 Word")
        raise Invalid(Problem("fonts", hint))
    plan, filled = PLANS[kind], named(kind, values)
    lang, region = _TONGUES[language]
    told = {
        "heading": str(plan.heading),
        "title": filled[plan.title] if plan.title else str(plan.heading),
        "fonts": list(fonts),
        "lang": lang,
        "region": region,
        "foot": " · ".join(filled[slot] for slot in ("our_name", *plan.name[-1:]) if filled[slot]),
        "blocks": [one for block in plan.blocks if (one := _block(block, filled))],
    }
    made = typst.Compiler(str(LAYOUTS / "paper.typ"), root=str(LAYOUTS), font_paths=_fonts()).compile(
        format="pdf", sys_inputs={"paper": json.dumps(told, ensure_ascii=False)}
    )
    if not isinstance(made, bytes):
        raise TypeError("one document expected")
    return made


def _block(block: Block, filled: Mapping[str, Any]) -> dict[str, Any] | None:
    """A block as data; None where nothing is known to put into it."""
    if isinstance(block, Facts):
        rows = [(str(label), filled[slot]) for label, slot in block.rows if filled[slot]]
        return {"kind": "facts", "rows": rows} if rows else None
    if isinstance(block, Lines):
        return _table(block, filled[block.of]) if filled[block.of] else None
    if isinstance(block, Words):
        text = filled[block.slot]
        return {"kind": "words", "title": str(block.title), "text": text} if text.strip() else None
    return {"kind": "signatures", "sides": [(str(label), filled[slot]) for label, slot in block.sides]}


def _table(block: Lines, rows: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    columns = [one for one in block.columns if any(row[one[1]] for row in rows)]
    return {
        "kind": "table",
        "title": str(block.title),
        "heads": [str(label) for label, _, _ in columns],
        "ends": [number for _, _, number in columns],
        "rows": [[row[slot] for _, slot, _ in columns] for row in rows],
    }
