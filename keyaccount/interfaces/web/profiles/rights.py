"""What somebody may ask of us by law: to see what we hold about them, and to be forgotten."""

from __future__ import annotations

import base64
import json
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods

from keyaccount.access import Principal, found
from keyaccount.actions.profiles.erase_person import erase_person
from keyaccount.actions.profiles.report_person import Report, report_person
from keyaccount.base import clock
from keyaccount.base.errors import Invalid, Refused
from keyaccount.base.language import say
from keyaccount.facts.profiles import is_erased, may_erase, may_report, may_reveal
from keyaccount.interfaces.web import shown
from keyaccount.interfaces.web.pages import page
from keyaccount.queries.profiles.erasure import preview_erasure
from keyaccount.records.people.models import Person

_TYPES = {"html": "text/html; charset=utf-8", "json": "application/json"}


@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, id: UUID) -> HttpResponse:
    """Ask what for; POST answers with the file."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    row: Person = found(by, "person", id, archived=True)
    if not may_report(by, row):
        raise Refused()
    context: dict[str, Any] = {"row": row, "complete": may_reveal(by, row), "problems": [], "purpose": ""}
    if request.method != "POST":
        return page(request, "profiles/report_ask.html", context)
    purpose = request.POST.get("purpose", "")
    try:
        made = report_person(by=by, at=clock.now(), id=id, purpose=purpose)
    except Invalid as error:
        context |= {"problems": error.problems, "purpose": purpose}
        return page(request, "profiles/report_ask.html", context, status=422)
    wanted = "json" if request.POST.get("format") == "json" else "html"
    named = content_disposition_header(True, _file_name(made, wanted)) or "attachment"
    body = _json(made) if wanted == "json" else _html(made)
    return HttpResponse(body, content_type=_TYPES[wanted], headers={"Content-Disposition": named})


@require_http_methods(["GET", "POST"])
def erase(request: HttpRequest, id: UUID) -> HttpResponse:
    """Say what goes and what stays, ask for the reason and the name; POST erases."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    row: Person = found(by, "person", id, archived=True)
    if not may_erase(by, row) or is_erased(row.pk):
        raise Refused()
    context: dict[str, Any] = {"row": row, "complete": may_reveal(by, row), "problems": [], "given": {}}
    if request.method == "POST":
        given = request.POST
        wanted = {name: given.get(name, "") for name in ("reason", "confirm")}
        try:
            made = erase_person(by=by, at=clock.now(), id=id, report=given.get("report") == "1", **wanted)
        except Invalid as error:
            context |= {"problems": error.problems, "given": given, "preview": preview_erasure(by, row)}
            return page(request, "profiles/erase.html", context, status=422)
        return page(request, "profiles/erased.html", {"row": made.person, **_to_keep(made.report)})
    return page(request, "profiles/erase.html", {**context, "preview": preview_erasure(by, row)})


def _to_keep(made: Report | None) -> dict[str, str]:
    """The report within the page: after this answer it is nowhere any more."""
    if made is None:
        return {}
    body = base64.b64encode(_html(made).encode()).decode()
    return {"file": f"data:text/html;charset=utf-8;base64,{body}", "file_name": _file_name(made, "html")}


def _file_name(made: Report, ending: str) -> str:
    kind = say("个人信息")
    return f"{kind}-{made.name}-{clock.day_of(made.at):%Y%m%d}.{ending}"


def _html(made: Report) -> str:
    return render_to_string(
        "profiles/report.html", {"report": made, "day": clock.day_of(made.at), "lang": shown.lang()}
    )


def _json(made: Report) -> str:
    told = {
        "name": made.name,
        "made_at": made.at.isoformat(),
        "purpose": made.purpose,
        "complete": made.complete,
        "sections": [
            {
                "key": one.key,
                "title": str(one.title),
                "items": [[{"label": label, "value": word} for label, word in item] for item in one.items],
            }
            for one in made.sections
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=2)
