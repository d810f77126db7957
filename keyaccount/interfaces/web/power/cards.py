"""Operations on cards, each with the operation that undoes it."""

from __future__ import annotations

from keyaccount.access import opened
from keyaccount.actions.people.create_person import create_person
from keyaccount.actions.power.add_placeholder import add_placeholder
from keyaccount.actions.power.identify_placeholder import identify_placeholder
from keyaccount.actions.power.place_person import place_person
from keyaccount.actions.power.remove_stakeholder import remove_stakeholder
from keyaccount.actions.power.set_value import set_value
from keyaccount.actions.power.undo_value import undo_value
from keyaccount.interfaces.web.power.asking import Ask, Undo

_BASIS = ("source", "evidence", "reliability", "credibility", "certainty", "source_person")


def set_(ask: Ask) -> Undo:
    body = ask.body
    basis = {name: body[name] for name in _BASIS if body.get(name)}
    if body.get("on"):
        basis["observed_on"] = body["on"]
    seen = {"seen": body["seen"]} if "seen" in body else {}
    said = set_value(
        by=ask.by,
        at=ask.at,
        id=ask.card(),
        attribute=str(body["attribute"]),
        value=body["value"],
        rival=body.get("rival"),
        basis=basis,
        **seen,
    )
    return {"op": "undo", "value": str(said.pk)}


def undo(ask: Ask) -> Undo:
    said = undo_value(by=ask.by, at=ask.at, value=str(ask.body["value"]))
    return {"op": "undo", "value": str(said.pk)}


def add(ask: Ask) -> Undo:
    """Somebody of this name whom we know and who is not on the map, else somebody new at the customer."""
    known = opened(ask.by, "person").filter(account=ask.account, name=str(ask.body["name"]).strip())
    here = opened(ask.by, "stakeholder").filter(opportunity=ask.deal, removed_at=None)
    person = known.exclude(pk__in=here.filter(person__isnull=False).values("person_id")).first()
    if person is None:
        raw = {name: ask.body[name] for name in ("name", "title", "unit") if ask.body.get(name)}
        if ask.body.get("manager"):
            raw["reports_to"] = ask.person("manager")
        person = create_person(by=ask.by, at=ask.at, raw={**raw, "account": str(ask.account)})
    card = place_person(by=ask.by, at=ask.at, person=person.pk, **ask.map)
    return {"op": "remove", "card": str(card.pk)}


def place(ask: Ask) -> Undo:
    card = place_person(by=ask.by, at=ask.at, person=str(ask.body["person"]), **ask.map)
    return {"op": "remove", "card": str(card.pk)}


def placeholder(ask: Ask) -> Undo:
    card = add_placeholder(
        by=ask.by,
        at=ask.at,
        label=str(ask.body["label"]),
        unit=ask.body.get("unit"),
        function=str(ask.body.get("function") or ""),
        **ask.map,
    )
    return {"op": "remove", "card": str(card.pk)}


def identify(ask: Ask) -> Undo:
    """The person behind a placeholder: one we know, or somebody new by `name`."""
    person = ask.body.get("person")
    if not person and ask.body.get("name"):
        raw = {"name": ask.body["name"], "account": str(ask.account)}
        person = str(create_person(by=ask.by, at=ask.at, raw=raw).pk)
    identify_placeholder(by=ask.by, at=ask.at, id=ask.card(), person=person)
    return {"op": "identify", "card": str(ask.body["card"])}


def remove(ask: Ask) -> Undo:
    card = ask.card()
    remove_stakeholder(by=ask.by, at=ask.at, id=card)
    return {"op": "restore", "card": card}


def restore(ask: Ask) -> Undo:
    remove_stakeholder(by=ask.by, at=ask.at, id=str(ask.body["card"]), restore=True)
    return {"op": "remove", "card": str(ask.body["card"])}
