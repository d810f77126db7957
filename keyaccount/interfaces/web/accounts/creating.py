"""Take up a customer: checked against all others while one types, and once more before it is stored."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from keyaccount.access import Field, Kind, access_to
from keyaccount.actions.accounts.check_duplicates import check_duplicates
from keyaccount.actions.accounts.create_account import create_account
from keyaccount.actions.accounts.tag_accounts import named_tags
from keyaccount.base import clock
from keyaccount.base.errors import Duplicate, Invalid, Problem, Refused
from keyaccount.base.language import Say, say
from keyaccount.facts.duplicates import Duplicates
from keyaccount.facts.editions import edition_in_force
from keyaccount.interfaces.web.forms import controls, typed
from keyaccount.interfaces.web.pages import page, told
from keyaccount.queries.records.names import names_of

GROUPS: tuple[tuple[Say, tuple[str, ...]], ...] = (
    (
        say("基本"),
        (
            "name",
            "credit_code",
            "short_name",
            "english_name",
            "industry",
            "ownership",
            "region",
            "phone",
            "website",
            "business",
        ),
    ),
    (say("规模"), ("headcount", "seats", "revenue", "currency", "founded", "stock_code", "parent")),
    (
        say("归属"),
        ("owner", "status", "source", "budget_months", "fiscal_year_start", "tags", "note", "external_id"),
    ),
)


def _groups(request: HttpRequest) -> list[tuple[str, list[Field]]]:
    """The fields of the form in their groups; who may assign also chooses the owner."""
    access = access_to(request.principal, "account")  # type: ignore[attr-defined]
    known = access.writable()
    if access.may("assign"):
        known["owner"] = access.policy.by_name["owner"]
    return [(str(label), [known[name] for name in names if name in known]) for label, names in GROUPS]


def new(request: HttpRequest) -> HttpResponse:
    """GET: the form. POST: store it, or show it again with everything typed and what stands against it."""
    by = request.principal  # type: ignore[attr-defined]
    if not access_to(by, "account").may("create"):
        raise Refused()
    groups = _groups(request)
    fields = [field for _, found in groups for field in found]
    values: dict[str, Any] = _start(request, fields)
    problems: tuple[Problem, ...] = ()
    alike: Duplicate | None = None
    if request.method == "POST":
        values = typed(request.POST, fields)
        try:
            return _create(request, fields, values)
        except Duplicate as error:
            alike = error
        except Invalid as error:
            problems = error.problems
    names = names_of(by, fields, [{k: v for k, v in values.items() if v}])
    context = {
        "groups": [
            {"label": label, "controls": controls(found, values, names, problems)} for label, found in groups
        ],
        "problems": [{"field": p.field, "message": p.message} for p in problems],
        "alike": alike,
    }
    return page(request, "accounts/new.html", context, status=409 if alike else 422 if problems else 200)


def _start(request: HttpRequest, fields: list[Field]) -> dict[str, Any]:
    """What the form begins with: what the address says, and what the playbook and the field lists presume."""
    start = {
        "status": "prospect",
        "currency": "CNY",
        "fiscal_year_start": 1,
        "owner": str(request.principal.id),
    }  # type: ignore[attr-defined]
    start["budget_months"] = list(edition_in_force().budget_season.months)
    return {**start, **{f.name: request.GET[f.name] for f in fields if f.name in request.GET}}


def _create(request: HttpRequest, fields: list[Field], values: dict[str, Any]) -> HttpResponse:
    by, at = request.principal, clock.now()  # type: ignore[attr-defined]
    raw = dict(values)
    for field in fields:
        if field.kind is Kind.TAGS:
            raw[field.name] = named_tags(by=by, at=at, tags=raw.get(field.name, []))
    made = create_account(by=by, at=at, raw=raw, options={"confirmed": request.POST.get("confirmed") == "1"})
    told(request, say("已新建 {name}", name=made.name))
    return HttpResponseRedirect(reverse("accounts:show", args=[made.pk]))


@require_GET
def check(request: HttpRequest) -> HttpResponse:
    """What the typed name or code looks like, as a fragment; of what is out of sight only that it is registered."""
    by = request.principal  # type: ignore[attr-defined]
    if not access_to(by, "account").may("create"):
        raise Refused()
    name, code = (request.GET.get(key, "").strip()[:200] for key in ("name", "credit_code"))
    found = Duplicates([], 0, False)
    if len(name) > 1 or code:
        found = check_duplicates(by=by, at=clock.now(), name=name, credit_code=code)
    return page(request, "accounts/alike.html", {"alike": found, "candidates": found.visible})
