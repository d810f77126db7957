"""The closed lists a playbook may speak of: facts, places a dossier item is read from, kinds of evidence.

Facts are plain values, so that a stored decision can be replayed: bool, int, str; dates as ISO text; money
as an integer in minor units (分) of the edition's currency; None means unknown. Stored rows become facts in
`keyaccount.facts`, never here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from keyaccount.base.errors import Problem
from keyaccount.base.language import Say, say

FactValue = bool | int | str | None
Facts = Mapping[str, FactValue]


class Kind(StrEnum):
    """What a fact's value may be."""

    YES_NO = "yes_no"
    NUMBER = "number"
    MONEY = "money"
    TEXT = "text"
    CHOICE = "choice"
    DATE = "date"


@dataclass(frozen=True)
class Fact:
    """A named fact.

    `choices` closes the values of a choice; a text is open (industries are a list of the company's own).
    """

    key: str
    kind: Kind
    label: Say
    choices: tuple[str, ...] = ()


OWNERSHIPS = (
    "central_soe",
    "state",
    "private",
    "foreign",
    "joint",
    "government",
    "public_institution",
    "military",
    "other",
)
STATUSES = ("prospect", "active", "dormant", "lost")
FUNCTIONS = ("using", "technical", "finance", "executive", "other")
CLASSES = ("C0", "C1", "C2", "C3")  # C4 (insider) is never a dossier item: a secret is a row of its own

FACTS: dict[str, Fact] = {
    fact.key: fact
    for fact in (
        Fact("headcount", Kind.NUMBER, say("员工人数")),
        Fact("seats", Kind.NUMBER, say("坐席量")),
        Fact("annual_revenue", Kind.MONEY, say("年营业收入")),
        Fact("expected_contract", Kind.MONEY, say("预计合同金额")),
        Fact("received_12m", Kind.MONEY, say("近 12 个月回款")),
        Fact("margin_12m", Kind.MONEY, say("近 12 个月毛利")),
        Fact("industry", Kind.TEXT, say("行业")),
        Fact("region", Kind.TEXT, say("地区")),
        Fact("ownership", Kind.CHOICE, say("企业性质"), OWNERSHIPS),
        Fact("status", Kind.CHOICE, say("客户状态"), STATUSES),
        Fact("group_size", Kind.NUMBER, say("集团内的公司数")),
        Fact("is_listed", Kind.YES_NO, say("是否上市")),
        Fact("founded_year", Kind.NUMBER, say("成立年份")),
    )
}

# Where a dossier item is read from: "fact" is a statement somebody recorded, the rest is worked out from
# stored rows.
SOURCES: dict[str, Say] = {
    "fact": say("记下的一条档案事实"),
    "account.industry": say("客户资料：行业"),
    "account.ownership": say("客户资料：企业性质"),
    "account.region": say("客户资料：地区"),
    "account.headcount": say("客户资料：员工人数"),
    "account.seats": say("客户资料：坐席量"),
    "account.revenue": say("客户资料：年营业收入"),
    "account.business": say("客户资料：业务情况"),
    "account.website": say("客户资料：网址"),
    "account.credit_code": say("客户资料：统一社会信用代码"),
    "account.parent": say("客户资料：所属集团"),
    "account.budget_months": say("客户资料：预算季"),
    "person.family": say("关键人资料：家庭"),
    "person.home_town": say("关键人资料：家乡"),
    "person.school": say("关键人资料：毕业学校"),
    "person.hobbies": say("关键人资料：爱好"),
    "person.goals": say("关键人资料：发展目标"),
    "person.ambitions": say("关键人资料：志向"),
    "computed.organisation": say("使用、技术、财务三类部门都已建在组织架构里"),
    "computed.key_persons": say("至少有一位在任的关键人"),
    "computed.key_person_channels": say("每位在任的关键人都有手机、电话、邮箱或微信"),
    "computed.key_person_posts": say("每位在任的关键人都有部门和职级"),
}

# How a statement came to us. "unstated": there is a value, but nobody said where it came from.
EVIDENCE: dict[str, Say] = {
    "customer": say("客户亲口"),
    "document": say("书面材料"),
    "public": say("公开信息"),
    "observation": say("现场观察"),
    "colleague": say("同事提供"),
    "inference": say("推断"),
    "unstated": say("没有写明来源"),
}


def fits(fact: Fact, value: object) -> bool:
    """Whether a known value is of the fact's kind (a bool is no number, a number is no text)."""
    if fact.kind is Kind.YES_NO:
        return isinstance(value, bool)
    if fact.kind in (Kind.NUMBER, Kind.MONEY):
        return isinstance(value, int) and not isinstance(value, bool)
    if not isinstance(value, str):
        return False
    if fact.kind is Kind.CHOICE:
        return value in fact.choices
    return fact.kind is Kind.TEXT or _is_date(value)


def check_facts(facts: Facts) -> list[Problem]:
    """Refuses names outside the list and values that could not be replayed (floats, decimals, datetimes)."""
    problems = []
    for key, value in facts.items():
        if key not in FACTS:
            problems.append(Problem("unknown-fact", say("没有叫“{key}”的事实", key=key), field=key))
        elif value is not None and not fits(FACTS[key], value):
            problems.append(Problem("wrong-kind", say("“{fact}”的值不对", fact=FACTS[key].label), field=key))
    return problems


def _is_date(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
