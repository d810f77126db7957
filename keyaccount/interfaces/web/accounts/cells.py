"""What the cells of the accounts list look like."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from markupsafe import Markup, escape

from keyaccount.base import clock
from keyaccount.base.language import say
from keyaccount.facts.editions import edition_in_force
from keyaccount.interfaces.web.drawing import clipped, drawn, since_now
from keyaccount.interfaces.web.lists import RowShown

TONES = {"active": "good", "prospect": "accent", "dormant": "warn", "lost": "bad"}


def cells() -> dict[str, Callable[[RowShown], Any]]:
    """Column → how to draw it, for one page."""
    since = since_now()
    edition, today = edition_in_force(), clock.day_of(clock.now())
    ranks = {tier.key: (tier.rank, str(tier.meaning)) for tier in edition.tiers}
    return {
        "name": lambda row: _name(row, today, edition.pool.warn_days),
        "tier": lambda row: _tier(row, ranks),
        "owner": lambda row: (
            drawn("person", "person_mini", row.words["owner"], "", "", "sm") if row.words["owner"] else ""
        ),
        "status": lambda row: _status(row),
        "completeness": lambda row: _known(row.values["completeness"]),
        "followed_at": lambda row: since(row.values["followed_at"]) or _never(),
        "updated_at": lambda row: since(row.values["updated_at"]),
        "created_at": lambda row: since(row.values["created_at"]),
        "held_since": lambda row: since(row.values["held_since"]),
    }


def _name(row: RowShown, today: date, warn_days: int) -> Markup:
    value = row.values
    short, reclaim = value.get("short_name"), value.get("reclaim_on")
    text = str(clipped(value["name"]))
    if reclaim and (left := (reclaim - today).days) <= warn_days:
        told = str(say("{n} 天后收回", n=left)) if left > 0 else str(say("今晚收回"))
        text += f" {drawn('badge', 'badge', told, 'warn', 'clock')}"
    if short and short != value["name"]:
        text += f' <small class="ka-quiet">{escape(short)}</small>'
    return Markup(f"<span>{text}</span>")


def _tier(row: RowShown, ranks: dict[str, tuple[int, str]]) -> Any:
    tier = row.values.get("tier")
    return drawn("badge", "tier", row.words["tier"], *ranks[tier]) if tier in ranks else row.words["tier"]


def _status(row: RowShown) -> Any:
    status = row.values.get("status")
    return drawn("badge", "status", row.words["status"], TONES.get(status, "")) if status else ""


def _known(percent: int) -> Markup:
    return drawn("completeness", "bar", percent, str(say("档案完整度")), "" if percent >= 50 else "warn")


def _never() -> Markup:
    return Markup('<span class="ka-quiet">') + escape(str(say("从未"))) + Markup("</span>")
