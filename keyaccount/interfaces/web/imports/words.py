"""What states and outcomes are called on the pages."""

from __future__ import annotations

from keyaccount.actions.importing.rows import OUTCOMES
from keyaccount.base.language import Say, say
from keyaccount.records.library.models import ExportRun, ImportRun

STATES: dict[str, tuple[Say, str]] = {
    "draft": (say("待对应列"), "accent"),
    "checked": (say("已试运行，待开始"), "accent"),
    "waiting": (say("排队中"), "info"),
    "running": (say("进行中"), "info"),
    "done": (say("已完成"), "good"),
    "cancelled": (say("已取消"), "warn"),
    "failed": (say("没有完成"), "bad"),
    "undone": (say("已撤销"), "mute"),
    "expired": (say("文件已失效"), "mute"),
}
TRYING = (say("试运行中"), "info")
UNDOING = (say("撤销中"), "info")
TONES = {"created": "good", "updated": "good", "merged": "info", "unchanged": "mute", "refused": "bad"}
TOLD: dict[str, Say] = {**OUTCOMES, "undone": say("已撤销"), "kept": say("保留")}
ACTIVE = ("waiting", "running")


def state_of(run: ImportRun | ExportRun) -> tuple[Say, str]:
    """The word for a run's state, and its tone."""
    if run.state in ACTIVE and isinstance(run, ImportRun):
        if run.undone_at:
            return UNDOING
        if run.options.get("dry_run"):
            return TRYING
    return STATES[run.state]


def counted(run: ImportRun) -> list[tuple[str, Say, int]]:
    """(outcome, its word, how many rows), those that occur."""
    return [(key, word, run.counts[key]) for key, word in TOLD.items() if run.counts.get(key)]
