"""Imports and exports in words: how far they are, what became of their rows."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from keyaccount.actions.importing.columns import KINDS
from keyaccount.actions.importing.rows import OUTCOMES
from keyaccount.base.language import Say, listed, say
from keyaccount.queries.library.export_rows import LISTS
from keyaccount.records.library.models import ExportRun, ImportRun

TONES = {"created": "good", "updated": "info", "merged": "warn", "unchanged": "mute", "refused": "bad"}
_STATES: dict[str, tuple[Say, str]] = {
    "draft": (say("待对应列"), "mute"),
    "checked": (say("待确认"), "warn"),
    "waiting": (say("排队中"), "info"),
    "running": (say("进行中"), "info"),
    "done": (say("已完成"), "good"),
    "failed": (say("没有完成"), "bad"),
    "cancelled": (say("已取消"), "warn"),
    "undone": (say("已撤销"), "mute"),
    "expired": (say("文件已过期"), "mute"),
}
BUSY = ("waiting", "running")
_TOLD: dict[str, Say] = {**OUTCOMES, "undone": say("已撤销"), "kept": say("保留")}


def state_of(run: ImportRun | ExportRun) -> tuple[str, str]:
    """(words, tone) of how far a run is."""
    if getattr(run, "undone_at", None) and run.state in BUSY:
        return str(say("正在撤销")), "info"
    words, tone = _STATES.get(run.state, (say("进行中"), "info"))
    return str(words), tone


def import_line(run: ImportRun) -> dict[str, Any]:
    """A row of the list of imports."""
    words, tone = state_of(run)
    counts = run.counts if not run.options.get("dry_run") else {}
    told = [f"{label} {counts[name]:,}" for name, label in OUTCOMES.items() if counts.get(name)]
    if run.state == "undone":
        told = [
            str(say("撤回 {n}", n=counts.get("undone", 0))),
            str(say("保留 {n}", n=counts.get("kept", 0))),
        ]
    return {
        "id": run.pk,
        "file": run.document.name,
        "kind": str(KINDS.get(run.kind, run.kind)),
        "state": words,
        "tone": tone,
        "told": str(listed(told)),
        "at": run.created_at,
    }


def export_line(run: ExportRun) -> dict[str, Any]:
    """A row of the list of exports."""
    words, tone = state_of(run)
    there = run.state == "done" and run.document_id is not None
    return {
        "id": run.pk,
        "file": run.document.name if run.document else str(kind_of(run)),
        "kind": str(kind_of(run)),
        "state": words,
        "tone": tone,
        "rows": run.rows_written,
        "at": run.created_at,
        "until": run.expires_at,
        "href": reverse("imports:export_file", args=[run.pk]) if there else "",
    }


def kind_of(run: ExportRun) -> Say | str:
    return LISTS[run.kind][1] if run.kind in LISTS else run.kind


def counted(run: ImportRun) -> list[dict[str, Any]]:
    """The figures of a run, those that count nothing left out."""
    figures = [{"label": say("读到"), "value": f"{run.counts.get('read', 0):,}", "unit": say("行")}]
    for name, label in OUTCOMES.items():
        if number := run.counts.get(name):
            figures.append(
                {"label": label, "value": f"{number:,}", "tone": "bad" if name == "refused" else ""}
            )
    return figures


def told_lines(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of the file with what became of them, for a table."""
    links = {"account": "accounts:show", "person": "people:show"}
    return [
        {
            "id": row["number"],
            "outcome": str(_TOLD.get(row["outcome"], row["outcome"])),
            "tone": TONES.get(row["outcome"], ""),
            "reason": row["reason"],
            "many": row.get("many", 1),
            "href": reverse(links[row["entity"]], args=[row["object_id"]])
            if row.get("entity") in links
            else "",
        }
        for row in rows
    ]
