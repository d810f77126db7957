"""商机上发生的事，在客户的时间线里都有一句话。"""

from __future__ import annotations

import pytest

from keyaccount.actions.deals.advance_stage import advance_stage
from keyaccount.actions.deals.daily import daily
from keyaccount.actions.deals.lose_opportunity import lose_opportunity
from keyaccount.actions.deals.waive_item import waive_item
from keyaccount.queries.accounts.timeline import account_timeline
from tests.actions.deals.deals import NOW, answers, deal, later
from tests.cast import Company, account, acting


@pytest.mark.django_db
def test_the_timeline_tells_the_story_of_a_deal() -> None:
    company = Company()
    by, boss = acting(company.lilei), acting(company.hanmei)
    customer = account("青禾家电", company.lilei, budget_months=[10, 11])
    made = deal(by, customer)
    for item in ("contact_made", "originator_known", "reason_known"):
        waive_item(by=boss, at=NOW, id=made.pk, item=item, reason="总部统一部署")
    advance_stage(by=by, at=later(1), id=made.pk)
    answers(by, made, {"budget_clear": "no"}, at=later(2))
    daily(at=later(212))
    lose_opportunity(by=by, at=later(213), id=made.pk, reason="price")
    told = {str(one.sentence) for one in account_timeline(by, customer.pk, limit=100).happenings}
    for sentence in (
        "李雷 新建了商机 智慧园区一期",
        "李雷 把 智慧园区一期 推进到判断商机",
        "智慧园区一期 判断为不成立",
        "智慧园区一期 没有预算，搁置到 2026-10-01",
        "智慧园区一期 重新启动",
        "李雷 把 智慧园区一期 记为输单",
    ):
        assert sentence in told, told
