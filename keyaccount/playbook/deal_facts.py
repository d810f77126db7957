"""The closed lists a playbook may speak of where it speaks of deals: facts, and places where something is closed.

Kinds are those of `facts`: counts are numbers, days are calendar days, money is in minor units; None is unknown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from keyaccount.base.language import Say, say
from keyaccount.playbook.answers import ANSWERS
from keyaccount.playbook.facts import Fact, Kind
from keyaccount.playbook.schema_deals import Question

VERDICTS = ("standing", "pending", "not_standing")

# Where a condition is closed: a part of the deal's page, or of what belongs to it.
PLACES: dict[str, Say] = {
    "deal": say("商机资料"),
    "judgement": say("商机判断"),
    "budget": say("客户的预算"),
    "needs": say("需求"),
    "contacts": say("跟进记录"),
    "people": say("客户的人和部门"),
    "team": say("我方团队"),
    "proposals": say("方案"),
    "quotes": say("报价"),
    "points": say("谈判要点"),
    "contract": say("合同"),
    "signing_route": say("客户的签订流程"),
    "payment_route": say("客户的付款流程"),
    "instalments": say("回款计划"),
    "invoices": say("发票"),
    "receipts": say("到账"),
    "map": say("关系地图"),
    "route": say("客户的决策流程"),
    "intelligence": say("情报"),
    "insiders": say("内线"),
}

_YES_NO, _NUMBER = Kind.YES_NO, Kind.NUMBER
DEAL_FACTS: dict[str, Fact] = {
    fact.key: fact
    for fact in (
        Fact("verdict", Kind.CHOICE, say("判断结论"), VERDICTS),
        Fact("amount", Kind.MONEY, say("商机金额")),
        Fact("amount_known", _YES_NO, say("填了商机金额")),
        Fact("expected_sign_known", _YES_NO, say("填了预计签订日期")),
        Fact("originator_known", _YES_NO, say("知道谁发起的项目")),
        Fact("reason_known", _YES_NO, say("知道为什么发起项目")),
        Fact("team_count", _NUMBER, say("我方团队人数")),
        Fact("needs_count", _NUMBER, say("记下的需求条数")),
        Fact("needs_unscoped", _NUMBER, say("还没做范围确认的需求条数")),
        Fact("needs_gaps_open", _NUMBER, say("超出范围又没有办法补上的需求条数")),
        Fact("contacts_count", _NUMBER, say("跟进次数")),
        Fact("days_since_contact", _NUMBER, say("距上次跟进的天数")),
        Fact("people_met", _NUMBER, say("见过的客户人数")),
        Fact("functions_met", _NUMBER, say("见过几类部门的人（使用、技术、财务、高层）")),
        Fact("using_met", _YES_NO, say("见过使用部门的人")),
        Fact("technical_met", _YES_NO, say("见过技术部门的人")),
        Fact("finance_met", _YES_NO, say("见过财务或采购的人")),
        Fact("executive_met", _YES_NO, say("见过高层")),
        Fact("proposals_count", _NUMBER, say("方案份数")),
        Fact("proposal_reviewed", _YES_NO, say("方案经过内部评审")),
        Fact("proposal_presented", _YES_NO, say("方案向客户讲过")),
        Fact("proposal_feedback", _YES_NO, say("记下了客户对方案的意见")),
        Fact("proposal_confirmed", _YES_NO, say("客户确认了方案")),
        Fact("quote_count", _NUMBER, say("报价份数")),
        Fact("quote_approved", _YES_NO, say("有批准过的报价")),
        Fact("points_count", _NUMBER, say("谈判要点条数")),
        Fact("points_open", _NUMBER, say("还在谈的要点条数")),
        Fact("points_beyond_limit_open", _NUMBER, say("超出底线又没批准的要点条数")),
        Fact("contract_exists", _YES_NO, say("建了合同")),
        Fact("contract_route_known", _YES_NO, say("写明了客户的签订流程")),
        Fact("contract_route_open", _NUMBER, say("签订流程没走完的步数")),
        Fact("contract_signed", _YES_NO, say("合同已签订")),
        Fact("signed_copy", _YES_NO, say("存了签字盖章的合同")),
        Fact("instalments_planned", _YES_NO, say("排了回款计划")),
        Fact("instalments_sum_matches", _YES_NO, say("回款计划合计等于合同金额")),
        Fact("payment_route_known", _YES_NO, say("写明了客户的付款流程")),
        Fact("invoices_open", _NUMBER, say("还没送到客户手里的发票张数")),
        Fact("received_all", _YES_NO, say("款项全部到账")),
        Fact("received_share", _NUMBER, say("已到账的百分比")),
        Fact("overdue_days", _NUMBER, say("最久一笔逾期的天数")),
        Fact("days_in_stage", _NUMBER, say("在这个阶段的天数")),
        Fact("days_open", _NUMBER, say("商机建立以来的天数")),
    )
}


def deal_facts(questions: Iterable[Question]) -> dict[str, Fact]:
    """DEAL_FACTS and one fact `answer.<question>` for each question: yes, no or unknown."""
    blank = Fact("", Kind.CHOICE, say("判断"), ANSWERS)
    answers = (
        replace(blank, key=f"answer.{q.key}", label=say("判断：{question}", question=q.label))
        for q in questions
    )
    return {**DEAL_FACTS, **{fact.key: fact for fact in answers}}
