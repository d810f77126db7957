"""One insider's page, for who is named: tests, needs, plan, readers, log, and the reason kit of that person (INS-1..3, INT-3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from keyaccount.access import Principal, everything, found, opened
from keyaccount.base.language import Say, say
from keyaccount.facts.editions import edition_in_force
from keyaccount.facts.insiders import silent_days, state_now
from keyaccount.playbook.insider_tests import wanting
from keyaccount.playbook.schema import Edition
from keyaccount.records.org.models import Member
from keyaccount.records.people.choices import INSIDER_STATE, INSIDER_TEST
from keyaccount.records.people.models import (
    Insider,
    InsiderLog,
    InsiderNeed,
    InsiderStep,
    InsiderTest,
)

_WHY = "an insider that was opened for who is named"
LOGGED = 50
_SAID: dict[str, Say] = {
    "begun": say("登记了这位人选"),
    "edited": say("修改了记录"),
    "opened": say("查看了这一页"),
    "named": say("让{member}知情"),
    "dropped": say("取消了{member}的知情权"),
    "tested": say("记下检验“{test}”"),
    "untested": say("撤回了检验“{test}”"),
    "state": say("状态改为“{state}”"),
    "planned": say("写下一步计划"),
    "stepped": say("完成了一步计划"),
    "step_removed": say("删去一步计划"),
    "needs": say("记下一项需求"),
    "served": say("办到了一项需求"),
    "need_removed": say("删去一项需求"),
    "heard": say("有了新消息（{on}）"),
    "handed": say("交给{member}负责"),
    "moved": say("随客户合并，改挂到合并后的客户"),
    "moved_back": say("客户合并撤销，改挂回原来的客户"),
}


@dataclass(frozen=True)
class Line:
    """One line of the record's own log."""

    at: datetime
    kind: str
    by: str
    text: Say


@dataclass(frozen=True)
class InsiderShown:
    """Everything of one insider. `mine`: the reader owns it; `orphaned`: its owner left, and anybody named may hand it on."""

    row: Insider
    account: str
    person: str
    owner: str
    mine: bool
    orphaned: bool
    state: str
    silent: int | None
    wanting: tuple[str, ...]
    tests: list[InsiderTest]
    needs: list[InsiderNeed]
    steps: list[InsiderStep]
    readers: list[tuple[UUID, str]]
    log: list[Line]
    reasons: list[Any]
    edition: Edition


def show_insider(by: Principal, id: UUID | str, today: date) -> InsiderShown:
    """Raises `Missing` for whoever is not named."""
    row: Insider = found(by, "insider", id, related=("owner",))
    edition = edition_in_force()
    tests = list(opened(by, "insider_test").filter(insider=row).order_by("-observed_on", "-pk"))
    named = opened(by, "insider_reader").filter(insider=row).select_related("member")
    return InsiderShown(
        row=row,
        account=_name(by, "account", row.account_id),
        person=_name(by, "person", row.person_id),
        owner=row.owner.name,
        mine=row.owner_id == by.id,
        orphaned=not row.owner.is_active,
        state=state_now(row, today, edition.power.silent_days),
        silent=silent_days(row, today),
        wanting=tuple(wanting(test.kind for test in tests)),
        tests=tests,
        needs=list(opened(by, "insider_need").filter(insider=row).order_by("done_on", "pk")),
        steps=list(opened(by, "insider_step").filter(insider=row).order_by("due_on", "pk")),
        readers=[(one.member_id, one.member.name) for one in named.order_by("member__name", "pk")],
        log=_log(row),
        reasons=_reasons(by, row),
        edition=edition,
    )


def _name(by: Principal, entity: str, id: UUID | None) -> str:
    """Empty where the reader does not see it."""
    return opened(by, entity, archived=True).filter(pk=id).values_list("name", flat=True).first() or ""


def _reasons(by: Principal, row: Insider) -> list[Any]:
    """Reasons to choose us that this person can use inside, of deals the reader sees."""
    rows = (
        opened(by, "reason")
        .filter(person_id=row.person_id, person__isnull=False)
        .select_related("opportunity")
    )
    return list(rows.order_by("-created_at", "-pk"))


def _log(row: Insider) -> list[Line]:
    lines = list(everything(InsiderLog, why=_WHY).filter(insider=row).order_by("-at", "-pk")[:LOGGED])
    ids = {line.by for line in lines if line.by} | {
        UUID(line.data["member"]) for line in lines if line.data.get("member")
    }
    names = _members(ids)
    return [
        Line(line.at, line.kind, names.get(line.by, ""), Say(_SAID[line.kind].msgid, _told(line.data, names)))
        for line in lines
    ]


def _members(ids: Iterable[UUID]) -> dict[UUID | None, str]:
    return dict(everything(Member, why=_WHY).filter(pk__in=list(ids)).values_list("pk", "name"))


def _told(data: dict[str, str], names: dict[UUID | None, str]) -> dict[str, Any]:
    told: dict[str, Any] = dict(data)
    if "member" in data:
        told["member"] = names.get(UUID(data["member"]), "")
    if "test" in data:
        told["test"] = INSIDER_TEST.get(data["test"], data["test"])
    if "state" in data:
        told["state"] = INSIDER_STATE.get(data["state"], data["state"])
    return told


def deals_of(by: Principal, id: UUID | str) -> list[tuple[UUID, str]]:
    """Open deals of the insider's customer that the reader sees. Raises `Missing` for whoever is not named."""
    row: Insider = found(by, "insider", id)
    rows = opened(by, "opportunity").filter(account_id=row.account_id, state="open")
    return list(rows.order_by("name", "pk").values_list("pk", "name"))
