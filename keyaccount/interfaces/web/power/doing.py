"""What the map's island asks for, one thing at a time: JSON in, and the thing that undoes it back (PPL-5)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from keyaccount.access import Principal, found
from keyaccount.base import clock
from keyaccount.base.errors import Invalid, KeyAccountError, Problem
from keyaccount.base.language import say
from keyaccount.interfaces.web.pages import STATUS, done
from keyaccount.interfaces.web.power import cards, lines
from keyaccount.interfaces.web.power.asking import Ask, Undo
from keyaccount.interfaces.web.power.checking import ODD, checked, read

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
    perform(asked(request, kind, id, read(request.GET.get("op", ""))))
    return done(say("已撤回"), reload="#main")


@require_POST
def do(request: HttpRequest, id: UUID, kind: str) -> JsonResponse:
    """200 with `undo`, or the error's status with what is wrong."""
    try:
        return JsonResponse({"undo": perform(asked(request, kind, id, read(request.body)))})
    except KeyAccountError as error:
        return _told(error)


def asked(request: HttpRequest, kind: str, id: UUID, body: Any) -> Ask:
    """The operation, checked, with its map. Raises `Invalid`, or `Missing` where the reader may not know of the map."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    row = found(by, "opportunity" if kind == "deal" else "account", id)
    account, deal = (row.account_id, row.pk) if kind == "deal" else (row.pk, None)
    return Ask(by, clock.now(), account, deal, checked(body))


def perform(ask: Ask) -> Undo:
    """Do all of it or nothing."""
    work = OPS.get(ask.text("op"))
    if work is None:
        raise Invalid(Problem("op", ODD))
    with transaction.atomic():
        return work(ask)


def _told(error: KeyAccountError) -> JsonResponse:
    status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 400)
    problems = [{"field": p.field, "message": str(p.message)} for p in error.problems]
    return JsonResponse({"message": str(error.message), "problems": problems}, status=status)
