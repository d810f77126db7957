"""The tab 内线 of a customer and the page of one insider (INS-1..3)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from keyaccount.access import Principal
from keyaccount.actions.insiders.edit_insider import note_opening
from keyaccount.base import clock
from keyaccount.facts.editions import edition_in_force
from keyaccount.interfaces.web.accounts.head import head
from keyaccount.interfaces.web.pages import page
from keyaccount.queries.insiders.coaching import insider_findings
from keyaccount.queries.insiders.listing import InsiderLine, insiders_of, may_begin, opened_account
from keyaccount.queries.insiders.showing import InsiderShown, Line, show_insider
from keyaccount.queries.insiders.suggest import whom_to_develop
from keyaccount.records.people.choices import INSIDER_STATE, INSIDER_TEST

TONE = {"candidate": "", "developing": "accent", "confirmed": "good", "lapsed": "warn"}
ICONS = {
    "opened": "eye",
    "tested": "checklist",
    "state": "flag",
    "named": "user-plus",
    "heard": "message",
    "stepped": "check",
}
URGENCY = {"low": "mute", "medium": "info", "high": "warn", "urgent": "bad"}


@require_GET
def account(request: HttpRequest, id: UUID) -> HttpResponse:
    """Whom the reader develops here and whom they might; the same page for all who may keep insiders."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    row = opened_account(by, id)
    context, today = head(request, id, "insiders"), clock.day_of(clock.now())
    lines, edition = insiders_of(by, row, today), edition_in_force()
    context |= {
        "lines": [_line(line) for line in lines],
        "suggestions": whom_to_develop(by, row),
        "findings": [
            {"deals": one.deals, "rule": one.rule, "tone": URGENCY[one.rule.severity]}
            for one in insider_findings(by, row, lines, today)
        ],
        "tests": edition.power.insider_tests,
        "needs": edition.insider_needs,
        "silent_days": edition.power.silent_days,
        "may_begin": may_begin(by, row),
    }
    return page(request, "insiders/account.html", context)


def _line(line: InsiderLine) -> dict[str, Any]:
    return {
        "row": line.row,
        "person": line.person,
        "owner": line.owner,
        "silent": line.silent,
        "state": INSIDER_STATE[line.state],
        "tone": TONE[line.state],
        "wanting": [INSIDER_TEST[kind] for kind in line.wanting],
    }


@require_GET
def show(request: HttpRequest, id: UUID) -> HttpResponse:
    """One insider under their code name. Every look is logged in the record's own log."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    at = clock.now()
    found = show_insider(by, id, clock.day_of(at))
    note_opening(by=by, at=at, id=id)
    context = {
        "found": found,
        "row": found.row,
        "state": INSIDER_STATE[found.state],
        "tone": TONE[found.state],
        "tests": _tests(found),
        "wanting": [INSIDER_TEST[kind] for kind in found.wanting],
        "needs": _needs(found),
        "log": _days(found.log),
        "today": clock.day_of(at),
    }
    return page(request, "insiders/show.html", context)


def _tests(found: InsiderShown) -> list[dict[str, Any]]:
    """The three tests in the seed's order, each with what was observed."""
    rules = {one.key: one for one in found.edition.power.insider_tests}
    return [
        {"rule": rules[kind], "kind": kind, "seen": [test for test in found.tests if test.kind == kind]}
        for kind in INSIDER_TEST
    ]


def _needs(found: InsiderShown) -> list[dict[str, Any]]:
    kinds = {one.key: one.label for one in found.edition.insider_needs}
    ways = {one.key: one for one in found.edition.power.insider_ways}
    return [
        {"row": need, "kind": kinds.get(need.kind, need.kind), "way": ways.get(need.way)}
        for need in found.needs
    ]


def _days(lines: list[Line]) -> list[dict[str, Any]]:
    """The log as the macro `timeline` draws it."""
    days: dict[str, list[dict[str, Any]]] = {}
    for line in lines:
        at = timezone.localtime(line.at)
        entry = {
            "icon": ICONS.get(line.kind, "edit"),
            "actor": line.by,
            "sentence": line.text,
            "time": at.strftime("%H:%M"),
        }
        days.setdefault(at.strftime("%Y-%m-%d"), []).append(entry)
    return [{"label": day, "entries": entries} for day, entries in days.items()]
