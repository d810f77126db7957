"""Put a finding of the coach aside for one deal, with the reason; or take it up again (PPL-7)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, attachable, changeable, everything
from keyaccount.actions.power.maps import refused, words
from keyaccount.actions.shared import journaling
from keyaccount.base.language import say
from keyaccount.facts.deal_editions import edition_of
from keyaccount.records.deals.models import CoachMute, Opportunity

_WHY = "the deal was opened for change just above"


@transaction.atomic
def mute_finding(
    *, by: Principal, at: datetime, deal: UUID | str, rule: str, subject: str = "", reason: str
) -> CoachMute:
    """The mute; there is one for each rule and subject. Raises `Missing`, `Refused` or `Invalid`."""
    row: Opportunity = changeable(by, "opportunity", deal)
    attachable(by, "coach_mute", row.pk, verb="mute")
    # Findings about insiders are not muted: a mute is read by everybody who sees the deal (INS-3).
    known = {one.key: one for one in edition_of(row).power.coach if one.place != "insiders"}
    if rule not in known:
        raise refused("rule", say("打法里没有这条提醒"), "choice")
    why = words("reason", reason, most=300)
    if not why:
        raise refused("reason", say("请写明为什么先不管"), "required")
    rows = everything(CoachMute, why=_WHY).filter(opportunity=row, rule=rule, subject=subject[:36])
    standing: CoachMute | None = rows.filter(revoked_at=None).first()
    if standing:
        return standing
    mute = CoachMute(
        opportunity=row,
        rule=rule,
        subject=subject[:36],
        reason=why,
        created_at=at,
        updated_at=at,
        created_by=by.id,
        updated_by=by.id,
    )
    mute.save(force_insert=True)
    _tell("muted", mute, row, str(known[rule].label), by=by, at=at)
    return mute


@transaction.atomic
def revoke_mute(*, by: Principal, at: datetime, id: UUID | str) -> CoachMute:
    """The finding shows again. Raises `Missing` or `Refused`."""
    mute: CoachMute = changeable(by, "coach_mute", id, verb="mute")
    if mute.revoked_at is None:
        everything(CoachMute, why=_WHY).filter(pk=mute.pk).update(revoked_at=at, updated_at=at)
        mute.revoked_at = at
        row: Opportunity = mute.opportunity
        known = {one.key: str(one.label) for one in edition_of(row).power.coach}
        _tell("revoked", mute, row, known.get(mute.rule, mute.rule), by=by, at=at)
    return mute


def _tell(verb: str, mute: CoachMute, deal: Opportunity, label: str, *, by: Principal, at: datetime) -> None:
    journaling.write(
        f"coach_mute.{verb}",
        by=by,
        at=at,
        entity="coach_mute",
        object_id=mute.pk,
        label=label,
        account_id=deal.account_id,
        data={"opportunity": deal.pk, "rule": mute.rule, "subject": mute.subject, "reason": mute.reason},
    )
