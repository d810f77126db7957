"""What the cells of the deals list look like."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from keyaccount.base import clock
from keyaccount.base.language import say
from keyaccount.interfaces.web.drawing import clipped, drawn, since_now
from keyaccount.interfaces.web.lists import RowShown

STATE_TONES = {"open": "accent", "shelved": "warn", "won": "good", "lost": "bad"}
VERDICT_TONES = {"standing": "good", "pending": "warn", "not_standing": "bad"}


def cells() -> dict[str, Callable[[RowShown], Any]]:
    """Column → how to draw it, for one page."""
    since, today = since_now(), clock.day_of(clock.now())
    return {
        "name": lambda row: Markup("<span>") + clipped(row.values["name"]) + Markup("</span>"),
        "state": lambda row: drawn("badge", "status", row.words["state"], STATE_TONES[row.values["state"]]),
        "verdict": lambda row: drawn(
            "badge", "badge", row.words["verdict"], VERDICT_TONES[row.values["verdict"]]
        ),
        "chance": lambda row: f"{row.values['chance']}%",
        "owner": lambda row: (
            drawn("person", "person_mini", row.words["owner"], "", "", "sm") if row.words["owner"] else ""
        ),
        "stage_since": lambda row: since(row.values["stage_since"]),
        "contacted_at": lambda row: since(row.values["contacted_at"]),
        "updated_at": lambda row: since(row.values["updated_at"]),
        "sign_on": lambda row: _due(row, today),
    }


def _due(row: RowShown, today: Any) -> Any:
    """The expected signing day; late ones of open deals are told in words, not by colour alone."""
    day = row.values["sign_on"]
    if not day or day >= today or row.values.get("state") != "open" or row.values.get("signed"):
        return row.words["sign_on"]
    return Markup("{} {}").format(row.words["sign_on"], drawn("badge", "badge", str(say("已过")), "warn"))
