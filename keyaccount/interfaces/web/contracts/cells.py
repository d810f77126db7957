"""What the cells of the contract and receipt lists look like, and the tones of their states."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from keyaccount.interfaces.web.drawing import clipped, drawn
from keyaccount.interfaces.web.lists import RowShown

CONTRACT_TONES = {"draft": "", "route": "warn", "signed": "good", "ended": "mute", "void": "mute"}
INVOICE_TONES = {"applied": "warn", "issued": "info", "delivered": "good", "reversed": "mute"}
STEP_TONES = {"waiting": "", "here": "warn", "done": "good"}


def exact(name: str, unit: str) -> str:
    """Prices of one piece are told to the cent, whatever unit the reader likes for sums."""
    return "yuan" if name in ("unit_price", "list_price", "price") else unit


def contract_cells() -> dict[str, Callable[[RowShown], Any]]:
    """Column → how to draw it."""
    return {
        "title": lambda row: Markup("<span>") + clipped(row.values["title"]) + Markup("</span>"),
        "state": lambda row: drawn(
            "badge", "status", row.words["state"], CONTRACT_TONES[row.values["state"]]
        ),
        "owner": lambda row: (
            drawn("person", "person_mini", row.words["owner"], "", "", "sm") if row.words["owner"] else ""
        ),
    }
