"""The customer's decision steps on the page of a deal: in order, with what decides the day, and the panel of one (PPL-6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from keyaccount.access import Field, Principal, access_to, found, may_attach
from keyaccount.actions.deals.save_decision_step import save_decision_step
from keyaccount.actions.deals.usual_steps import add_usual_steps
from keyaccount.base import clock
from keyaccount.base.errors import Conflict, Invalid, Problem, Refused
from keyaccount.base.language import say
from keyaccount.facts.power_steps import StepRows, deal_steps, judged_path
from keyaccount.interfaces.web.deals.changing import DEFAULTS, FIELDS, TITLES, hangs_on
from keyaccount.interfaces.web.deals.parts import near_account
from keyaccount.interfaces.web.forms import controls, typed, version_of
from keyaccount.interfaces.web.pages import done, page
from keyaccount.interfaces.web.routes import route
from keyaccount.queries.records.names import names_for, names_of
from keyaccount.queries.records.show_record import show_record
from keyaccount.records.deals.choices import DECISION_STATE, ROUTE

LOOKS = {
    "done": ("circle-check", "t-good"),
    "doing": ("player-play", "t-info"),
    "skipped": ("circle-x", ""),
    "waiting": ("circle-dashed", ""),
}


def told_routes(by: Principal, deal: UUID, edit: bool) -> list[dict[str, Any]]:
    """Both routes with their steps in words; steps on the way that decides the day are `critical`."""
    rows = deal_steps([deal]).get(deal, [])
    path = judged_path(rows, clock.day_of(clock.now()))
    people = names_for(by, "person", {row.person for row in rows} - {None})
    units = names_for(by, "unit", {row.unit for row in rows} - {None})
    names = {row.id: row.name for row in rows}
    return [
        {
            "label": str(label),
            "expected": path.expected.get(key),
            "steps": [
                {
                    **_words(row, people, units, names),
                    "critical": str(row.id) in path.critical,
                    "day": path.days.get(str(row.id)) if row.state in ("waiting", "doing") else None,
                    "change": route("deals:change_step", deal, row.id) if edit else "",
                    "remove": route("deals:remove", deal, "decision_step", row.id) if edit else "",
                }
                for row in rows
                if row.route == key
            ],
        }
        for key, label in ROUTE.items()
    ]


def _words(
    row: StepRows, people: Mapping[Any, str], units: Mapping[Any, str], names: Mapping[UUID, str]
) -> dict[str, Any]:
    icon, tone = LOOKS.get(row.state, LOOKS["waiting"])
    return {
        "name": row.name,
        "icon": icon,
        "tone": tone,
        "state": str(DECISION_STATE.get(row.state, row.state)),
        "who": " ".join(part for part in (units.get(row.unit, ""), people.get(row.person, "")) if part),
        "due": row.due_on if row.state in ("waiting", "doing") else None,
        "done": row.done_on,
        "needs": row.needs,
        "after": [names[one] for one in row.after if one in names],
    }


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, id: UUID) -> HttpResponse:
    """A new step. GET: the form."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    access = access_to(by, "decision_step")
    if not access.may("create") or not may_attach(by, "decision_step", found(by, "opportunity", id)):
        raise Refused()
    known = access.writable()
    fields = [known[name] for name in FIELDS["decision_step"] if name in known]
    if request.method != "POST":
        return _panel(request, id, None, fields, DEFAULTS["decision_step"], ())
    return _save(request, id, None, fields)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, id: UUID, record: UUID) -> HttpResponse:
    """The same for a step there is."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    hangs_on(by, "decision_step", record, id)
    kept = show_record(by, "decision_step", record)
    fields = [kept.fields[name] for name in FIELDS["decision_step"] if name in kept.writable]
    if not fields:
        raise Refused()
    if request.method != "POST":
        before = next((row.after for row in deal_steps([id])[id] if row.id == record), [])
        return _panel(request, id, record, fields, kept.values, before, version=kept.version)
    return _save(request, id, record, fields)


def _save(request: HttpRequest, deal: UUID, record: UUID | None, fields: list[Field]) -> HttpResponse:
    raw, after = typed(request.POST, fields), [one for one in request.POST.getlist("after") if one]
    version = version_of(request.POST)
    try:
        save_decision_step(
            by=request.principal,  # type: ignore[attr-defined]
            at=clock.now(),
            deal=deal,
            raw=raw,
            after=after,
            id=record,
            version=version,
        )
    except Invalid as error:
        return _panel(request, deal, record, fields, raw, after, version=version, problems=error.problems)
    except Conflict as error:
        again, problems = error.version, error.problems
        return _panel(request, deal, record, fields, raw, after, version=again, problems=problems)
    return done(say("已保存"), reload="#main")


@require_POST
def usual(request: HttpRequest, id: UUID) -> HttpResponse:
    """The steps customers usually go through, to be corrected."""
    found(request.principal, "opportunity", id)  # type: ignore[attr-defined]
    made = add_usual_steps(by=request.principal, at=clock.now(), deal=id)  # type: ignore[attr-defined]
    return done(say("已带出 {n} 个常见步骤，请改成这家客户的", n=len(made)), reload="#main")


def _panel(
    request: HttpRequest,
    deal: UUID,
    record: UUID | None,
    fields: list[Field],
    values: Mapping[str, Any],
    after: Sequence[Any],
    *,
    version: int | None = None,
    problems: tuple[Problem, ...] = (),
) -> HttpResponse:
    by: Principal = request.principal  # type: ignore[attr-defined]
    drawn = controls(fields, values, names_of(by, fields, [values]), problems)
    near_account(drawn, show_record(by, "opportunity", deal).values["account"])
    others = [(str(row.id), row.name) for row in deal_steps([deal]).get(deal, []) if row.id != record]
    if others:
        wrong = next((str(p.message) for p in problems if p.field == "after"), "")
        chosen = [str(one) for one in after]
        label = str(say("要等哪些步骤走完"))
        drawn.append({"name": "after", "label": label, "kind": "checks", "value": chosen, "options": others, "error": wrong})  # fmt: skip
    context = {
        "title": TITLES["decision_step"][0 if record is None else 1],
        "action": request.path,
        "controls": drawn,
        "version": version,
        "problems": [{"field": p.field, "message": p.message} for p in problems],
    }
    return page(request, "accounts/panels/record.html", context, status=422 if problems else 200)
