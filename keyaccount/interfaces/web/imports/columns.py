"""The columns of a file and what they become: as the page shows them, and as its form sends them back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from keyaccount.access import Kind, Principal
from keyaccount.actions.importing.columns import proposed, targets
from keyaccount.base.language import Say, say
from keyaccount.records.library.models import ImportRun
from keyaccount.tables.reading import ENCODINGS

SHOWN = 3  # sample values of a column
DELIMITERS: dict[str, Say] = {",": say("逗号"), "\t": say("制表符"), ";": say("分号"), "|": say("竖线")}
DUPLICATES: dict[str, Say] = {
    "fill": say("补上空白的，已有的不动"),
    "overwrite": say("用文件里的覆盖"),
    "skip": say("不动，跳过这一行"),
}
LIKELY: dict[str, Say] = {"take": say("照常新建，并提示"), "refuse": say("退回，由我核对")}
HOLDERS: dict[str, Say] = {"me": say("归我负责"), "pool": say("放进公海")}
UNITS: dict[str, Say] = {"1": say("元"), "10000": say("万元"), "1000000": say("百万元"), "100000000": say("亿元")}


@dataclass
class Chosen:
    """What the person decided: heading → target, and options as the actions take them."""

    mapping: dict[str, str] = field(default_factory=dict)
    options: dict[str, Any] = field(default_factory=dict)


def kept(by: Principal, run: ImportRun) -> Chosen:
    """What was decided before; for a fresh draft the remembered mapping or a guess."""
    mapping = run.mapping or proposed(by, run.kind, run.options["survey"]["header"])
    return Chosen(dict(mapping), run.options)


def sent(form: QueryDict, run: ImportRun) -> Chosen:
    """What the form says; `column.3` holds the target of the fourth column."""
    header = run.options["survey"]["header"]
    mapping = {h: t for i, h in enumerate(header) if (t := form.get(f"column.{i}", ""))}
    options: dict[str, Any] = {name: form[name] for name in ("on_duplicate", "on_likely", "target") if form.get(name)}
    options |= {name: True for name in ("strict", "create_accounts") if form.get(name)}
    places = [int(text) for text in form.getlist("identity") if text.isdecimal() and len(text) < 6]
    if identity := [header[place] for place in places if place < len(header)]:
        options["identity"] = identity
    factors = {t: unit for t in mapping.values() if (unit := form.get(f"unit.{t}", "1")) != "1"}
    if factors:
        options["multiply"] = factors
    return Chosen(mapping, options)


def reading(form: QueryDict) -> dict[str, Any]:
    """How the file is to be read; what the form does not say is found out again."""
    chosen: dict[str, Any] = {"sheet": form.get("sheet", "")}
    if form.get("encoding") in ENCODINGS:
        chosen["encoding"] = form["encoding"]
    if form.get("delimiter") in DELIMITERS:
        chosen["delimiter"] = form["delimiter"]
    row = form.get("header_row", "").strip()
    if row.isdecimal() and len(row) < 6:
        chosen["header_row"] = int(row)
    return chosen


def drawn(by: Principal, run: ImportRun, chosen: Chosen) -> dict[str, Any]:
    """All that the template of this step shows."""
    survey, known = run.options["survey"], targets(by, run.kind)
    money = [t for t in known if t.field and t.field.kind is Kind.MONEY]
    factors = chosen.options.get("multiply") or {}
    header = survey["header"]
    return {
        "columns": [_column(survey, place, chosen.mapping.get(name, "")) for place, name in enumerate(header)],
        "targets": [(t.name, f"{t.label} *" if t.required else str(t.label)) for t in known],
        "money": [(t.name, str(t.label), factors.get(t.name, "1")) for t in money if t.name in chosen.mapping.values()],
        "units": _choices(UNITS),
        "options": chosen.options,
        "identity": [str(header.index(h)) for h in chosen.options.get("identity") or () if h in header],
        "headings": [(str(place), name) for place, name in enumerate(header)],
        "duplicates": _choices(DUPLICATES),
        "likely": _choices(LIKELY),
        "holders": _choices(HOLDERS) if by.may("account.assign") else [],
        "encodings": [(name, name) for name in dict.fromkeys([*ENCODINGS, survey["encoding"]]) if name],
        "delimiters": _choices(DELIMITERS),
        "sheets": [(name, str(say("{name}（隐藏）", name=name)) if hidden else name) for name, hidden in survey["sheets"]],
    }


def _choices(words: Mapping[str, Say]) -> list[tuple[str, str]]:
    return [(key, str(word)) for key, word in words.items()]


def _column(survey: Mapping[str, Any], place: int, target: str) -> dict[str, Any]:
    values = [row[place] for row in survey["samples"] if place < len(row) and row[place]]
    return {
        "name": survey["header"][place],
        "field": f"column.{place}",
        "samples": values[:SHOWN],
        "target": target,
        "private": survey["header"][place] in survey["private"],
    }
