"""What the map's island asks for, one thing at a time: JSON in, and the thing that undoes it back (PPL-5)."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from keyaccount.access import Principal, found
from keyaccount.base import clock
from keyaccount.base.errors import Invalid, KeyAccountError, Missing, Problem
from keyaccount.base.language import say
from keyaccount.interfaces.web.pages import STATUS, done
from keyaccount.interfaces.web.power import cards, lines
from keyaccount.interfaces.web.power.asking import Ask, Undo

OPS: dict[str, Callable[[Ask], Undo]] = {
    "set": cards.set_,
    "undo": cards.undo,
    "add": cards.add,
    "place": cards.place,
    "placeholder": cards.placeholder,
    "identify": cards.identify,
    "remove": cards.remove,
    "restore": cards.restore,
    "manager": lines.manager,
    "unit": lines.unit,
    "tie": lines.tie,
    "cut": lines.cut,
    "own": lines.own,
    "own_end": lines.own_end,
}


@require_POST
def again(request: HttpRequest, id: UUID, kind: str) -> HttpResponse:
    """Undo from the toast of the outline: the operation that undoes stands in the address."""
    perform(asked(request, kind, id, json.loads(request.GET["op"])))
    return done(say("已撤回"), reload="#main")


@require_POST
def do(request: HttpRequest, id: UUID, kind: str) -> JsonResponse:
    """200 with `undo`, or the error's status with what is wrong."""
    try:
        body = json.loads(request.body)
        if not isinstance(body, dict) or body.get("op") not in OPS:
            raise ValueError
    except ValueError:
        return _told(Invalid(Problem("op", say("看不懂这个操作，请刷新页面后再试"))))
    try:
        return JsonResponse({"undo": perform(asked(request, kind, id, body))})
    except KeyAccountError as error:
        return _told(error)


def asked(request: HttpRequest, kind: str, id: UUID, body: dict[str, Any]) -> Ask:
    """The operation with its map; `Missing` where the reader may not know of the deal or the account."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    row = found(by, "opportunity" if kind == "deal" else "account", id)
    account, deal = (row.account_id, row.pk) if kind == "deal" else (row.pk, None)
    return Ask(by, clock.now(), account, deal, body)


def perform(ask: Ask) -> Undo:
    """Do it. An operation without what it needs is `Missing`."""
    try:
        return OPS[str(ask.body.get("op"))](ask)
    except KeyError:
        raise Missing() from None


def _told(error: KeyAccountError) -> JsonResponse:
    status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 400)
    problems = [{"field": p.field, "message": str(p.message)} for p in error.problems]
    return JsonResponse({"message": str(error.message), "problems": problems}, status=status)
