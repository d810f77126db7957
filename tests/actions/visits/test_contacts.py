"""联系记录：记一次联系，客户和联系人算跟进，商机知道最近联系，下一步成为任务 (CON-1, ACC-5)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from keyaccount.actions.records.archive_record import archive_record
from keyaccount.actions.records.create_record import create_record
from keyaccount.actions.records.edit_record import edit_record
from keyaccount.actions.visits.finish_task import finish_task
from keyaccount.actions.visits.log_contact import log_contact
from keyaccount.actions.visits.reopen_task import reopen_task
from keyaccount.base import clock
from keyaccount.base.errors import Invalid, Missing, Refused
from keyaccount.records.accounts.models import Account
from keyaccount.records.deals.models import Opportunity
from keyaccount.records.journal.models import Entry
from keyaccount.records.org.models import Member
from keyaccount.records.people.models import Person
from keyaccount.records.visits.models import Contact, ContactMember, Task
from tests.cast import acting
from tests.interfaces.web.deals_world import Deals

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Deals:
    return Deals()


def logged(world: Deals, who: Member | None = None, **more: Any) -> Contact:
    raw = {"account": str(world.bank_account.pk), "channel": "call", "text": "下周二见王总"}
    kept = {key: more.pop(key) for key in ("persons", "members", "next_step") if key in more}
    return log_contact(by=acting(who or world.lilei), at=clock.now(), raw={**raw, **more}, **kept)


def test_a_contact_is_a_follow_up_of_customer_and_person_and_the_deal_knows_it(world: Deals) -> None:
    logged(world, opportunity=str(world.deal.pk), persons=[str(world.person.pk)])
    contact = Contact.rows.get()
    assert Account.rows.get(pk=world.bank_account.pk).followed_at == contact.happened_at
    assert Person.rows.get(pk=world.person.pk).followed_at == contact.happened_at
    assert Opportunity.rows.get(pk=world.deal.pk).contacted_at == contact.happened_at
    assert contact.owner == world.lilei and ContactMember.rows.get().member == world.lilei


def test_the_next_step_is_a_task_made_with_it(world: Deals) -> None:
    day = clock.day_of(clock.now()) + timedelta(days=5)
    step = {"title": "送方案初稿", "due_on": day.isoformat(), "owner": ""}
    contact = logged(world, opportunity=str(world.deal.pk), next_step=step)
    task = Task.rows.get()
    assert (task.title, task.due_on, task.owner) == ("送方案初稿", day, world.lilei)
    assert (task.account, task.opportunity, task.contact) == (world.bank_account, world.deal, contact)
    assert task.department == world.lilei.department


def test_a_next_step_without_a_day_is_told_at_its_field_and_nothing_is_stored(world: Deals) -> None:
    with pytest.raises(Invalid) as told:
        logged(world, next_step={"title": "送方案初稿", "due_on": "", "owner": ""})
    assert [p.field for p in told.value.problems] == ["next_due_on"]
    assert not Contact.rows.exists() and not Task.rows.exists()


def test_an_empty_next_step_makes_no_task(world: Deals) -> None:
    logged(world, next_step={"title": "", "due_on": "", "owner": ""})
    assert Contact.rows.exists() and not Task.rows.exists()


def test_what_has_not_happened_yet_is_no_contact(world: Deals) -> None:
    with pytest.raises(Invalid) as told:
        logged(world, happened_at=(clock.now() + timedelta(days=1)).isoformat())
    assert told.value.problems[0].field == "happened_at"


def test_an_old_contact_moves_nothing_back(world: Deals) -> None:
    before = Account.rows.get(pk=world.bank_account.pk).followed_at
    logged(world, happened_at=(clock.now() - timedelta(days=90)).isoformat())
    assert Account.rows.get(pk=world.bank_account.pk).followed_at == before


def test_deal_and_persons_are_of_the_customer(world: Deals) -> None:
    mine = Deals.begun(world.lilei, world.made(world.lilei, "东海证券股份有限公司"), "投顾外呼")
    with pytest.raises(Invalid) as told:
        logged(world, opportunity=str(mine.pk))
    assert told.value.problems[0].field == "opportunity"
    with pytest.raises(Invalid) as told:
        logged(world, account=str(mine.account_id), persons=[str(world.person.pk)])
    assert told.value.problems[0].field == "persons"


def test_who_does_not_see_the_customer_cannot_log_and_who_may_only_read_is_refused(world: Deals) -> None:
    with pytest.raises((Missing, Invalid)):
        logged(world, who=world.zhaoqiang)
    with pytest.raises(Refused):
        logged(world, who=world.auditor)


def test_taking_a_contact_from_a_deal_takes_its_last_contact_too(world: Deals) -> None:
    contact = logged(world, opportunity=str(world.deal.pk))
    raw = {"opportunity": ""}
    edit_record(by=acting(world.lilei), at=clock.now(), entity="contact", id=contact.pk, raw=raw, version=1)
    assert Opportunity.rows.get(pk=world.deal.pk).contacted_at is None


def test_an_archived_contact_counts_no_more(world: Deals) -> None:
    contact = logged(world, opportunity=str(world.deal.pk))
    archive_record(by=acting(world.lilei), at=clock.now(), entity="contact", id=contact.pk)
    assert Opportunity.rows.get(pk=world.deal.pk).contacted_at is None


def test_a_task_is_finished_once_and_can_be_opened_again(world: Deals) -> None:
    raw = {"title": "寄样品", "due_on": "2026-04-01", "opportunity": str(world.deal.pk)}
    by = acting(world.lilei)
    task = create_record(by=by, at=clock.now(), entity="task", raw=raw)
    assert task.owner == world.lilei and task.account_id == world.bank_account.pk
    first = finish_task(by=by, at=clock.now(), id=task.pk).done_at
    assert finish_task(by=by, at=clock.now(), id=task.pk).done_at == first
    assert reopen_task(by=by, at=clock.now(), id=task.pk).done_at is None
    kinds = Entry.rows.filter(object_id=task.pk).order_by("id").values_list("kind", flat=True)
    assert list(kinds) == ["task.created", "task.finished", "task.reopened"]


def test_a_colleagues_task_is_theirs(world: Deals) -> None:
    raw = {"title": "寄样品", "due_on": "2026-04-01", "account": str(world.bank_account.pk)}
    task = create_record(by=acting(world.lilei), at=clock.now(), entity="task", raw=raw)
    with pytest.raises(Missing):
        finish_task(by=acting(world.zhaoqiang), at=clock.now(), id=task.pk)
