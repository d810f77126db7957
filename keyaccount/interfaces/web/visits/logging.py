"""Writing down a contact, quick from anywhere: a panel on the pages of customer and deal, a page of its own on the phone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from keyaccount.access import Principal, access_to
from keyaccount.actions.visits.log_contact import NEXT, log_contact
from keyaccount.base import clock
from keyaccount.base.errors import Invalid, Problem, Refused
from keyaccount.base.language import say
from keyaccount.interfaces.web.deals.parts import near_account
from keyaccount.interfaces.web.forms import controls, typed
from keyaccount.interfaces.web.pages import done, page, told
from keyaccount.interfaces.web.routes import route
from keyaccount.queries.records.names import names_for, names_of
from keyaccount.queries.records.show_record import show_record

FIELDS = ("text", "channel", "happened_at", "account", "opportunity")
STEP = ("title", "due_on", "owner")


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """GET: the form; `?account=`, `?opportunity=` and `?person=` are filled in. POST: store it with its next step."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    if not access_to(by, "contact").may("create"):
        raise Refused()
    if request.method != "POST":
        return _form(request, _given(request, by), request.GET.getlist("person"), ())
    fields = access_to(by, "contact").writable()
    raw = typed(request.POST, [fields[name] for name in FIELDS if name in fields])
    step = {name: request.POST.get(NEXT + name, "") for name in STEP}
    if not step["title"].strip() and not step["due_on"]:
        step["owner"] = ""
    persons, members = request.POST.getlist("persons"), request.POST.getlist("members")
    try:
        made = log_contact(by=by, at=clock.now(), raw=raw, persons=persons, members=members, next_step=step)
    except Invalid as error:
        return _form(request, {**raw, **{NEXT + n: v for n, v in step.items()}}, persons, members, error)
    if request.headers.get("HX-Request"):
        return done(say("已记下"), reload="#main")
    told(request, say("已记下"))
    return HttpResponseRedirect(route("accounts:show", made.account_id))


def _given(request: HttpRequest, by: Principal) -> dict[str, Any]:
    """What the way here says: the deal brings its customer along."""
    given: dict[str, Any] = {
        name: request.GET[name] for name in ("account", "opportunity") if name in request.GET
    }
    if given.get("opportunity") and not given.get("account"):
        given["account"] = show_record(by, "opportunity", given["opportunity"]).values["account"]
    now = timezone.localtime(clock.now()).strftime("%Y-%m-%dT%H:%M")
    return {"channel": "call", "happened_at": now, NEXT + "owner": str(by.id), **given}


def _form(
    request: HttpRequest,
    values: Mapping[str, Any],
    persons: Iterable[str],
    members: Iterable[str],
    error: Invalid | None = None,
) -> HttpResponse:
    by: Principal = request.principal  # type: ignore[attr-defined]
    problems = error.problems if error else ()
    account = values.get("account") or None
    drawn = {
        **_drawn(by, "contact", FIELDS, values, problems),
        **{
            NEXT + name: one
            for name, one in _drawn(by, "task", STEP, _step(values), _stripped(problems)).items()
        },
    }
    near_account(drawn.values(), account)
    context = {
        "drawn": drawn,
        "fixed": bool(request.GET.get("account") or request.GET.get("opportunity")),
        "account_id": account,
        "persons": list(names_for(by, "person", [one for one in persons if one]).items()),
        "members": list(names_for(by, "member", [one for one in members if one]).items()),
        "action": request.get_full_path(),
        "problems": [{"field": p.field, "message": p.message} for p in problems],
        "errors": {p.field: p.message for p in problems},
    }
    name = "visits/panel.html" if request.headers.get("HX-Request") else "visits/new.html"
    return page(request, name, context, status=422 if error else 200)


def _drawn(
    by: Principal, entity: str, names: Iterable[str], values: Mapping[str, Any], problems: Iterable[Problem]
) -> dict[str, dict[str, Any]]:
    known = access_to(by, entity).writable()
    fields = [known[name] for name in names if name in known]
    made = controls(fields, values, names_of(by, fields, [dict(values)]), problems)
    return {one["name"]: {**one, "name": (NEXT if entity == "task" else "") + one["name"]} for one in made}


def _step(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: values.get(NEXT + name, "") for name in STEP}


def _stripped(problems: Iterable[Problem]) -> list[Problem]:
    """Problems of the next step, by the names its fields have on the task."""
    return [
        Problem(p.code, p.message, field=p.field.removeprefix(NEXT))
        for p in problems
        if p.field.startswith(NEXT)
    ]
