"""The power map as plain JSON for the page and the API (docs/api.md, `map`): words in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from keyaccount.access import Principal
from keyaccount.base.clock import day_of
from keyaccount.facts.power_steps import StepRows
from keyaccount.playbook.freshness import fresh, is_stale
from keyaccount.playbook.power import key_player
from keyaccount.playbook.schema_power import PowerAttribute
from keyaccount.queries.power.judged import MapJudged
from keyaccount.queries.power.power_map import CardShown, PowerMap, ValueShown
from keyaccount.queries.records.names import names_for
from keyaccount.records.accounts.choices import FACT_SOURCE
from keyaccount.records.people.choices import TIE, TIE_BASIS

Told = dict[str, Any]


def map_told(by: Principal, found: PowerMap, judged: MapJudged) -> Told:
    """Everything that is drawn, with the scores and findings that follow from it."""
    writer = _Writer(by, found)
    told: Told = {
        "map": {
            "kind": "deal" if found.deal else "account",
            "name": found.deal.name if found.deal else found.account.name,
            "day": str(day_of(found.until)) if found.until else None,
            "editable": found.may_change,
        },
        "attributes": [_attribute(one) for one in found.edition.power.attributes],
        "rivals": [{"id": str(id), "name": name} for id, name in found.rivals.items()],
        "members": [{"id": str(id), "name": name} for id, name in found.members.items()],
        "units": [
            {"id": str(u.pk), "name": u.name, "parent": _id(u.parent_id), "function": u.function}
            for u in found.units
        ],
        "tieKinds": [
            {
                "key": key,
                "label": str(label),
                "weighted": key in ("influences", "trusts", "conflict"),
                "bases": [{"key": k, "label": str(v)} for k, v in TIE_BASIS.items()]
                if key == "trusts"
                else [],
            }
            for key, label in TIE.items()
        ],
        "cards": [writer.card(card) for card in found.cards],
        "ties": [_tie(tie, found.rivals) for tie in found.ties],
        "steps": [writer.step(step, judged.critical) for step in judged.steps],
        "scores": judged.scores,
        "findings": judged.findings,
    }
    told["map"]["version"] = version_of(told)
    return told


def version_of(told: Told) -> str:
    """Changes with anything that is drawn."""
    drawn = [told[name] for name in ("cards", "ties", "steps", "units")]
    return sha256(repr(drawn).encode()).hexdigest()[:16]


def _attribute(one: PowerAttribute) -> Told:
    return {
        "key": one.key,
        "label": str(one.label),
        "kind": one.kind,
        "ask": str(one.ask),
        "perRival": one.per_rival,
        "options": [
            {"key": option.key, "label": str(option.label), "meaning": str(option.meaning)}
            for option in one.options
        ],
    }


def _tie(tie: Mapping[str, Any], rivals: Mapping[UUID, str]) -> Told:
    basis = TIE_BASIS.get(tie["basis"])
    label = str(TIE[tie["kind"]])
    if tie["rival_id"]:
        label = f"{label} {rivals.get(tie['rival_id'], '')}".strip()
    return {
        "id": str(tie["id"]),
        "kind": tie["kind"],
        "person": tie["person"],
        "other": tie["other"],
        "weight": tie["weight"],
        "basis": tie["basis"],
        "label": f"{label} · {basis}" if basis else label,
        "rival": _id(tie["rival_id"]),
    }


def _id(value: Any) -> str | None:
    return str(value) if value else None


def _day(value: datetime | None) -> str | None:
    return str(day_of(value)) if value else None


class _Writer:
    """Cards in words; names of who said what are looked up once for the whole map."""

    def __init__(self, by: Principal, found: PowerMap) -> None:
        self.found = found
        self.day = day_of(found.until) if found.until else found.today
        self.attributes = {one.key: one for one in found.edition.power.attributes}
        shown = [v.said for c in found.cards for v in (*c.values.values(), *c.rivals.values())]
        self.members = names_for(by, "member", {said.by for said in shown} - {None})
        self.people = names_for(by, "person", {said.source_person for said in shown} - {None})
        self.own: dict[UUID, list[Told]] = {}
        for tie in found.own:
            self.own.setdefault(tie["person_id"], []).append(tie)
        self.at = {card.person: card.id for card in found.cards if card.person}

    def card(self, card: CardShown) -> Told:
        values = {
            name: self.value(name, shown) for name, shown in card.values.items() if name in self.attributes
        }
        return {
            "id": card.id,
            "person": _id(card.person),
            "name": card.name,
            "title": card.seat.title if card.seat else "",
            "unit": _id(card.unit),
            "placeholder": card.person is None,
            "key": key_player({name: shown.said.value for name, shown in card.values.items()}),
            "post": _id(card.seat.post) if card.seat else None,
            "manager": card.manager,
            "left": bool(card.person and (card.seat is None or card.seat.ended)),
            "values": values,
            "rivals": {str(rival): self.value("stance", shown) for rival, shown in card.rivals.items()},
            "own": [self._own(tie, card) for tie in self.own.get(card.person, ())] if card.person else [],
            "met": _day(card.met),
            "meetings": card.meetings,
            "href": "",
        }

    def value(self, name: str, shown: ValueShown) -> Told:
        attribute, said = self.attributes[name], shown.said
        on = said.on or day_of(said.at)
        age = max((self.day - on).days, 0)
        source = " · ".join(
            part
            for part in (str(FACT_SOURCE.get(said.source, "")), self.people.get(said.source_person, ""))
            if part
        )
        return {
            "id": str(said.id),
            "value": said.value,
            "label": label_of(attribute, said.value),
            "certainty": said.certainty,
            "reliability": said.reliability,
            "credibility": said.credibility,
            "source": source,
            "on": str(on),
            "by": self.members.get(said.by, ""),
            "stale": is_stale(age, attribute.half_life_days),
            "fresh": round(fresh(age, attribute.half_life_days), 2),
            "evidence": said.evidence,
            "inherited": shown.inherited,
            "account": None
            if shown.account is None
            else {"value": shown.account, "label": label_of(attribute, shown.account)},
        }

    def _own(self, tie: Mapping[str, Any], card: CardShown) -> Told:
        return {
            "id": str(tie["id"]),
            "member": str(tie["member_id"]),
            "level": tie["level"],
            "wanted": tie["wanted"],
            "cadence": tie["cadence_days"],
            "last": _day(card.met),
        }

    def step(self, step: StepRows, critical: frozenset[str]) -> Told:
        return {
            "id": str(step.id),
            "route": step.route,
            "name": step.name,
            "kind": step.kind,
            "unit": _id(step.unit),
            "person": self.at.get(step.person) if step.person else None,
            "due": _id(step.due_on),
            "done": _id(step.done_on),
            "state": step.state,
            "after": [str(id) for id in step.after],
            "critical": str(step.id) in critical,
        }


def label_of(attribute: PowerAttribute, value: Any) -> str:
    """A value in words: options by their labels, a flag by the attribute's own."""
    if value is True:
        return str(attribute.label)
    words = {option.key: str(option.label) for option in attribute.options}
    given = value if isinstance(value, list) else [value]
    return "、".join(words.get(one, str(one)) for one in given if one not in (None, False))
