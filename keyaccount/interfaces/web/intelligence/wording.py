"""Statements in words, for list, tabs and page alike: standing, source with its record, grade (INT-1, INT-2)."""

from __future__ import annotations

from typing import Any

from keyaccount.base.language import Say, say
from keyaccount.interfaces.web.values import words
from keyaccount.playbook.cross_check import Record
from keyaccount.queries.intelligence.checking import STATES, Standing
from keyaccount.queries.intelligence.telling import Told, ToldList

LOOKS = {
    "confirmed": ("good", "checks"),
    "disputed": ("bad", "alert-triangle"),
    "single": ("", "user"),
    "stale": ("warn", "clock"),
    "refuted": ("mute", "circle-x"),
    "withdrawn": ("mute", "eye-off"),
}


def look(standing: Standing) -> dict[str, Any]:
    """Badge of a standing."""
    tone, icon = LOOKS[standing.state]
    return {"label": str(STATES[standing.state]), "tone": tone, "icon": icon}


def record(kept: Record) -> str:
    """How the source did so far, in a line; a share only when there is enough to tell."""
    told: list[Say] = []
    if kept.share is not None:
        told.append(say("说准 {n}%", n=kept.share))
    told.append(say("对 {n}", n=kept.right))
    told.append(say("错 {n}", n=kept.wrong))
    told.append(say("未定 {n}", n=kept.open))
    return " · ".join(map(str, told))


def in_words(found: ToldList) -> list[dict[str, Any]]:
    """Every statement of a list as the templates draw it."""
    return [one_in_words(found, one) for one in found.rows]


def one_in_words(found: ToldList, one: Told) -> dict[str, Any]:
    said = {name: words(found.fields[name], value, found.names) for name, value in one.values.items()}
    subject = said.get("about_person") or said.get("about_rival") or ""
    return {
        "id": one.id,
        "said": said,
        "values": one.values,
        "about": f"{said['about']} · {subject}" if subject else said["about"],
        "source": said.get("source_person") or said.get("source_name") or _own(said, one),
        "through": said.get("learned_from", ""),
        "record": record(one.record),
        "grade": f"{one.values['reliability']}{one.values['credibility']}",
        "grade_title": f"{said['reliability']} · {said['credibility']}",
        "look": look(one.standing),
        "state": one.standing.state,
        "thin": one.thin,
        "secret": one.row.secret,
    }


def _own(said: dict[str, str], one: Told) -> str:
    return said.get("owner", "") if one.row.source_kind == "visit" else said["source_kind"]
