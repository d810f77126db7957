"""Moving everything of one account to another and back again, row by row on record, so that no row is lost (ACC-4)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from keyaccount.access import everything
from keyaccount.records.accounts.models import (
    Account,
    AccountFile,
    AccountTag,
    Address,
    DossierFact,
    MonthlyResult,
    Note,
    Share,
    TeamSeat,
    TierJudgement,
)
from keyaccount.records.contracts.models import Contract, Receipt
from keyaccount.records.deals.models import Intelligence, Opportunity, Stakeholder
from keyaccount.records.people.models import CustomerUnit, KinTie, OwnTie, Person, Post, ProfileEntry, Tie
from keyaccount.records.visits.models import Contact, Task

_WHY = "both accounts were opened for change; all their rows move, seen or not"
# Everything that simply points at an account. Seats, tags and results may collide and are handled below.
FOLLOWERS: tuple[tuple[str, type[Any], str], ...] = (
    ("address", Address, "account"),
    ("share", Share, "account"),
    ("fact", DossierFact, "account"),
    ("judgement", TierJudgement, "account"),
    ("note", Note, "account"),
    ("file", AccountFile, "account"),
    ("unit", CustomerUnit, "account"),
    ("person", Person, "account"),
    ("post", Post, "account"),
    ("subsidiary", Account, "parent"),
    ("opportunity", Opportunity, "account"),
    ("contract", Contract, "account"),
    ("receipt", Receipt, "account"),
    ("contact", Contact, "account"),
    ("task", Task, "account"),
    ("tie", Tie, "account"),
    ("kin_tie", KinTie, "account"),
    ("own_tie", OwnTie, "account"),
    ("stakeholder", Stakeholder, "account"),
    ("profile_entry", ProfileEntry, "account"),
    ("intelligence", Intelligence, "account"),
)

SINGLES: tuple[tuple[str, type[Any], str], ...] = (
    ("seat", TeamSeat, "account"),
    ("tag", AccountTag, "account"),
    ("result", MonthlyResult, "account"),
)
# What stands once on a map: a second one stays with the dropped account, until the merge is undone.
ONCE: dict[type[Any], tuple[str, ...]] = {
    Tie: ("kind", "person_id", "other_id", "rival_id"),
    KinTie: ("kind", "person_id", "other_id"),
    OwnTie: ("member_id", "person_id"),
    Stakeholder: ("opportunity_id", "person_id"),
}


def move_followers(dropped: Account, kept: Account) -> dict[str, Any]:
    """Point every follower of `dropped` at `kept`; returns {kind: [ids]} of what moved."""
    moved: dict[str, Any] = {}
    for key, model, column in FOLLOWERS:
        rows = everything(model, why=_WHY).filter(**{column: dropped}).exclude(pk=kept.pk)
        if model in ONCE:
            rows = rows.exclude(pk__in=_twice(model, dropped, kept))
        moved[key] = [str(pk) for pk in rows.values_list("pk", flat=True)]
        rows.update(**{column: kept})
    moved["seat"] = _move_free(TeamSeat, "member_id", dropped, kept)
    moved["tag"] = _move_free(AccountTag, "tag_id", dropped, kept)
    moved["result"], moved["added"] = _move_results(dropped, kept)
    return moved


def _twice(model: type[Any], dropped: Account, kept: Account) -> list[UUID]:
    """Standing rows of `dropped` for which `kept` has one already; placeholders are nobody's second."""
    standing = everything(model, why=_WHY).filter(removed_at=None, person__isnull=False)
    have = set(standing.filter(account=kept).values_list(*ONCE[model]))
    rows = standing.filter(account=dropped).values_list("pk", *ONCE[model]) if have else ()
    return [row[0] for row in rows if row[1:] in have]


def _move_free(model: type[Any], column: str, dropped: Account, kept: Account) -> list[str]:
    """Rows that may stand only once: those `kept` has already stay where they are."""
    have = list(everything(model, why=_WHY).filter(account=kept).values_list(column, flat=True))
    rows = everything(model, why=_WHY).filter(account=dropped).exclude(**{f"{column}__in": have})
    moved = [str(pk) for pk in rows.values_list("pk", flat=True)]
    rows.update(account=kept)
    return moved


def _move_results(dropped: Account, kept: Account) -> tuple[list[str], list[list[str]]]:
    """Months `kept` lacks move over; months both have are added up, so that the sum stays what it was."""
    have = {(r.month, r.currency): r for r in everything(MonthlyResult, why=_WHY).filter(account=kept)}
    moved, added = [], []
    for row in everything(MonthlyResult, why=_WHY).filter(account=dropped):
        same = have.get((row.month, row.currency))
        if same is None:
            everything(MonthlyResult, why=_WHY).filter(pk=row.pk).update(account=kept)
            moved.append(str(row.pk))
        else:
            _add(same, row.received, row.margin)
            added.append([str(same.pk), str(row.received), str(row.margin or 0)])
    return moved, added


def _add(row: MonthlyResult, received: Decimal, margin: Decimal | None) -> None:
    row.received += received
    if margin is not None:
        row.margin = (row.margin or Decimal(0)) + margin
    everything(MonthlyResult, why=_WHY).filter(pk=row.pk).update(received=row.received, margin=row.margin)


def move_back(moved: dict[str, Any], dropped: Account, kept: Account) -> None:
    """Undo `move_followers` for the rows that still are where it put them."""
    for key, model, column in (*FOLLOWERS, *SINGLES):
        ids = [pk if model is AccountTag else UUID(pk) for pk in moved.get(key, ())]
        for start in range(0, len(ids), 500):
            rows = everything(model, why=_WHY).filter(pk__in=ids[start : start + 500], **{column: kept})
            rows.update(**{column: dropped})
    for pk, received, margin in moved.get("added", ()):
        row = everything(MonthlyResult, why=_WHY).filter(pk=pk, account=kept).first()
        if row:
            _add(row, -Decimal(received), -Decimal(margin) if Decimal(margin) else None)
