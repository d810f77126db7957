"""A small company with one customer and ways to bring a deal as far as a test needs it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from keyaccount.access import Principal
from keyaccount.actions.deals.answer_question import answer_question
from keyaccount.actions.deals.create_opportunity import create_opportunity
from keyaccount.base.ids import new_id
from keyaccount.records.accounts.models import Account
from keyaccount.records.contracts.models import Contract
from keyaccount.records.deals.models import Opportunity, Waiver
from keyaccount.records.people.models import CustomerUnit, Person, Post
from keyaccount.records.visits.models import Contact, ContactPerson
from tests.cast import NOW, acting

WHY = "会议纪要第 2 页"
JUDGED = dict.fromkeys(
    "need_clear need_documented need_executives need_technical need_business need_in_scope budget_clear "
    "budget_fits_need budget_fits_price time_plan time_urgent process_known process_keypeople process_payment".split(),
    "yes",
)


def stamped(**more: Any) -> dict[str, Any]:
    return {"id": new_id(), "created_at": NOW, "updated_at": NOW, **more}


def deal(
    by: Principal, customer: Account, name: str = "智慧园区一期", *, at: datetime = NOW, **more: Any
) -> Opportunity:
    return create_opportunity(by=by, at=at, raw={"account": str(customer.pk), "name": name, **more})


def answers(by: Principal, one: Opportunity, given: dict[str, str], *, at: datetime = NOW) -> None:
    for question, answer in given.items():
        answer_question(by=by, at=at, id=one.pk, question=question, answer=answer, evidence=WHY)


def person(customer: Account, name: str, function: str = "using") -> Person:
    unit = CustomerUnit.rows.create(**stamped(account=customer, name=name + "的部门", function=function))
    made = Person.rows.create(
        **stamped(
            account=customer,
            name=name,
            name_sort=name,
            owner_id=customer.owner_id,
            department_id=customer.department_id,
        )
    )
    Post.rows.create(
        **stamped(
            person=made,
            account=customer,
            unit=unit,
            owner_id=customer.owner_id,
            department_id=customer.department_id,
        )
    )
    return made


def met(one: Opportunity, *people: Person, at: datetime = NOW, channel: str = "meeting") -> Contact:
    made = Contact.rows.create(
        **stamped(
            account=one.account,
            opportunity=one,
            channel=channel,
            happened_at=at,
            text="谈了需求",
            owner=one.owner,
        )
    )
    for who in people:
        ContactPerson.rows.create(**stamped(contact=made, person=who))
    return made


def contract(
    one: Opportunity, amount: int, *, received: int = 0, state: str = "signed", **more: Any
) -> Contract:
    return Contract.rows.create(
        **stamped(
            account=one.account,
            opportunity=one,
            owner=one.owner,
            department=one.department,
            holder_id=one.holder_id,
            holder_department_id=one.holder_department_id,
            number=f"HT-{Contract.rows.count() + 1}",
            title="合同",
            amount=amount,
            received=received,
            state=state,
            **more,
        )
    )


def in_stage(one: Opportunity, stage: str, rank: int) -> Opportunity:
    """Put there past the gates, for tests of what happens from there on."""
    Opportunity.rows.filter(pk=one.pk).update(stage=stage, stage_rank=rank)
    return Opportunity.rows.get(pk=one.pk)


def waive_all(one: Opportunity, items: list[str]) -> None:
    for item in items:
        Waiver.rows.create(**stamped(opportunity=one, stage=one.stage, item=item, reason="测试"))


def later(days: int) -> datetime:
    return NOW + timedelta(days=days)


__all__ = [
    "JUDGED",
    "NOW",
    "WHY",
    "acting",
    "answers",
    "contract",
    "deal",
    "in_stage",
    "later",
    "met",
    "person",
    "stamped",
    "waive_all",
]
