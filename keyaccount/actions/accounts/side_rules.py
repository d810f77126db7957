"""What seats, shares, monthly results and addresses add to the shared mechanics: one of each, and how the journal calls them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from keyaccount.access import everything
from keyaccount.actions.shared import rules
from keyaccount.actions.shared.changing import Change, Rules
from keyaccount.base import regions
from keyaccount.base.clock import day_of
from keyaccount.base.errors import Problem
from keyaccount.base.language import say
from keyaccount.records.accounts.models import Address, MonthlyResult, Share, TeamSeat
from keyaccount.records.org.models import Department, Member, Team

MOST_DAYS = 90
_WHY = "the account was opened for change; what stands only once must count all rows"


def prepare_seat(change: Change) -> list[Problem]:
    """A colleague has one seat on an account, and an end that is not past."""
    row: TeamSeat = change.row
    others = everything(TeamSeat, why=_WHY).filter(
        account=change.after("account"), member=change.after("member")
    )
    problems = []
    if others.exclude(pk=row.pk).exists():
        problems.append(Problem("taken", say("这位同事已经在客户团队里"), field="member"))
    until = change.after("until")
    if "until" in change.values and until and until < day_of(change.at):
        problems.append(Problem("past", say("有效期不能早于今天"), field="until"))
    return problems


def prepare_share(change: Change) -> list[Problem]:
    """Shown to exactly one member, department or team, for at most `MOST_DAYS` days."""
    given = [change.after(name) for name in ("member", "department", "team")]
    problems = []
    if sum(value is not None for value in given) != 1:
        problems.append(Problem("one_target", say("请在成员、部门、团队里选一个"), field="member"))
    until, today = change.after("until"), day_of(change.at)
    if until and not today <= until <= today + timedelta(days=MOST_DAYS):
        problems.append(
            Problem("range", say("有效期从今天起最多 {n} 天，到期可以续", n=MOST_DAYS), field="until")
        )
    return problems


def prepare_result(change: Change) -> list[Problem]:
    """One figure a month and currency, dated to the first of the month."""
    row: MonthlyResult = change.row
    month = change.after("month")
    if month is None:
        return []
    change.values["month"] = month = month.replace(day=1)
    currency = change.after("currency") or "CNY"
    change.values["currency"] = currency.upper()
    same = everything(MonthlyResult, why=_WHY).filter(
        account=change.after("account"), month=month, currency=currency.upper()
    )
    if same.exclude(pk=row.pk).exists():
        return [Problem("taken", say("这个月已经登记过，请修改原来的记录"), field="month")]
    return []


def _target(share: Share) -> str:
    for model, key in ((Member, share.member_id), (Department, share.department_id), (Team, share.team_id)):
        if key:
            name = everything(model, why=_WHY).filter(pk=key).values_list("name", flat=True).first()
            return str(name or "")
    return ""


def _where(address: Address) -> str:
    return " ".join([*(name for _, name in regions.path(address.region)), address.street]).strip()


def _member(seat: TeamSeat) -> Any:
    return everything(Member, why=_WHY).filter(pk=seat.member_id).values_list("name", flat=True).first() or ""


rules.add("team_seat", Rules(prepare=prepare_seat, label=_member))
rules.add("share", Rules(prepare=prepare_share, label=_target))
rules.add("result", Rules(prepare=prepare_result, label=lambda result: f"{result.month:%Y-%m}"))
rules.add("address", Rules(label=_where))
