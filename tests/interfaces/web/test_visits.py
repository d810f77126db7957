"""记一次联系的表单与任务列表：一张表单记完，任务一点就完成 (CON-1)."""

from __future__ import annotations

import pytest

from keyaccount.actions.records.create_record import create_record
from keyaccount.base import clock
from keyaccount.records.visits.models import Contact, ContactPerson, Task
from tests.cast import acting
from tests.interfaces.web.deals_world import Deals
from tests.interfaces.web.page_world import HTMX, browser

pytestmark = pytest.mark.django_db
NEW = "/contacts/new"


@pytest.fixture
def world() -> Deals:
    return Deals()


def typed(world: Deals, **more: str) -> dict[str, str]:
    first = {"account": str(world.bank_account.pk), "channel": "meeting", "text": "王总要看同业案例"}
    return {**first, "happened_at": "", "next_title": "", "next_due_on": "", "next_owner": "", **more}


def test_from_the_deal_the_form_knows_customer_and_deal(world: Deals) -> None:
    page = browser(world.lilei).get(f"{NEW}?opportunity={world.deal.pk}", headers=HTMX).content.decode()
    assert f'name="account" value="{world.bank_account.pk}"' in page
    assert f'name="opportunity" value="{world.deal.pk}"' in page and "下一步做什么" in page


def test_one_form_stores_contact_persons_and_next_step(world: Deals) -> None:
    form = typed(world, persons=str(world.person.pk), next_title="送案例", next_due_on="2026-12-01")
    answer = browser(world.lilei).post(NEW, form, headers=HTMX)
    assert answer.status_code == 204
    assert Contact.rows.get().text == "王总要看同业案例"
    assert ContactPerson.rows.get().person_id == world.person.pk
    assert Task.rows.get().owner == world.lilei


def test_without_script_it_is_a_page_and_leads_to_the_customer(world: Deals) -> None:
    assert "<h1" in browser(world.lilei).get(NEW).content.decode()
    answer = browser(world.lilei).post(NEW, typed(world))
    assert answer.status_code == 302 and str(world.bank_account.pk) in answer["Location"]


def test_a_refusal_keeps_what_was_typed(world: Deals) -> None:
    answer = browser(world.lilei).post(NEW, typed(world, next_title="送案例"), headers=HTMX)
    page = answer.content.decode()
    assert answer.status_code == 422 and "送案例" in page and "王总要看同业案例" in page
    assert 'id="next_due_on-error"' in page and not Contact.rows.exists()


def test_who_may_not_write_down_contacts_gets_no_form(world: Deals) -> None:
    assert browser(world.auditor).get(NEW).status_code == 403


def test_tasks_are_listed_finished_and_opened_again(world: Deals) -> None:
    raw = {"title": "寄样品", "due_on": "2026-01-05", "opportunity": str(world.deal.pk)}
    task = create_record(by=acting(world.lilei), at=clock.now(), entity="task", raw=raw)
    client = browser(world.lilei)
    page = client.get("/tasks/?owner=me&done_at__empty=1").content.decode()
    assert "寄样品" in page and "逾期" in page
    assert client.post(f"/tasks/{task.pk}/finish", headers=HTMX).status_code == 204
    assert "寄样品" not in client.get("/tasks/?owner=me&done_at__empty=1").content.decode()
    assert client.post(f"/tasks/{task.pk}/reopen", headers=HTMX).status_code == 204
    assert client.get(f"/tasks/{task.pk}/")["Location"] == world.place()
    assert "寄样品" not in browser(world.zhaoqiang).get("/tasks/").content.decode()


def test_tasks_stand_on_deal_and_customer_and_are_added_there(world: Deals) -> None:
    client, deal = browser(world.lilei), f"/deals/{world.deal.pk}/"
    raw = {"title": "送同业案例", "due_on": "2026-12-01", "account": str(world.bank_account.pk)}
    answer = client.post("/tasks/add", {**raw, "opportunity": str(world.deal.pk)}, headers=HTMX)
    assert answer.status_code == 204 and Task.rows.get().owner == world.lilei
    for place in (deal, f"/accounts/{world.bank_account.pk}/"):
        page = client.get(place).content.decode()
        assert "送同业案例" in page and f"/tasks/{Task.rows.get().pk}/finish" in page
    client.post(f"/tasks/{Task.rows.get().pk}/finish", headers=HTMX)
    assert "送同业案例" not in client.get(deal).content.decode()


def test_a_task_without_a_day_is_refused(world: Deals) -> None:
    answer = browser(world.lilei).post("/tasks/add", {"title": "送案例", "due_on": ""}, headers=HTMX)
    assert answer.status_code == 422 and not Task.rows.exists()


def test_the_deals_to_pick_from_are_those_of_the_chosen_customer(world: Deals) -> None:
    assert 'near="account"' in browser(world.lilei).get(NEW).content.decode()
