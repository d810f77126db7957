"""How a deal takes a step: stage and state change here and nowhere else, and every step is kept so that it can be replayed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from keyaccount.access import Principal, everything
from keyaccount.actions.accounts.placing import HoldingBook
from keyaccount.actions.shared import journaling
from keyaccount.base.clock import day_of
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import Say, say
from keyaccount.facts.deal_judging import Judged
from keyaccount.playbook.gates import GateItemVerdict
from keyaccount.records.accounts.models import Account
from keyaccount.records.deals.models import Opportunity, Passage

_WHY = "the deal was opened for change, or the system settles what its facts say"


def step(
    found: Judged,
    kind: str,
    *,
    by: Principal | None,
    at: datetime,
    to: str = "",
    state: str = "open",
    reason: str = "",
    note: str = "",
    lost_to: str = "",
) -> Opportunity:
    """Move the deal to the stage `to` ("": it stays there) and to the state; writes the deal and its passage.

    The passage keeps the edition, the facts and the gate of the stage it leaves.
    """
    deal = found.deal
    passage = Passage(
        opportunity=deal,
        kind=kind,
        from_stage="" if kind == "open" else deal.stage,
        to_stage=to or deal.stage,
        reason=reason,
        note=note,
        lost_to=lost_to,
        amount=deal.amount,
        days=max((day_of(at) - day_of(deal.stage_since)).days, 0),
        edition_number=found.edition.number,
        edition_digest=found.edition.hash,
        facts=dict(found.facts),
        items=[kept(item) for item in found.gate.items],
        at=at,
        by=by.id if by else None,
    )
    passage.save(force_insert=True)
    was_open = deal.state == "open"
    if to and to != deal.stage:
        deal.stage, deal.stage_since = to, at
        deal.stage_rank = found.pipeline.rank(to)
    if kind in ("wake", "reopen"):
        deal.stage_since = at
    deal.state = state
    deal.closed_at = None if state in ("open", "shelved") else at
    deal.close_reason, deal.close_note, deal.lost_to = (
        ("", "", "") if state == "open" else (reason, note, lost_to)
    )
    if state != "shelved":
        deal.park_until = None
    _save(deal, by, at)
    if was_open != (state == "open"):
        hold(deal.account_id, at)
    return deal


def kept(item: GateItemVerdict) -> dict[str, Any]:
    """A gate item as the passage stores it."""
    return {
        "item": item.item.key,
        "state": item.state,
        "waived": item.waived,
        "known": [[key, value] for key, value in item.known],
    }


def _save(deal: Opportunity, by: Principal | None, at: datetime) -> None:
    deal.version += 1
    deal.updated_at = at
    if by:
        deal.updated_by = by.id
    deal.save(force_update=True)


def hold(account_id: Any, at: datetime) -> None:
    """A customer with an open deal is not taken back (ACC-5): when that changes, so does the day of reclaim."""
    account = everything(Account, why=_WHY).select_for_update().filter(pk=account_id).first()
    if account is None or account.owner_id is None:
        return
    before = account.reclaim_on
    HoldingBook().refresh(account, at)
    if account.reclaim_on != before:
        everything(Account, why=_WHY).filter(pk=account.pk).update(reclaim_on=account.reclaim_on)


def tell(kind: str, deal: Opportunity, *, by: Principal | None, at: datetime, **data: Any) -> None:
    """The journal's entry of what happened to a deal."""
    journaling.write(
        f"opportunity.{kind}",
        by=by,
        at=at,
        entity="opportunity",
        object_id=deal.pk,
        label=deal.name,
        account_id=deal.account_id,
        data=data,
    )


def must_be(deal: Opportunity, *states: str) -> None:
    """Raise `Invalid` unless the deal is in one of the states."""
    if deal.state not in states:
        told: dict[str, Say] = {
            "open": say("商机正在进行中"),
            "shelved": say("商机已经搁置，请先重新启动"),
            "lost": say("商机已经输单，请先重新打开"),
            "won": say("商机已经赢单"),
        }
        raise Invalid(Problem("state", told[deal.state]))


def required(value: str, field: str, message: Say) -> str:
    """The text without white space at its ends; `Invalid` when there is none."""
    text = value.strip()
    if not text:
        raise Invalid(Problem("required", message, field=field))
    return text
