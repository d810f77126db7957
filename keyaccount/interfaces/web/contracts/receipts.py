"""Money that came in: the list, one receipt, and what of it is matched to which instalment (PAY-3)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_GET, require_POST

from keyaccount.access import Principal, access_to
from keyaccount.actions.contracts.match_receipt import match_receipt
from keyaccount.base import clock
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say
from keyaccount.interfaces.web import shown as show_as
from keyaccount.interfaces.web.contracts.listing import views
from keyaccount.interfaces.web.contracts.show import buttons
from keyaccount.interfaces.web.lists import ListSpec, Look, shown
from keyaccount.interfaces.web.pages import page, told
from keyaccount.interfaces.web.routes import route
from keyaccount.interfaces.web.values import words
from keyaccount.queries.contracts.receipt_shown import Candidate, Matched, ReceiptShown, receipt_shown

SPEC = ListSpec(
    entity="receipt",
    namespace="receipts",
    columns=("received_on", "account", "kind", "amount", "matched", "payer", "bank_reference"),
    looks={
        "received_on": Look("sm", "title", "", "-"),
        "account": Look("lg", "line"),
        "kind": Look("sm", "line"),
        "amount": Look("sm", "side", "end", "-"),
        "matched": Look("sm", "line", "end"),
        "payer": Look("lg", "hide"),
        "bank_reference": Look("md", "hide"),
    },
    lead="received_on",
    also=("currency",),
    default_sort="-received_on",
    first_filters=("account", "received_on", "amount", "kind"),
)
HITS = {"amount": say("金额一致"), "invoice": say("发票号一致"), "payer": say("付款方一致")}
FACTS = tuple("account kind received_on payer bank_reference rate reversed_at external_id note".split())


@require_GET
def receipts(request: HttpRequest) -> HttpResponse:
    """The list page; htmx takes its `#list` out of it."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    found = shown(request, SPEC)
    may = access_to(by, "receipt").may("create")
    context = {
        "list": found,
        "views": views(by, "receipts:list"),
        "add": route("contracts:add", "receipt") if may else "",
        "export": route("imports:export", "receipts") if by.may("export.run") else "",
    }
    return page(request, "contracts/receipts.html", context, status=found.status)


@require_GET
def show(request: HttpRequest, id: UUID) -> HttpResponse:
    """The receipt, what of it is left, and the instalments it could be for, filled in as far as the money reaches."""
    return _shown(request, id)


@require_POST
def match(request: HttpRequest, id: UUID) -> HttpResponse:
    """Match the amounts typed beside the instalments; a refusal keeps them."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    typed = {
        name.removeprefix("part-"): str(value).strip()
        for name, value in request.POST.items()
        if name[:5] == "part-"
    }
    try:
        wanted = [(key, value) for key, value in typed.items() if value]
        if not wanted:
            raise Invalid(Problem("required", say("请至少给一期填上金额")))
        match_receipt(by=by, at=clock.now(), id=id, matches=wanted)
    except Invalid as error:
        return _shown(request, id, typed, error)
    told(request, say("已核销"))
    return HttpResponseRedirect(route("receipts:show", id))


def _shown(
    request: HttpRequest, id: UUID, typed: dict[str, str] | None = None, error: Invalid | None = None
) -> HttpResponse:
    by: Principal = request.principal  # type: ignore[attr-defined]
    found = receipt_shown(by, id)
    row, kept, unit = found.receipt.row, found.receipt, by.member.money_unit
    said = {
        n: words(f, kept.values.get(n), kept.names, currency=row.currency, unit=unit)
        for n, f in kept.fields.items()
    }
    access = access_to(by, "receipt")
    context = {
        "row": row,
        "said": said,
        "crumbs": [
            (str(say("合同与回款")), route("contracts:list")),
            (str(say("到账")), route("receipts:list")),
        ],
        "figures": _figures(found, said, unit),
        "facts": [
            {"name": n, "label": str(kept.fields[n].label), "value": said[n]}
            for n in FACTS
            if n in kept.fields and (said[n] or n not in ("reversed_at", "external_id")) and said[n] != "1"
        ],
        "edit": route("contracts:change", "receipt", id)
        if access.may("edit") and not row.reversed_at
        else "",
        "ways": buttons(("take_back",), id) if access.may("reverse") and not row.reversed_at else [],
        "match": access.may("match") and found.left > 0,
        "matched": [_matched(one, row.currency, unit, access.may("match")) for one in found.matched],
        "candidates": [_candidate(one, typed, row.currency, unit) for one in found.candidates],
        "problems": [{"field": "", "message": p.message} for p in error.problems] if error else [],
    }
    return page(request, "contracts/receipt.html", context, status=422 if error else 200)


def _figures(found: ReceiptShown, said: dict[str, str], unit: str) -> list[dict[str, Any]]:
    left = show_as.amount(found.left, found.receipt.row.currency, unit)
    return [
        {"label": said.get("kind", ""), "value": said.get("amount", "")},
        {"label": str(say("已核销")), "value": said.get("matched", "")},
        {"label": str(say("还没核销")), "value": left, "tone": "warn" if found.left else ""},
    ]


def _matched(one: Matched, currency: str, unit: str, may: bool) -> dict[str, Any]:
    attrs = {"hx-get": route("contracts:unmatch", one.id), "hx-target": "#panel"}
    take_back = {"label": str(say("取消核销")), "icon": "arrow-back-up", "danger": True, "attrs": attrs}
    return {
        "contract": route("contracts:show", one.contract_id),
        "title": one.contract_title,
        "number": one.contract_number,
        "label": one.label,
        "amount": show_as.amount(one.amount, currency, unit),
        "state": str(say("冲回")) if one.reverses else "" if one.open else str(say("已冲回")),
        "reason": one.reason,
        "ways": [take_back] if may and one.open else [],
    }


def _candidate(one: Candidate, typed: dict[str, str] | None, currency: str, unit: str) -> dict[str, Any]:
    given = (
        (typed or {}).get(str(one.id)) if typed is not None else f"{one.suggested:f}" if one.suggested else ""
    )
    return {
        "id": one.id,
        "label": one.label,
        "contract": route("contracts:show", one.contract_id),
        "title": one.contract_title,
        "number": one.contract_number,
        "due": one.due_on,
        "open": show_as.amount(one.open, currency, unit),
        "value": given or "",
        "hits": [str(HITS[hit]) for hit in one.hits],
    }
