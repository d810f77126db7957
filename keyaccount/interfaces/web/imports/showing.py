"""What the pages of one import show, step by step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from keyaccount.access import Principal
from keyaccount.actions.importing.columns import KINDS
from keyaccount.base.errors import Problem
from keyaccount.base.language import say
from keyaccount.interfaces.web.imports.columns import Chosen, drawn
from keyaccount.interfaces.web.imports.words import TOLD, TONES, counted, state_of
from keyaccount.queries.library.pages import taken_back
from keyaccount.queries.library.runs import told_rows
from keyaccount.records.library.models import ImportRun

FIRST = 50  # rows told on the page; the rest is in the workbook
_PAGES = {"account": "accounts:show", "person": "people:show"}
_STEPS = (say("上传"), say("对应列"), say("试运行"), say("导入"))


def head(run: ImportRun, at: int) -> dict[str, Any]:
    """What every step shows: the run, what it holds, and where in the way it is."""
    states = ["done" if place < at else "now" if place == at else "todo" for place in range(len(_STEPS))]
    return {
        "run": run,
        "kind": KINDS[run.kind],
        "state": state_of(run),
        "steps": [{"label": str(word), "state": state} for word, state in zip(_STEPS, states, strict=True)],
        "survey": run.options.get("survey") or {},
    }


def mapping(by: Principal, run: ImportRun, chosen: Chosen, problems: Sequence[Problem]) -> dict[str, Any]:
    told = [{"field": "", "message": p.message} for p in problems]
    return {**head(run, 1), **drawn(by, run, chosen), "problems": told}


def running(by: Principal, run: ImportRun) -> dict[str, Any]:
    """How far it is, in words too."""
    dry = bool(run.options.get("dry_run"))
    made, total, detail = run.done, run.total, ""
    if run.undone_at:
        made, total = taken_back(by, run)
    elif run.state == "waiting":
        total = total or (run.options.get("survey") or {}).get("rows", 0)
        detail = str(say("正在排队，马上开始"))
    elif total and made >= total:
        detail = str(say("正在关联上级公司和汇总"))
    return {
        **head(run, 2 if dry else 3),
        "dry": dry,
        "label": state_of(run)[0],
        "made": made,
        "total": total,
        "detail": detail or "　".join(f"{word} {count:,}" for _, word, count in counted(run)),
        "cancel": "" if dry or run.undone_at else reverse("imports:cancel", args=[run.pk]),
    }


def checked(by: Principal, run: ImportRun) -> dict[str, Any]:
    """What would become of the rows; a trial that failed says why."""
    would = sum(run.counts.get(name, 0) for name in ("created", "updated", "merged"))
    return {**head(run, 2), **_told(by, run), "would": would}


def ended(by: Principal, run: ImportRun) -> dict[str, Any]:
    undoable = run.state in ("done", "cancelled", "failed") and not run.undone_at
    changed = sum(run.counts.get(name, 0) for name in ("created", "updated", "merged"))
    return {**head(run, 4), **_told(by, run), "undoable": undoable and changed}


def _told(by: Principal, run: ImportRun) -> dict[str, Any]:
    """Figures by outcome, and the first rows about which something is to be told, refused ones first."""
    undone = run.undone_at is not None
    figures = [
        {"label": str(word), "value": f"{run.counts.get(key, 0):,}", "tone": TONES.get(key, "") if run.counts.get(key) else ""}
        for key, word in TOLD.items()
        if key in run.counts or not undone
    ]
    refused = told_rows(by, run, outcomes=["refused"], most=FIRST)
    others = [row for row in told_rows(by, run, outcomes=[], most=2 * FIRST) if row["outcome"] != "refused"]
    return {
        "figures": [f for f in figures if f["value"] != "0" or f["label"] in (str(TOLD["created"]), str(TOLD["refused"]))],
        "counts": run.counts,
        "refused": [_row(row) for row in refused],
        "noted": [_row(row) for row in others[:FIRST]],
    }


def _row(row: dict[str, Any]) -> dict[str, Any]:
    there = row["entity"] in _PAGES and row["object_id"] and row["outcome"] != "undone"
    return {
        **row,
        "id": row["number"],
        "word": str(TOLD[row["outcome"]]),
        "tone": TONES.get(row["outcome"], "mute"),
        "href": reverse(_PAGES[row["entity"]], args=[row["object_id"]]) if there else "",
    }
