"""Judge whether an account is key (KA-1): the playbook's verdict with reasons, kept as dated history."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, access_to, changeable, everything
from keyaccount.actions.accounts.placing import HoldingBook
from keyaccount.actions.shared import indexing, journaling
from keyaccount.base.clock import day_of
from keyaccount.base.errors import Invalid, Problem, Refused
from keyaccount.base.language import say
from keyaccount.facts.accounts import account_facts
from keyaccount.facts.editions import edition_in_force
from keyaccount.playbook.schema import Edition
from keyaccount.playbook.tiers import Answer, TierVerdict, judge_tier
from keyaccount.records.accounts.models import Account, TierJudgement


@transaction.atomic
def judge_account(
    *,
    by: Principal,
    at: datetime,
    id: UUID | str,
    answers: Mapping[str, Mapping[str, Any]],
    override: str = "",
    override_reason: str = "",
) -> TierJudgement:
    """Judge from answers {criterion: {value, evidence, note}} and stored facts; `override` sets another tier, with a reason.

    Raises `Missing`, `Refused` (an override is for those who may) or `Invalid`.
    """
    account: Account = changeable(by, "account", id, verb="judge")
    edition = edition_in_force()
    facts = account_facts(account, day_of(at))
    given = {
        key: Answer(a.get("value"), str(a.get("evidence") or ""), str(a.get("note") or ""))
        for key, a in answers.items()
    }
    verdict = judge_tier(edition, given, facts)
    tier = _overridden(by, edition, verdict, override, override_reason)
    judgement = TierJudgement(
        account=account,
        tier=tier,
        computed_tier=verdict.tier,
        answers={key: {"value": a.value, "evidence": a.evidence, "note": a.note} for key, a in given.items()},
        facts=dict(facts),
        reasons=[
            {"criterion": r.criterion, "road": r.road, "points": r.points, "most": r.most}
            for r in verdict.reasons
        ],
        override_reason=override_reason if tier != verdict.tier else "",
        edition_number=edition.number,
        edition_digest=edition.hash,
        at=at,
        by=by.id,
    )
    judgement.save(force_insert=True)
    _put(account, edition, tier, by, at)
    journaling.write(
        "account.judged",
        by=by,
        at=at,
        entity="account",
        object_id=account.pk,
        label=account.name,
        account_id=account.pk,
        data={
            "tier": tier,
            "computed": verdict.tier,
            "edition": edition.number,
            "override_reason": judgement.override_reason,
        },
    )
    return judgement


def _overridden(by: Principal, edition: Edition, verdict: TierVerdict, wanted: str, reason: str) -> str:
    if not wanted or wanted == verdict.tier:
        return verdict.tier
    if not access_to(by, "account").may("override"):
        raise Refused(say("改判等级需要经理以上的权限"))
    if wanted not in {t.key for t in edition.tiers}:
        raise Invalid(Problem("choice", say("没有这个等级"), field="override"))
    if not reason.strip():
        raise Invalid(Problem("required", say("请写明改判的原因"), field="override_reason"))
    return wanted


def _put(account: Account, edition: Edition, tier: str, by: Principal, at: datetime) -> None:
    account.tier, account.tier_rank = tier, edition.tier(tier).rank
    account.tier_judged_at = account.updated_at = at
    account.updated_by = by.id
    account.version += 1
    HoldingBook().refresh(account, at)
    columns = ["tier", "tier_rank", "tier_judged_at", "updated_at", "updated_by", "version", "reclaim_on"]
    everything(Account, why="the account was opened for change just above").bulk_update([account], columns)
    indexing.index("account", [account])
