"""What is true of deals today, as the plain values the playbook judges: all deals of a page in a constant number of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from keyaccount.access import everything
from keyaccount.base.clock import day_of
from keyaccount.facts.accounts import minor
from keyaccount.facts.deal_money import money_facts
from keyaccount.facts.deal_work import work_facts
from keyaccount.playbook.answers import proven
from keyaccount.playbook.facts import Facts, FactValue
from keyaccount.playbook.qualification import judge_qualification
from keyaccount.playbook.schema import Edition
from keyaccount.records.deals.models import Answer, Opportunity

_JUDGED = "a judgement weighs all that is stored of a deal; the caller has opened it for the person"


def deal_facts(edition: Edition, deals: Sequence[Opportunity], today: date) -> dict[UUID, Facts]:
    """{deal: facts} by the names of `playbook.deal_facts`; unknown ones are None. The deals are all of this edition."""
    ids = [deal.pk for deal in deals]
    answers = current_answers(edition, ids)
    work, money = work_facts(ids, today), money_facts(ids, today)
    found: dict[UUID, Facts] = {}
    for deal in deals:
        given = answers[deal.pk]
        found[deal.pk] = {
            **_own(edition, deal, today),
            **work[deal.pk],
            **money[deal.pk],
            **{f"answer.{q.key}": given.get(q.key, "unknown") for q in edition.questions},
            "verdict": judge_qualification(edition, given).verdict,
        }
    return found


def current_answers(edition: Edition, ids: Sequence[UUID]) -> dict[UUID, dict[str, str]]:
    """{deal: {question: answer}} of the answers that stand; a yes that needs evidence and has none counts as unknown."""
    found: dict[UUID, dict[str, str]] = {id: {} for id in ids}
    questions = {question.key: question for question in edition.questions}
    rows = everything(Answer, why=_JUDGED).filter(opportunity_id__in=ids, superseded_at=None)
    for deal, key, answer, evidence in rows.values_list("opportunity_id", "question", "answer", "evidence"):
        if key in questions:
            found[deal][key] = proven(questions[key], answer, evidence)
    return found


def answers_in(facts: Mapping[str, Any]) -> dict[str, str]:
    """The answers among the facts, by question."""
    return {
        key.removeprefix("answer."): str(value) for key, value in facts.items() if key.startswith("answer.")
    }


def _own(edition: Edition, deal: Opportunity, today: date) -> dict[str, FactValue]:
    """What stands on the deal itself. Its amount is a fact only in the edition's currency."""
    return {
        "amount": minor(deal.amount) if deal.currency == edition.currency else None,
        "amount_known": deal.amount is not None,
        "expected_sign_known": deal.sign_on is not None,
        "originator_known": deal.originator_id is not None,
        "reason_known": bool(deal.reason.strip()),
        "days_in_stage": max((today - day_of(deal.stage_since)).days, 0),
        "days_open": max((today - day_of(deal.created_at)).days, 0),
    }
