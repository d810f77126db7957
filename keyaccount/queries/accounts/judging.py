"""What the page needs to judge an account: the questions, what facts already answer, the last answers, the history (KA-1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from keyaccount.access import FieldClass, Principal, access_to, everything, found
from keyaccount.base.errors import Refused
from keyaccount.facts.accounts import account_facts
from keyaccount.facts.editions import edition_in_force
from keyaccount.playbook.schema import Edition
from keyaccount.playbook.tiers import Answer, TierVerdict, judge_tier, prefilled
from keyaccount.queries.records.names import names_for
from keyaccount.records.accounts.models import Account, TierJudgement


@dataclass(frozen=True)
class JudgementShown:
    judgement: TierJudgement
    by: str
    tier: Any


@dataclass(frozen=True)
class Judging:
    """Questions of the edition in force with the answers so far, the verdict they give now, and all earlier judgements."""

    account: Account
    edition: Edition
    answers: Mapping[str, Answer]
    prefilled: Mapping[str, Any]
    verdict: TierVerdict
    history: list[JudgementShown]
    may_judge: bool
    may_override: bool


def account_judging(
    by: Principal, id: UUID | str, *, today: date, answers: Mapping[str, Answer] | None = None
) -> Judging:
    """The judging page. `answers` tries out other answers than the last ones without storing anything.

    The questions concern internal matters: who sees only the public fields is `Refused`.
    """
    account: Account = found(by, "account", id, archived=True)
    access = access_to(by, "account")
    if FieldClass.INTERNAL not in access.classes(account):
        raise Refused()
    edition = edition_in_force()
    facts = account_facts(account, today)
    if FieldClass.COMMERCIAL not in access.classes(account):
        facts = {**facts, "received_12m": None, "margin_12m": None}
    rows = everything(TierJudgement, why="the account was opened for the reader just above")
    history = list(rows.filter(account=account).order_by("-at")[:50])
    given = answers if answers is not None else _last(edition, history)
    names = names_for(by, "member", {j.by for j in history if j.by})
    tiers = {t.key: t.label for t in edition.tiers}
    return Judging(
        account=account,
        edition=edition,
        answers=given,
        prefilled=prefilled(edition, facts),
        verdict=judge_tier(edition, given, facts),
        history=[JudgementShown(j, names.get(j.by, ""), tiers.get(j.tier, j.tier)) for j in history],
        may_judge=access.may("judge") and bool(access.classes(account, write=True)),
        may_override=access.may("override"),
    )


def _last(edition: Edition, history: list[TierJudgement]) -> dict[str, Answer]:
    known = {c.key for c in edition.criteria}
    stored = history[0].answers if history else {}
    return {
        k: Answer(a.get("value"), a.get("evidence", ""), a.get("note", ""))
        for k, a in stored.items()
        if k in known
    }
