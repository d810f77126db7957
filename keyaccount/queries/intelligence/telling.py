"""Statements as their reader sees them, each with its standing and the record of its source; a constant number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from keyaccount.access import Field, Principal, access_to, found, opened
from keyaccount.facts.editions import edition_in_force
from keyaccount.playbook.cross_check import Record, thin
from keyaccount.queries.intelligence.checking import COLUMNS, Standing, standings
from keyaccount.queries.intelligence.sources import source_of, source_records
from keyaccount.queries.records.names import names_of

MOST = 100


@dataclass(frozen=True)
class Told:
    """A statement: readable values, standing, the source's record, and whether it is too thin to lean on."""

    id: UUID
    values: dict[str, Any]
    standing: Standing
    record: Record
    thin: bool
    row: Any


@dataclass(frozen=True)
class ToldList:
    """Statements with what is needed to say them in words."""

    rows: list[Told]
    fields: dict[str, Field]
    names: dict[str, dict[Any, str]]
    more: bool = False


def intelligence_of(
    by: Principal,
    today: date,
    *,
    account: UUID | str | None = None,
    opportunity: UUID | str | None = None,
    limit: int = MOST,
) -> ToldList:
    """What is known of an account, or of a deal, newest first; disputed ones are told by their standing."""
    wanted = Q()
    if account:
        wanted &= Q(account_id=account)
    if opportunity:
        wanted &= Q(opportunity_id=opportunity)
    rows = opened(by, "intelligence").filter(wanted).order_by("-learned_on", "-pk")
    return tell(by, list(rows.select_related("account")[: limit + 1]), today, limit)


def alike(by: Principal, today: date, row: Any, *, limit: int = 8) -> ToldList:
    """Others of the customer about the same thing, those about the same person, rival or deal first: to compare with."""
    rows = opened(by, "intelligence").filter(account_id=row.account_id, about=row.about, withdrawn_at=None)
    if row.about_person_id:
        rows = rows.filter(about_person_id=row.about_person_id)
    if row.about_rival_id:
        rows = rows.filter(Q(about_rival_id=row.about_rival_id) | Q(about_rival=None))
    if row.opportunity_id:
        rows = rows.filter(Q(opportunity_id=row.opportunity_id) | Q(opportunity=None))
    held = list(rows.exclude(pk=row.pk).select_related("account").order_by("-learned_on", "-pk")[:limit])
    return tell(by, held, today, limit)


def one(by: Principal, id: UUID | str, today: date) -> ToldList:
    """A single statement, or `Missing`."""
    return tell(by, [found(by, "intelligence", id, related=("account",))], today, 1)


def tell(by: Principal, rows: Sequence[Any], today: date, limit: int) -> ToldList:
    """Rows (with their account at hand) that the reader may see, judged and named."""
    shown, access = list(rows[:limit]), access_to(by, "intelligence")
    plain = [{column: getattr(row, column) for column in COLUMNS} for row in shown]
    heavy = {tier.key for tier in edition_in_force().tiers if tier.key_account}
    standing, records = standings(by, plain, today), source_records(by, plain)
    told = []
    for row, raw in zip(shown, plain, strict=True):
        values = {name: getattr(row, field.path) for name, field in access.readable(row).items()}
        how = standing[row.pk]
        record = records.get(source_of(raw), Record())
        alone = thin(row.about, row.account.tier in heavy, how.state)
        told.append(Told(row.pk, values, how, record, alone, row))
    names = names_of(by, access.fields.values(), [one.values for one in told])
    return ToldList(told, access.fields, names, len(rows) > limit)
