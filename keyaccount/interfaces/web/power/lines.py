"""Operations on lines: reporting, department, ties, counterparts; each with the operation that undoes it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from keyaccount.access import opened
from keyaccount.actions.power.cut_tie import cut_tie
from keyaccount.actions.power.draw_tie import draw_tie
from keyaccount.actions.power.end_own_tie import end_own_tie
from keyaccount.actions.power.set_own_tie import set_own_tie
from keyaccount.actions.power.set_seat import set_seat
from keyaccount.interfaces.web.power.asking import UNSAID, Ask, Undo
from keyaccount.records.people.models import Tie

_TOLD = ("weight", "basis", "source", "note", "certainty", "observed_on")


def _seat(ask: Ask, change: dict[str, Any], name: str) -> str | None:
    """Changes the seat; returns what it was. Whom the editor saw as superior may be the nearest one on the map."""
    person = ask.person("card")
    posts = opened(ask.by, "post").filter(account=ask.account, person=person, ended_on=None)
    before: UUID | None = posts.order_by("-is_primary", "pk").values_list(f"{name}_id", flat=True).first()
    seen = None
    if "seen" in ask.body:
        saw = ask.person("seen") if name == "reports_to" and ask.body["seen"] else ask.body["seen"]
        here = opened(ask.by, "stakeholder").filter(opportunity=ask.deal, person=before, removed_at=None)
        if str(saw or "") != str(before or "") and (name == "unit" or (before and here.exists())):
            seen = {name: saw}
    set_seat(by=ask.by, at=ask.at, account=ask.account, person=person, change=change, seen=seen)
    return str(before) if before else None


def manager(ask: Ask) -> Undo:
    """`manager`: a card, or `manager_person`: a person; null for nobody."""
    above = ask.body.get("manager_person") or (ask.person("manager") if ask.body.get("manager") else None)
    was = _seat(ask, {"reports_to": above}, "reports_to")
    return {"op": "manager", "card": ask.body["card"], "manager_person": was}


def unit(ask: Ask) -> Undo:
    was = _seat(ask, {"unit": ask.body.get("unit")}, "unit")
    return {"op": "unit", "card": ask.body["card"], "unit": was}


def tie(ask: Ask) -> Undo:
    body = ask.body
    drawn = draw_tie(
        by=ask.by,
        at=ask.at,
        account=ask.account,
        kind=ask.text("kind"),
        person=body.get("from_person") or ask.person("person"),
        other=body.get("to_person") or (ask.person("other") if body.get("other") else None),
        rival=body.get("rival"),
        raw={name: body[name] for name in _TOLD if body.get(name)},
    )
    if drawn.created_at != ask.at:  # it stood there just so
        return _again(drawn)
    replaced = opened(ask.by, "tie").filter(account=ask.account, kind=drawn.kind, removed_at=ask.at).first()
    return _again(replaced) if replaced else {"op": "cut", "tie": str(drawn.pk)}


def cut(ask: Ask) -> Undo:
    return _again(cut_tie(by=ask.by, at=ask.at, id=ask.text("tie")))


def _again(row: Tie) -> Undo:
    again = {"op": "tie", "kind": row.kind, "from_person": str(row.person_id), "weight": row.weight}
    ends = {"to_person": row.other_id, "rival": row.rival_id}
    told = {name: str(value) for name in _TOLD[1:] if (value := getattr(row, name))}
    return {**again, **{name: str(value) for name, value in ends.items() if value}, **told}


def own(ask: Ask) -> Undo:
    body, person = ask.body, ask.person("card")
    rows = opened(ask.by, "own_tie").filter(account=ask.account, member=body.get("member"), person=person)
    before = rows.filter(removed_at=None).values("level", "wanted", "cadence_days").first()
    set_own_tie(
        by=ask.by,
        at=ask.at,
        account=ask.account,
        person=person,
        member=ask.text("member"),
        level=body.get("level", 0),
        wanted=body.get("wanted", 0),
        cadence_days=body.get("cadence"),
    )
    if before is None:
        return {"op": "own_end", "card": body["card"], "member": body.get("member")}
    back = {"level": before["level"], "wanted": before["wanted"], "cadence": before["cadence_days"]}
    return {"op": "own", "card": body["card"], "member": body.get("member"), **back}


def own_end(ask: Ask) -> Undo:
    own = ask.body.get("own")
    if own is None:  # the undoing of a first word, whatever was said since
        rows = opened(ask.by, "own_tie").filter(account=ask.account, member=ask.body.get("member"))
        own = rows.filter(person=ask.person("card"), removed_at=None).values_list("pk", flat=True).first()
    row = end_own_tie(by=ask.by, at=ask.at, id=str(own))
    back = {"level": row.level, "wanted": row.wanted, "cadence": row.cadence_days}
    return {"op": "own", "card": f"{UNSAID}{row.person_id}", "member": str(row.member_id), **back}
