"""Answer one question of the method for a deal (OPP-1), on which evidence; the verdict follows at once, and so may parking."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, attachable, changeable, everything, found, policy_of
from keyaccount.actions.deals.parking import settle_parking
from keyaccount.actions.deals.passing import must_be, tell
from keyaccount.actions.deals.refresh_opportunities import refresh
from keyaccount.actions.shared.cleaning import text
from keyaccount.base.clock import day_of
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say
from keyaccount.facts.deal_editions import edition_of
from keyaccount.playbook.schema_deals import Question
from keyaccount.records.accounts.choices import FACT_SOURCE
from keyaccount.records.deals.choices import ANSWER
from keyaccount.records.deals.models import Answer, Opportunity

_WHY = "the deal was opened for change just above"


@transaction.atomic
def answer_question(
    *,
    by: Principal,
    at: datetime,
    id: UUID | str,
    question: str,
    answer: str,
    evidence: str = "",
    source: str = "",
    person: UUID | str | None = None,
    observed_on: date | None = None,
) -> Answer:
    """The new answer stands, earlier ones are kept. `observed_on`: when we learnt it, today if not said.

    A yes that needs evidence is refused without. No budget parks the deal as its edition says. Raises `Missing`,
    `Refused` or `Invalid`.
    """
    deal: Opportunity = changeable(by, "opportunity", id)
    attachable(by, "answer", deal.pk)
    must_be(deal, "open", "shelved")
    edition = edition_of(deal)
    asked = next((one for one in edition.questions if one.key == question), None)
    problems = _problems(asked, answer, evidence, source)
    if observed_on and observed_on > day_of(at):
        problems.append(Problem("future", say("得知的日期不能晚于今天"), field="observed_on"))
    if asked is None or problems:
        raise Invalid(*problems)
    told_by = found(by, "person", person) if person else None
    rows = everything(Answer, why=_WHY).filter(opportunity=deal, question=question, superseded_at=None)
    rows.update(superseded_at=at)
    row = Answer(
        opportunity=deal,
        question=question,
        answer=answer,
        evidence=text(evidence, limit=4_000, one_line=False).strip(),
        source=source,
        person=told_by,
        observed_on=observed_on or day_of(at),
        created_at=at,
        updated_at=at,
        created_by=by.id,
        updated_by=by.id,
    )
    row.save(force_insert=True)
    tell("answered", deal, by=by, at=at, question=question, answer=answer)
    settle_parking(refresh([deal], at)[deal.pk], by=by, at=at)
    return row


def _problems(asked: Question | None, answer: str, evidence: str, source: str) -> list[Problem]:
    problems = []
    if asked is None:
        problems.append(Problem("choice", say("这个商机的打法里没有这个问题"), field="question"))
    if answer not in ANSWER:
        problems.append(Problem("choice", say("请回答是、否或不清楚"), field="answer"))
    if source and source not in FACT_SOURCE:
        label = policy_of("answer").by_name["source"].label
        problems.append(Problem("choice", say("{label}里没有这一项", label=label), field="source"))
    if asked and asked.evidence and answer == "yes" and not evidence.strip():
        problems.append(Problem("evidence", say("回答“是”要写明依据"), field="evidence"))
    return problems
