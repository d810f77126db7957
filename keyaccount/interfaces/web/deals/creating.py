"""Taking up a deal: the customer and a name are enough; the rest is filled in as one learns it (OPP-1)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from keyaccount.access import Field, Principal, access_to
from keyaccount.actions.deals.create_opportunity import create_opportunity
from keyaccount.base import clock
from keyaccount.base.errors import Invalid, Refused
from keyaccount.base.language import Say, say
from keyaccount.interfaces.web.deals.parts import near_account
from keyaccount.interfaces.web.forms import controls, typed
from keyaccount.interfaces.web.pages import page, told
from keyaccount.interfaces.web.routes import route
from keyaccount.queries.records.names import names_of

GROUPS: tuple[tuple[Say, tuple[str, ...]], ...] = (
    (say("基本"), ("account", "name", "amount", "currency", "sign_on", "pay_on", "source", "urgency")),
    (say("由来"), ("originator", "need_person", "importance", "reason")),
    (say("客户的预算"), ("budget_state", "budget_amount", "budget_year", "budget_source")),
)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """GET: the form, `?account=` filled in. POST: store it, or show again what was typed and what stands against it."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    access = access_to(by, "opportunity")
    if not access.may("create"):
        raise Refused()
    fields = [f for f in access.writable().values() if any(f.name in names for _, names in GROUPS)]
    if request.method != "POST":
        given = {f.name: request.GET[f.name] for f in fields if f.name in request.GET}
        return _form(request, fields, {"currency": "CNY", "budget_state": "unknown", **given})
    raw = typed(request.POST, fields)
    try:
        made = create_opportunity(by=by, at=clock.now(), raw=raw)
    except Invalid as error:
        return _form(request, fields, raw, error)
    told(request, say("已新建 {name}，先把判断问题问清楚", name=made.name))
    return HttpResponseRedirect(route("deals:show", made.pk))


def _form(
    request: HttpRequest, fields: list[Field], values: dict[str, Any], error: Invalid | None = None
) -> HttpResponse:
    by: Principal = request.principal  # type: ignore[attr-defined]
    problems = error.problems if error else ()
    names = names_of(by, fields, [values])
    drawn = {one["name"]: one for one in controls(fields, values, names, problems)}
    near_account(drawn.values(), next(iter(names.get("account", {})), None))
    context = {
        "groups": [
            {"label": str(label), "controls": [drawn[name] for name in names if name in drawn]}
            for label, names in GROUPS
        ],
        "problems": [{"field": p.field, "message": p.message} for p in problems],
    }
    return page(request, "deals/new.html", context, status=422 if error else 200)
