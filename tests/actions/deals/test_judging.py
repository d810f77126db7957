"""判断商机：需求、预算、时间、决策流程，每一问都有依据；没有预算就搁置到预算季，到时自己回来。"""

from __future__ import annotations

from datetime import date

import pytest

from keyaccount.actions.deals.answer_question import answer_question
from keyaccount.actions.deals.daily import daily
from keyaccount.actions.deals.shelve_opportunity import shelve_opportunity
from keyaccount.actions.deals.wake_opportunity import wake_opportunity
from keyaccount.base.errors import Invalid, Missing, Refused
from keyaccount.playbook import reader
from keyaccount.queries.deals.deal_room import answer_history, deal_room
from keyaccount.records.deals.models import Answer, Opportunity, Passage
from keyaccount.records.visits.models import Task
from tests.actions.deals.deals import JUDGED, NOW, WHY, answers, deal, later
from tests.cast import Company, account, acting

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 3)


@pytest.fixture
def company() -> Company:
    return Company()


def test_a_new_deal_is_pending_and_says_what_nobody_knows(company: Company) -> None:
    """新商机还没人问过，结论是待定，每个不清楚都是提醒。"""
    by = acting(company.lilei)
    made = deal(by, account("青禾家电", company.lilei))
    assert (made.state, made.stage, made.stage_rank, made.verdict) == ("open", "seek", 1, "pending")
    assert (made.owner_id, made.holder_id) == (company.lilei.pk, company.lilei.pk)
    room = deal_room(by, made.pk, today=TODAY)
    assert {reason.weighs for reason in room.qualification.reasons} == {"warns"}
    assert [passage.kind for passage in room.passages] == ["open"]


def test_answers_with_evidence_make_it_stand(company: Company) -> None:
    by = acting(company.lilei)
    made = deal(by, account("青禾家电", company.lilei))
    answers(by, made, JUDGED)
    made.refresh_from_db()
    assert made.verdict == "standing"
    room = deal_room(by, made.pk, today=TODAY)
    shown = room.answers["budget_clear"]
    assert (shown.answer, shown.evidence, shown.by_name, shown.observed_on) == ("yes", WHY, "李雷", TODAY)
    assert room.chance.percent == made.chance > 20


def test_a_yes_needs_evidence(company: Company) -> None:
    by = acting(company.lilei)
    made = deal(by, account("青禾家电", company.lilei))
    with pytest.raises(Invalid) as bad:
        answer_question(by=by, at=NOW, id=made.pk, question="need_clear", answer="yes")
    assert [p.code for p in bad.value.problems] == ["evidence"]
    assert not Answer.rows.exists()


def test_a_yes_stored_without_evidence_is_never_a_silent_yes(company: Company) -> None:
    by = acting(company.lilei)
    made = deal(by, account("青禾家电", company.lilei))
    answers(by, made, JUDGED)
    Answer.rows.filter(question="budget_clear").update(evidence="")
    assert deal_room(by, made.pk, today=TODAY).facts["answer.budget_clear"] == "unknown"


def test_the_last_answer_stands_and_earlier_ones_are_kept(company: Company) -> None:
    by = acting(company.lilei)
    made = deal(by, account("青禾家电", company.lilei))
    answers(by, made, {"time_plan": "unknown"})
    answers(by, made, {"time_plan": "yes"}, at=later(1))
    assert [one.answer for one in answer_history(by, made.pk, "time_plan")] == ["yes", "unknown"]
    assert deal_room(by, made.pk, today=TODAY).answers["time_plan"].earlier == 1


@pytest.mark.parametrize(
    ("question", "answer", "field"), [("无此问", "yes", "question"), ("need_clear", "maybe", "answer")]
)
def test_wrong_answers_are_refused(company: Company, question: str, answer: str, field: str) -> None:
    by = acting(company.lilei)
    made = deal(by, account("青禾家电", company.lilei))
    with pytest.raises(Invalid) as bad:
        answer_question(by=by, at=NOW, id=made.pk, question=question, answer=answer, evidence=WHY)
    assert field in {p.field for p in bad.value.problems}


def test_others_cannot_answer(company: Company) -> None:
    made = deal(acting(company.lilei), account("青禾家电", company.lilei))
    for member, error in ((company.zhaoqiang, Missing), (company.auditor, Refused)):
        with pytest.raises(error):
            answer_question(by=acting(member), at=NOW, id=made.pk, question="need_clear", answer="no")


def test_no_budget_parks_the_deal_until_the_season_and_it_comes_back_with_its_tasks(company: Company) -> None:
    """「如果客户没有预算，直接视为商机不成立」；到预算季自己回来，带着任务包。"""
    by = acting(company.lilei)
    made = deal(by, account("青禾家电", company.lilei, budget_months=[10, 11]))
    answers(by, made, JUDGED | {"budget_clear": "no"})
    made.refresh_from_db()
    assert (made.verdict, made.state, made.close_reason) == ("not_standing", "shelved", "no_budget")
    assert made.park_until == date(2026, 10, 1)
    assert daily(at=later(30)).woken == 0
    night = daily(at=later(212))
    assert night.woken == 1
    made.refresh_from_db()
    assert (made.state, made.park_until) == ("open", None)
    tasks = Task.rows.filter(opportunity=made, kind="budget")
    assert tasks.count() == len(reader.default().budget_tasks)
    assert all(task.due_on <= date(2026, 11, 30) for task in tasks)
    assert set(tasks.values_list("owner_id", flat=True)) == {company.lilei.pk}
    assert daily(at=later(212)).tasks == 0


def test_the_season_passed_without_a_budget_parks_it_until_the_next(company: Company) -> None:
    """预算季过了还没有预算，商机回去等下一个预算季；人重新启动的，等过了一季再说。"""
    by = acting(company.lilei)
    made = deal(by, account("青禾家电", company.lilei, budget_months=[10, 11]))
    answers(by, made, {"budget_clear": "no"})
    daily(at=later(212))
    assert daily(at=later(230)).parked == 0
    assert daily(at=later(280)).parked == 1
    made.refresh_from_db()
    assert (made.state, made.close_reason, made.park_until) == ("shelved", "no_budget", date(2027, 10, 1))
    wake_opportunity(by=by, at=later(290), id=made.pk)
    assert daily(at=later(291)).parked == 0


def test_budget_tasks_are_in_the_language_of_who_does_them(company: Company) -> None:
    company.lilei.language = "en"
    company.lilei.save()
    made = deal(acting(company.lilei), account("青禾家电", company.lilei, budget_months=[3, 4]))
    answers(acting(company.lilei), made, {"budget_clear": "no"})
    titles = Task.rows.filter(opportunity=made).values_list("title", flat=True)
    assert titles and all(title.isascii() for title in titles)


def test_in_the_season_it_stays_and_gets_its_tasks_at_once(company: Company) -> None:
    by = acting(company.lilei)
    made = deal(by, account("青禾家电", company.lilei, budget_months=[3, 4]))
    answers(by, made, {"budget_clear": "no"})
    made.refresh_from_db()
    assert (made.state, made.verdict) == ("open", "not_standing")
    assert Task.rows.filter(opportunity=made).exists()


def test_a_budget_found_later_wakes_the_deal(company: Company) -> None:
    by = acting(company.lilei)
    made = deal(by, account("青禾家电", company.lilei))
    answers(by, made, {"budget_clear": "no"})
    answers(by, made, {"budget_clear": "yes"}, at=later(3))
    assert Opportunity.rows.get(pk=made.pk).state == "open"
    assert [p.kind for p in Passage.rows.order_by("at", "pk")] == ["open", "shelve", "wake"]


def test_shelved_by_hand_for_a_reason_of_the_playbook(company: Company) -> None:
    by = acting(company.lilei)
    made = deal(by, account("青禾家电", company.lilei))
    with pytest.raises(Invalid):
        shelve_opportunity(by=by, at=NOW, id=made.pk, reason="没有这个原因")
    shelve_opportunity(by=by, at=NOW, id=made.pk, reason="project_paused", until=date(2026, 4, 1))
    daily(at=later(40))
    made.refresh_from_db()
    assert made.state == "open"
    shelve_opportunity(by=by, at=later(41), id=made.pk, reason="other")
    assert wake_opportunity(by=by, at=later(42), id=made.pk).state == "open"


def test_key_accounts_without_a_deal_get_the_pack_too(company: Company) -> None:
    """「每年10月、11月，需要帮助KA客户申请下一年预算」。"""
    tier = next(t for t in reader.default().tiers if t.key_account)
    account("青禾家电", company.lilei, tier=tier.key, budget_months=[10, 11])
    account("小客户", company.lilei, budget_months=[10, 11])
    assert daily(at=NOW).tasks == 0
    assert daily(at=later(212)).tasks == len(reader.default().budget_tasks)
    assert set(Task.rows.values_list("account__name", flat=True)) == {"青禾家电"}
