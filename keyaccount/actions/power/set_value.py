"""Say something of a stakeholder: role, power, veto, stance to us or to a rival …, with where it is from (PPL-4)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, found
from keyaccount.actions.power.maps import Basis, open_card, refused, rival_of, say_of, standing, tell, words
from keyaccount.actions.power.valuing import clean_value
from keyaccount.actions.shared.cleaning import NotTaken, day
from keyaccount.base.clock import day_of
from keyaccount.base.errors import Conflict, FieldConflict
from keyaccount.base.language import say
from keyaccount.playbook.schema_power import ATTRIBUTES
from keyaccount.records.accounts.choices import FACT_SOURCE
from keyaccount.records.deals.models import StakeholderValue
from keyaccount.records.people.choices import CERTAINTY, CREDIBILITY, RELIABILITY

UNSEEN: Any = object()


@transaction.atomic
def set_value(
    *,
    by: Principal,
    at: datetime,
    id: UUID | str,
    attribute: str,
    value: Any,
    rival: UUID | str | None = None,
    basis: Mapping[str, Any] | None = None,
    seen: UUID | str | None = UNSEEN,
) -> StakeholderValue:
    """The new value stands, the earlier one is kept. `basis`: source, source_person, evidence, reliability,
    credibility, certainty, observed_on. `seen`: the id of the value the editor saw (None: there was none); somebody
    else's change of this one attribute meanwhile is a `Conflict`, of any other it is not.

    Raises `Missing`, `Refused`, `Invalid` or `Conflict`.
    """
    place, card = open_card(by, id)
    kept = clean_value(attribute, value, per_rival=bool(rival))
    whose = rival_of(by, rival)
    before = standing(card, attribute, whose.pk if whose else None)
    stands = str(before.pk) if before and before.value is not None else ""
    if before and seen is not UNSEEN and stands != str(seen or "") and before.value != kept:
        label = ATTRIBUTES[attribute].label
        raise Conflict([FieldConflict(attribute, label, None, before.value, kept)], 0)
    said = say_of(card, attribute, kept, by=by, at=at, rival=whose, basis=_basis(by, at, basis or {}))
    telling = kept if ATTRIBUTES[attribute].kind not in ("text", "list") else None
    tell(
        "valued", place, card, by=by, at=at,
        attribute=attribute, rival=whose.pk if whose else None, value=telling, value_id=said.pk,
        digest=digest(kept),
    )  # fmt: skip
    return said


def _basis(by: Principal, at: datetime, raw: Mapping[str, Any]) -> Basis:
    chosen = {
        "source": FACT_SOURCE,
        "reliability": RELIABILITY,
        "credibility": CREDIBILITY,
        "certainty": CERTAINTY,
    }
    for name, choices in chosen.items():
        given = raw.get(name)
        if given and (not isinstance(given, str) or given not in choices):
            raise refused(name, say("没有这个选项：{value}", value=str(given)[:40]), "choice")
    try:
        observed: date | None = day(raw.get("observed_on")) or day_of(at)
    except NotTaken as error:
        raise refused("observed_on", error.message, error.code) from None
    if observed and observed > day_of(at):
        raise refused("observed_on", say("得知的日期不能晚于今天"), "future")
    return Basis(
        source=raw.get("source") or "",
        source_person=found(by, "person", raw["source_person"]) if raw.get("source_person") else None,
        evidence=words("evidence", raw.get("evidence"), most=2_000, one_line=False),
        reliability=raw.get("reliability") or "",
        credibility=raw.get("credibility") or "",
        certainty=raw.get("certainty") or "assumed",
        observed_on=observed,
    )


def digest(value: Any) -> str:
    """A short print of a value, by which the journal vouches for free text that it doesn't repeat."""
    return sha256(json.dumps(value, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]
