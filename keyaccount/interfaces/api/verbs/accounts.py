"""Verbs on accounts: who holds them, what tier they are, which are one and the same."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from pydantic import Field as Spec
from pydantic import StringConstraints

from keyaccount.access import Principal
from keyaccount.actions.accounts.claim_account import claim_account
from keyaccount.actions.accounts.judge_account import judge_account
from keyaccount.actions.accounts.merge_accounts import merge_accounts
from keyaccount.actions.accounts.release_accounts import release_accounts
from keyaccount.actions.accounts.transfer_accounts import transfer_accounts
from keyaccount.actions.accounts.undo_merge import undo_merge
from keyaccount.actions.records.archive_record import archive_record
from keyaccount.base import clock
from keyaccount.base.errors import Missing
from keyaccount.base.language import say
from keyaccount.interfaces.api import answers, shapes
from keyaccount.interfaces.api.operations import operation
from keyaccount.interfaces.api.shapes import Shape, described
from keyaccount.queries.records.show_record import show_record

Line = Annotated[str, StringConstraints(strict=True, max_length=300)]
ONE = "/accounts/{uuid:id}"


class Because(Shape):
    reason: Annotated[Line, StringConstraints(min_length=1, max_length=200)] = Spec(
        json_schema_extra=described(say("原因"))
    )


class Receiver(Shape):
    to: UUID = Spec(json_schema_extra=described(say("交给哪位成员")))
    reason: Annotated[Line, StringConstraints(max_length=200)] = Spec(
        "", json_schema_extra=described(say("原因"))
    )


class MergeWith(Shape):
    drop: UUID = Spec(json_schema_extra=described(say("并入本客户的另一客户，合并后归档")))
    take: list[Line] = Spec([], max_length=100, json_schema_extra=described(say("这些字段用另一客户的值")))


class Merged(Shape):
    merge: UUID = Spec(json_schema_extra=described(say("合并的编号，30 天内可用它撤销")))
    account: shapes.one("account")  # type: ignore[valid-type]


class MergeId(Shape):
    merge: UUID = Spec(json_schema_extra=described(say("合并时得到的编号")))


class AnswerGiven(Shape):
    """One criterion answered; `evidence` says from where it is known."""

    value: bool | int | str | None = None
    evidence: Line = ""
    note: Line = ""


class JudgementGiven(Shape):
    answers: dict[Line, AnswerGiven] = Spec({}, json_schema_extra=described(say("逐条判断：标准 → 回答")))
    override: Annotated[Line, StringConstraints(max_length=20)] = Spec(
        "", json_schema_extra=described(say("改判为这个等级"))
    )
    override_reason: Line = Spec("", json_schema_extra=described(say("改判的原因")))


class Reasoned(Shape):
    criterion: str
    road: str
    points: Any
    most: Any


class Judged(Shape):
    id: UUID
    tier: str = Spec(json_schema_extra=described(say("客户等级")))
    computed_tier: str = Spec(json_schema_extra=described(say("按打法算出的等级")))
    reasons: list[Reasoned]
    override_reason: str | None
    edition_number: int
    at: str


def account(request: HttpRequest, by: Principal, id: UUID) -> HttpResponse:
    """The account after the deed; when it has left the actor's sight, its id alone."""
    try:
        return answers.tagged(request, show_record(by, "account", id))
    except Missing:
        return answers.answer({"id": id, "version": 0, "names": {}})


def claim(request: HttpRequest, by: Principal, id: UUID) -> HttpResponse:
    claim_account(by=by, at=clock.now(), id=id)
    return account(request, by, id)


def release(request: HttpRequest, by: Principal, id: UUID, payload: Because) -> HttpResponse:
    release_accounts(by=by, at=clock.now(), ids=[id], reason=payload.reason)
    return account(request, by, id)


def hand_over(request: HttpRequest, by: Principal, id: UUID, payload: Receiver) -> HttpResponse:
    transfer_accounts(by=by, at=clock.now(), ids=[id], to=payload.to, reason=payload.reason)
    return account(request, by, id)


def put_away(request: HttpRequest, by: Principal, id: UUID, *, restore: bool) -> HttpResponse:
    archive_record(by=by, at=clock.now(), entity="account", id=id, restore=restore)
    return account(request, by, id)


def merge(request: HttpRequest, by: Principal, id: UUID, payload: MergeWith) -> HttpResponse:
    made = merge_accounts(by=by, at=clock.now(), keep=id, drop=payload.drop, take=payload.take)
    return answers.answer({"merge": made.pk, "account": answers.record(show_record(by, "account", id))})


def unmerge(request: HttpRequest, by: Principal, id: UUID, payload: MergeId) -> HttpResponse:
    undo_merge(by=by, at=clock.now(), id=payload.merge, into=id)
    return account(request, by, id)


def judge(request: HttpRequest, by: Principal, id: UUID, payload: JudgementGiven) -> HttpResponse:
    given = {key: answer.model_dump() for key, answer in payload.answers.items()}
    made = judge_account(
        by=by,
        at=clock.now(),
        id=id,
        answers=given,
        override=payload.override,
        override_reason=payload.override_reason,
    )
    return answers.answer(judgement(made), status=201)


def judgement(made: Any) -> dict[str, Any]:
    kept = ("id", "tier", "computed_tier", "reasons", "edition_number", "at")
    return {name: getattr(made, name) for name in kept} | {"override_reason": made.override_reason or None}


def register() -> None:
    add = partial(operation, "POST", tag="accounts", answer=shapes.one("account"))
    add(f"{ONE}/claim", claim, id="claim-account", summary=say("从公海领取客户"))
    add(f"{ONE}/release", release, id="release-account", summary=say("把客户退回公海"), body=Because)
    add(f"{ONE}/assign", hand_over, id="assign-account", summary=say("把公海客户分配给成员"), body=Receiver)
    add(
        f"{ONE}/transfer",
        hand_over,
        id="transfer-account",
        summary=say("把客户转给另一位成员"),
        body=Receiver,
    )
    for word, restore, summary in (("archive", False, say("归档客户")), ("restore", True, say("恢复客户"))):
        add(f"{ONE}/{word}", partial(put_away, restore=restore), id=f"{word}-account", summary=summary)
    add(f"{ONE}/unmerge", unmerge, id="unmerge-account", summary=say("撤销合并"), body=MergeId)
    operation(
        "POST",
        f"{ONE}/merge",
        merge,
        id="merge-account",
        tag="accounts",
        summary=say("合并重复的客户"),
        body=MergeWith,
        answer=Merged,
    )
    operation(
        "POST",
        f"{ONE}/judgements",
        judge,
        id="judge-account",
        tag="accounts",
        summary=say("判定是否大客户"),
        help=say("按打法的标准逐条回答，得出等级和理由；改判需要经理以上的权限并写明原因"),
        body=JudgementGiven,
        answer=Judged,
        status=201,
    )
