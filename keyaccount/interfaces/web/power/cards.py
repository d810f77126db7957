"""Operations on cards, each with the operation that undoes it."""

from __future__ import annotations

from keyaccount.actions.power.add_person import add_person
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
        attribute=ask.text("attribute"),
        value=body.get("value"),
        rival=body.get("rival"),
        basis=basis,
        **seen,
    )
    return {"op": "undo", "value": str(said.pk)}


def undo(ask: Ask) -> Undo:
    said = undo_value(by=ask.by, at=ask.at, value=ask.text("value"))
    return {"op": "undo", "value": str(said.pk)}


def add(ask: Ask) -> Undo:
    card = add_person(
        by=ask.by,
        at=ask.at,
        name=ask.text("name"),
        title=ask.text("title"),
        unit=ask.body.get("unit"),
        manager=ask.person("manager") if ask.body.get("manager") else None,
        **ask.map,
    )
    return {"op": "remove", "card": str(card.pk)}


def place(ask: Ask) -> Undo:
    card = place_person(by=ask.by, at=ask.at, person=ask.text("person"), **ask.map)
    return {"op": "remove", "card": str(card.pk)}


def placeholder(ask: Ask) -> Undo:
    card = add_placeholder(
        by=ask.by,
        at=ask.at,
        label=ask.text("label"),
        unit=ask.body.get("unit"),
        function=ask.text("function"),
        **ask.map,
    )
    return {"op": "remove", "card": str(card.pk)}


def identify(ask: Ask) -> Undo:
    """The person behind a placeholder: one we know, or somebody new by `name`."""
    card, person = ask.card(), ask.body.get("person")
    identify_placeholder(by=ask.by, at=ask.at, id=card, person=person, name=ask.text("name"))
    return {"op": "identify", "card": card}


def remove(ask: Ask) -> Undo:
    card = ask.card()
    remove_stakeholder(by=ask.by, at=ask.at, id=card)
    return {"op": "restore", "card": card}


def restore(ask: Ask) -> Undo:
    card = remove_stakeholder(by=ask.by, at=ask.at, id=ask.text("card"), restore=True)
    return {"op": "remove", "card": str(card.pk)}
