"""Whom to develop: heads of technical and business departments who sway the decision or can veto it, not the top (INS-2).

Seed: 客户的老总不是我们的目标，技术部门的负责人、业务部门的负责人才是我们的目标；往往没有直接决策权，但能影响决策人，或者一票否决。
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from keyaccount.access import Principal, everything, opened
from keyaccount.base.language import Say, say
from keyaccount.records.accounts.models import Account
from keyaccount.records.deals.models import StakeholderValue
from keyaccount.records.people.choices import FUNCTION
from keyaccount.records.people.models import Post

_WHY = "cards that were opened for the reader just above"
_ASKED = ("power", "veto", "stance")
SWAY = 3
MOST = 8


@dataclass(frozen=True)
class Suggestion:
    """Somebody worth developing, and why; where the map says nothing of their sway, to ask of it first."""

    person: UUID
    name: str
    title: str
    unit: str
    reasons: tuple[Say, ...]


def whom_to_develop(by: Principal, account: Account) -> list[Suggestion]:
    """The best first. The account was opened for the reader; whom they keep already is left out, whom others keep is not."""
    posts = (
        opened(by, "post")
        .filter(account=account, ended_on=None, person__archived_at=None, unit__function__in=("technical", "using"))
        .exclude(rank="chief")
        .select_related("person", "unit")
        .order_by("person__name_sort", "pk")
    )  # fmt: skip
    mine = set(opened(by, "insider").values_list("person_id", flat=True))
    seen = set(opened(by, "person").filter(posts__account=account).values_list("pk", flat=True))
    said = _said(by, account)
    ranked = []
    for post in posts:
        if post.person_id in mine or post.person_id not in seen:
            continue
        told = said.get(post.person_id, {})
        power, veto = told.get("power") or 0, bool(told.get("veto"))
        if (post.rank == "head" or power >= SWAY or veto) and told.get("stance") != "strong_oppose":
            ranked.append(((not veto, -power, post.rank != "head"), _suggestion(post, power, veto)))
    return [one for _, one in sorted(ranked, key=lambda pair: pair[0])][:MOST]


def _suggestion(post: Post, power: int, veto: bool) -> Suggestion:
    unit: Any = post.unit
    head = say("{function}的负责人", function=FUNCTION[unit.function])
    reasons = [head if post.rank == "head" else say("在{function}", function=FUNCTION[unit.function])]
    if veto:
        reasons.append(say("有一票否决权"))
    if power >= SWAY:
        reasons.append(say("能影响决策，影响力 {power}/5", power=power))
    if not (veto or power):
        reasons.append(say("影响力还不清楚，先问清他说话算不算数"))
    return Suggestion(post.person_id, post.person.name, post.title, unit.name, tuple(reasons))


def _said(by: Principal, account: Account) -> dict[UUID, dict[str, Any]]:
    """{person: the strongest of what stands on any map of the customer the reader sees}."""
    cards = opened(by, "stakeholder").filter(account=account, removed_at=None, person__isnull=False)
    people = dict(cards.values_list("pk", "person_id"))
    rows = everything(StakeholderValue, why=_WHY).filter(
        stakeholder__in=list(people), attribute__in=_ASKED, superseded_at=None, rival=None
    )
    found: dict[UUID, dict[str, Any]] = {}
    for card, attribute, value in rows.order_by("at").values_list("stakeholder_id", "attribute", "value"):
        told = found.setdefault(people[card], {})
        stronger = attribute != "power" or (value or 0) > (told.get("power") or 0)
        if stronger and not (attribute == "veto" and told.get("veto")):
            told[attribute] = value
    return found
