"""Everything we hold about one person, in words, as far as who asks may read it: the answer to an access request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q

from keyaccount.access import Field, Kind, Principal, access_to, everything, opened, policy_of
from keyaccount.base.clock import CHINA
from keyaccount.base.language import Say, say
from keyaccount.facts.profiles import LOOKED
from keyaccount.playbook.schema_power import ATTRIBUTES
from keyaccount.records.accounts.choices import FACT_SOURCE
from keyaccount.records.deals.models import StakeholderValue
from keyaccount.records.journal.models import Entry
from keyaccount.records.org.models import Member
from keyaccount.records.people.models import Person

_WHY = "the person, or the card, was opened for the reader just before"
# What names the person: entity → columns; and, where not the whole record is about them, which of its fields are told.
_NAMING: dict[str, tuple[str, ...]] = {
    "post": ("person",),
    "note": ("person_id",),
    "contact": ("persons__person",),
    "tie": ("person", "other"),
    "kin_tie": ("person", "other"),
    "own_tie": ("person",),
    "intelligence": ("about_person", "source_person", "learned_from"),
    "opportunity": ("originator", "need_person", "budget_person"),
    "answer": ("person",),
    "need": ("person",),
    "decision_step": ("person",),
    "reason": ("person",),
    "proposal_feedback": ("person",),
}
_TOLD = {
    "opportunity": ("name", "originator", "need_person", "budget_person"),
    "contact": ("channel", "happened_at", "text", "owner"),
}

Line = tuple[str, str]


@dataclass(frozen=True)
class Section:
    """One kind of thing held: each item as lines of label and value."""

    key: str
    title: Say
    items: list[list[Line]]


@dataclass
class Telling:
    """How values are put into words for one reader; names are looked up once."""

    by: Principal
    _names: dict[tuple[str, Any], str] = field(default_factory=dict)

    def lines(self, entity: str, row: Any) -> list[Line]:
        """What the reader may read of a row and is not empty; sealed values are left to others."""
        fields = access_to(self.by, entity).readable(row)
        wanted = _TOLD.get(entity) or tuple(fields)
        told = [(f, self.word(f, getattr(row, f.path))) for n in wanted if (f := fields.get(n)) and _plain(f)]
        return [(str(f.label), word) for f, word in told if word]

    def word(self, found: Field, value: Any) -> str:
        if value in (None, "", []):
            return ""
        if found.kind is Kind.REF:
            return self.name(found.ref, value)
        if found.kind is Kind.CHOICE:
            return str((found.choices or {}).get(value, value))
        if found.kind is Kind.YESNO:
            return str(say("是") if value else say("否"))
        return moment(value) if found.kind is Kind.MOMENT else str(value)

    def name(self, entity: str, id: Any) -> str:
        """The name of a record the reader may see, else nothing."""
        if (entity, id) not in self._names:
            rows = opened(self.by, entity, archived=True).filter(pk=id)
            name = rows.values_list(policy_of(entity).title, flat=True).first()
            self._names[entity, id] = str(name or "")
        return self._names[entity, id]


def _plain(found: Field) -> bool:
    return found.kind not in (Kind.SEALED, Kind.TAGS)


def moment(at: Any) -> str:
    """Day and minute where our users are."""
    return f"{at.astimezone(CHINA):%Y-%m-%d %H:%M}"


def named(telling: Telling, person: Person) -> Iterable[Section]:
    """Every record that names the person, entity by entity."""
    for entity, columns in _NAMING.items():
        about = Q(*[(column, person.pk) for column in columns], _connector=Q.OR)
        rows = opened(telling.by, entity, archived=True).filter(about).distinct().order_by("pk")
        yield Section(entity, policy_of(entity).label, [telling.lines(entity, row) for row in rows])


def cards(telling: Telling, person: Person) -> Section:
    """All that was ever said of the person on a map, oldest first."""
    mine = opened(telling.by, "stakeholder").filter(person=person)
    rows = everything(StakeholderValue, why=_WHY).filter(stakeholder__in=mine, attribute__in=list(ATTRIBUTES))
    items = []
    for row in rows.select_related("stakeholder", "rival").order_by("at", "pk"):
        deal = row.stakeholder.opportunity_id
        where = (
            telling.name("opportunity", deal) if deal else telling.name("account", row.stakeholder.account_id)
        )
        what = " · ".join(
            p for p in (str(ATTRIBUTES[row.attribute].label), row.rival.name if row.rival else "") if p
        )
        told = (
            (say("在哪张图上"), where),
            (say("内容"), f"{what}：{_value(row.value)}"),
            (say("信息来源"), str(FACT_SOURCE.get(row.source, row.source))),
            (say("依据"), row.evidence),
            (say("何时得知"), row.observed_on.isoformat() if row.observed_on else ""),
            (say("记录时间"), moment(row.at)),
        )
        items.append([(str(label), word) for label, word in told if word])
    return Section("stakeholder", policy_of("stakeholder").label, items)


def _value(value: Any) -> str:
    if isinstance(value, list):
        return "；".join(str(one) for one in value)
    if isinstance(value, bool):
        return str(say("是") if value else say("否"))
    return "" if value is None else str(value)


def looked(person: Person) -> Section:
    """Who had sensitive things of this person shown or handed out, when, what for."""
    seen = everything(Entry, why=_WHY).filter(person_id=person.pk, kind__in=LOOKED).order_by("at", "pk")
    entries = list(seen)
    people: Mapping[UUID, str] = dict(
        everything(Member, why=_WHY).filter(pk__in={e.actor_id for e in entries}).values_list("pk", "name")
    )
    items = [
        [
            (str(say("时间")), moment(e.at)),
            (str(say("谁")), people.get(e.actor_id, "") if e.actor_id else ""),
            (str(say("用途")), str(e.data.get("purpose", ""))),
        ]
        for e in entries
    ]
    return Section("looked", say("谁看过个人敏感信息"), items)
