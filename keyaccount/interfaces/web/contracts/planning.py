"""The whole plan of instalments on one page: a pattern fills it, the sum must be the contract's amount (PAY-1)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from keyaccount.access import Principal
from keyaccount.actions.contracts.plan_instalments import plan_instalments
from keyaccount.base import clock
from keyaccount.base.errors import Invalid, Problem, Refused
from keyaccount.base.instalments import shares, split
from keyaccount.base.language import Say, say
from keyaccount.interfaces.web import shown
from keyaccount.interfaces.web.pages import page, told
from keyaccount.interfaces.web.routes import route
from keyaccount.queries.contracts.contract_shown import ContractShown, contract_shown
from keyaccount.records.contracts.choices import TRIGGER

FIELDS = ("id", "label", "amount", "trigger", "due_on", "days_after", "note")
PATTERNS: tuple[tuple[str, Say | str], ...] = (
    ("100", say("一次付清")),
    ("3-7", "3-7"),
    ("3-6-1", "3-6-1"),
    ("3-3-3-1", "3-3-3-1"),
    ("30-30-35-5", say("3-3-3.5，质保金 5%")),
)
SPARE, MOST, RETAINED = 1, 24, Decimal(5)
_NAMES = (say("首付款"), say("进度款"), say("验收款"), say("质保金"))


@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, id: UUID) -> HttpResponse:
    """GET: the plan as it is, or as `?pattern=` would have it. POST: the whole plan anew; a refusal keeps what was typed."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    found = contract_shown(by, id, today=clock.day_of(clock.now()))
    if "edit" not in found.may or found.contract.row.state not in ("draft", "route", "signed"):
        raise Refused()
    problems: tuple[Problem, ...] = ()
    rows = [_kept(one) for one in found.instalments]
    if request.method == "POST":
        rows = _typed(request.POST)
        try:
            plan_instalments(by=by, at=clock.now(), id=id, parts=[_part(row) for row in rows])
        except Invalid as error:
            problems = error.problems
        else:
            told(request, say("已排好回款计划"))
            return HttpResponseRedirect(route("contracts:show", id) + "#instalments")
    elif pattern := request.GET.get("pattern", "").strip():
        try:
            rows = filled(found, shares(pattern))
        except Invalid as error:
            problems = error.problems
    return _page(request, found, rows, problems)


def filled(found: ContractShown, percents: list[Decimal]) -> list[dict[str, Any]]:
    """A plan by percentages. Names, conditions and days are a beginning: first on signing, last after acceptance; a last
    part of up to 5 % is held back (质保金). Raises `Invalid` once money came in: what was paid is not torn up."""
    if any(one.paid for one in found.instalments):
        raise Invalid(Problem("paid", say("已经有钱到账，不能再按比例重排；请一期一期地改"), field="pattern"))
    row, count = found.contract.row, len(percents)
    today = clock.day_of(clock.now()).isoformat()
    rows = []
    for place, amount in enumerate(split(row.amount, percents)):
        last, held = place == count - 1, percents[place] <= RETAINED and 0 < place == count - 1
        accepted = last or (place == count - 2 and percents[-1] <= RETAINED)
        trigger = "date" if place == 0 else "retention" if held else "acceptance" if accepted else "delivery"
        kind = {"date": 0, "delivery": 1, "acceptance": 2, "retention": 3}[trigger]
        rows.append(
            {
                "label": str(_NAMES[kind]) if kind != 1 or count < 5 else f"{_NAMES[1]} {place}",
                "amount": f"{amount:f}",
                "trigger": trigger,
                "due_on": (row.signed_on or row.starts_on or today) if trigger == "date" else "",
                "days_after": {"retention": 365, "date": ""}.get(trigger, 10),
            }
        )
    return rows


def _kept(one: Any) -> dict[str, Any]:
    return {
        "id": one.id,
        "label": one.label,
        "amount": f"{one.amount:f}",
        "trigger": one.trigger,
        "due_on": one.due_on.isoformat() if one.due_on else "",
        "days_after": one.days_after or "",
        "note": one.note,
        "paid": one.paid,
    }


def _typed(post: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows of the form that say anything; a row emptied is left out."""
    rows = []
    for place in range(MOST):
        row = {name: str(post.get(f"{name}-{place}", "")).strip() for name in FIELDS}
        if row["label"] or row["amount"]:
            rows.append(row)
    return rows


def _part(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as the action takes it; a date that follows from the condition is not typed."""
    part = {name: row[name] for name in FIELDS if row[name] or name not in ("id", "due_on")}
    if row["trigger"] != "date":
        part.pop("due_on", None)
    return part


def _page(
    request: HttpRequest, found: ContractShown, rows: list[dict[str, Any]], problems: tuple[Problem, ...]
) -> HttpResponse:
    row, unit = found.contract.row, request.principal.member.money_unit  # type: ignore[attr-defined]
    here = route("contracts:plan", row.pk)
    wrong = {(p.row, p.field): str(p.message) for p in problems}
    context = {
        "row": row,
        "amount": shown.amount(row.amount, row.currency, "yuan"),
        "crumbs": [(str(say("合同与回款")), route("contracts:list")), (row.title, route("contracts:show", row.pk))],
        "patterns": [{"label": str(label), "href": f"{here}?pattern={key}"} for key, label in PATTERNS],
        "pattern": request.GET.get("pattern", ""),
        "paid": any(one.paid for one in found.instalments),
        "rows": [
            {**one, "wrong": {name: wrong[place, name] for name in FIELDS if (place, name) in wrong}}
            for place, one in enumerate([*rows, *({} for _ in range(SPARE))][:MOST])
        ],
        "triggers": [(key, str(label)) for key, label in TRIGGER.items()],
        "problems": [{"field": f"{p.field}-{p.row}" if p.row is not None else p.field, "message": p.message} for p in problems],
        "unit": unit,
    }  # fmt: skip
    return page(request, "contracts/plan.html", context, status=422 if problems else 200)
