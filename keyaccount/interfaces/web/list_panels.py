"""What a list opens beside itself: all filters, the choice of columns, saved views."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_GET, require_POST

from keyaccount.access import Access, Field, Kind, Principal, access_to, opened
from keyaccount.actions.org.forget_view import forget_view
from keyaccount.actions.org.save_view import save_view
from keyaccount.base import clock, dates, regions
from keyaccount.base.errors import Invalid
from keyaccount.base.language import say
from keyaccount.interfaces.web.list_chips import choices_of, chosen_names
from keyaccount.interfaces.web.lists import POSITION, ListSpec, Params, address, columns_of, here, params_of
from keyaccount.interfaces.web.pages import done, page

_RANGED = {
    Kind.INTEGER: "number",
    Kind.MONEY: "money",
    Kind.DECIMAL: "number",
    Kind.DATE: "date",
    Kind.MOMENT: "date",
}
_UNFIT = (Kind.MONTHS, Kind.SEALED)


def routes(spec: ListSpec) -> list[URLPattern]:
    """The routes every list has besides the list itself."""
    return [
        path("filters", require_GET(partial(_filters, spec)), name="filters"),
        path("columns", require_POST(partial(_columns, spec)), name="columns"),
        path("views", partial(_views, spec), name="views"),
        path("views/<uuid:id>/forget", require_POST(partial(_forget, spec)), name="forget_view"),
    ]


def _filters(spec: ListSpec, request: HttpRequest) -> HttpResponse:
    """The filter panel: one control for every field that may be filtered, the usual ones first.

    It sends itself back with `apply`, so that the list's address holds only what was filled in.
    """
    by: Principal = request.principal  # type: ignore[attr-defined]
    if "apply" in request.GET:
        return HttpResponseRedirect(address(spec, params_of(request.GET), without=["apply"]))
    access = access_to(by, spec.entity)
    params = here(request, spec)
    fields = [f for f in access.fields.values() if f.filterable and f.kind not in _UNFIT]
    first = spec.first_filters or tuple(f.name for f in fields if f.listed)
    controls = {f.name: _control(by, f, params) for f in fields}
    kept = {name: params[name] for name in ("q", "sort", "columns", *spec.special) if name in params}
    context = {
        "action": spec.route("filters"),
        "clear": address(spec, kept),
        "kept": kept,
        "first": [controls[name] for name in first if name in controls],
        "rest": [control for name, control in controls.items() if name not in first],
        "open": any(
            key.partition("__")[0] in controls and key.partition("__")[0] not in first for key in params
        ),
    }
    return page(request, "lists/filters.html", context)


def _control(by: Principal, field: Field, params: Params) -> dict[str, Any]:
    """Arguments of the `field` macro, or, for a span, of two of them."""
    label, name = str(field.label), field.name
    given = [part for text in params.get(name, []) for part in text.split(",")]
    if field.kind in _RANGED:
        ends = [(f"{name}__{end}", params.get(f"{name}__{end}", [""])[-1]) for end in ("gte", "lte")]
        return {
            "label": label,
            "span": [{"name": n, "kind": _RANGED[field.kind], "value": v} for n, v in ends],
        }
    if field.ref:
        names = chosen_names(by, field, given)
        known = [(v, str(say("我")) if v == "me" else names.get(v, "")) for v in given]
        url = reverse("lookups:records", args=[field.ref])
        attrs = {"url": url, "multiple": True}
        return {
            "name": name,
            "label": label,
            "kind": "pick",
            "options": [k for k in known if k[1]],
            "attrs": attrs,
        }
    match field.kind:
        case Kind.CHOICE:
            return {
                "name": name,
                "label": label,
                "kind": "checks",
                "value": given,
                "options": choices_of(field),
            }
        case Kind.YESNO:
            options = [("1", str(say("是"))), ("0", str(say("否")))]
            return {
                "name": name,
                "label": label,
                "kind": "select",
                "value": "".join(given[-1:]),
                "options": options,
            }
        case Kind.MONTH:
            months = [(str(n), str(dates.month(n))) for n in range(1, 13)]
            return {
                "name": name,
                "label": label,
                "kind": "select",
                "value": "".join(given[-1:]),
                "options": months,
            }
        case Kind.REGION:
            code = "".join(given[-1:])
            attrs = {"url": reverse("lookups:regions"), "path": [c for c, _ in regions.path(code)]}
            return {"name": name, "label": label, "kind": "region", "value": code, "attrs": attrs}
    held = params.get(f"{name}__contains", [""])[-1]
    return {
        "name": f"{name}__contains",
        "label": label,
        "kind": "text",
        "value": held,
        "placeholder": str(say("包含")),
    }


def _columns(spec: ListSpec, request: HttpRequest) -> HttpResponse:
    """Put the chosen columns into the list's address."""
    access: Access = access_to(request.principal, spec.entity)  # type: ignore[attr-defined]
    params = here(request, spec)
    chosen = columns_of(access, spec, {"columns": request.POST.getlist("columns")})
    return HttpResponseRedirect(address(spec, params, without=[*POSITION], columns=",".join(chosen)))


def _views(spec: ListSpec, request: HttpRequest) -> HttpResponse:
    """The panel that keeps the list as it stands under a name, and lists one's own views; POST keeps it."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    params = {k: v for k, v in here(request, spec).items() if k not in POSITION}
    target = address(spec, params)
    problems: list[dict[str, Any]] = []
    if request.method == "POST":
        query = target.partition("?")[2]
        name, shared = request.POST.get("name", ""), request.POST.get("shared") == "1"
        try:
            save_view(by=by, at=clock.now(), page=spec.namespace, name=name, query=query, shared=shared)
        except Invalid as error:
            problems = [{"field": p.field, "message": p.message} for p in error.problems]
        else:
            return done("", redirect=target)
    own = opened(by, "saved_view", write=True).filter(page=spec.namespace).order_by("sort", "name", "id")
    views = [
        {"name": v.name, "shared": v.shared, "forget": reverse(f"{spec.namespace}:forget_view", args=[v.pk])}
        for v in own
    ]
    context = {
        "action": spec.route("views"),
        "own": views,
        "problems": problems,
        "name": request.POST.get("name", ""),
    }
    return page(request, "lists/views.html", context, status=422 if problems else 200)


def _forget(spec: ListSpec, request: HttpRequest, id: UUID) -> HttpResponse:
    """Delete an own view and go back to the list."""
    forget_view(by=request.principal, id=id)  # type: ignore[attr-defined]
    params = {k: v for k, v in here(request, spec).items() if k not in POSITION}
    return done("", redirect=address(spec, params))
