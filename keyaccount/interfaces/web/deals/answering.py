"""One question of the judgement, answered where it stands (OPP-1)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from keyaccount.access import Principal
from keyaccount.actions.deals.answer_question import answer_question
from keyaccount.base import clock
from keyaccount.base.errors import Invalid, Missing, Refused
from keyaccount.base.language import say
from keyaccount.interfaces.web.deals.asking import typed_day
from keyaccount.interfaces.web.deals.head import may, opened_room
from keyaccount.interfaces.web.deals.judging import told_question
from keyaccount.interfaces.web.pages import done, page
from keyaccount.interfaces.web.routes import route
from keyaccount.playbook.schema_deals import Question
from keyaccount.queries.deals.deal_room import DealRoom
from keyaccount.queries.records.names import names_for
from keyaccount.records.accounts.choices import FACT_SOURCE
from keyaccount.records.deals.choices import ANSWER

NAMES = ("answer", "evidence", "source", "person", "observed_on")


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, id: UUID, question: str) -> HttpResponse:
    """GET: the form (`?show=1`: back to the answer). POST: record the answer; the earlier one is kept in the history."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    room = opened_room(request, id)
    asked = next((q for q in room.edition.questions if q.key == question), None)
    if asked is None:
        raise Missing()
    if request.method != "POST" and "show" not in request.GET:
        return _form(request, room, asked)
    if request.method == "POST":
        said = {name: request.POST.get(name, "") for name in NAMES if name != "observed_on"}
        try:
            day = typed_day(request.POST, "observed_on")
            answer_question(by=by, at=clock.now(), id=id, question=question, observed_on=day, **said)
        except Invalid as error:
            return _form(request, room, asked, error)
        return done(say("已记下"), reload="#main", close=False)
    return page(request, "deals/asked.html", {"one": told_question(room, asked, may(room)["edit"])})


def _form(
    request: HttpRequest, room: DealRoom, asked: Question, error: Invalid | None = None
) -> HttpResponse:
    """The question being answered, with what was typed or the answer so far."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    if not may(room)["edit"]:
        raise Refused()
    given = room.answers.get(asked.key)
    values: dict[str, Any] = {name: request.POST.get(name, "") for name in NAMES}
    if not error and given:
        values = {
            "answer": given.answer,
            "evidence": given.evidence,
            "source": given.source,
            "person": given.person_id,
        }
    people = names_for(by, "person", [values.get("person") or ""])
    today = clock.day_of(clock.now()).isoformat()
    problems = error.problems if error else ()
    told = {
        **told_question(room, asked, True),
        "values": {**values, "observed_on": values.get("observed_on") or today},
        "problems": [{"field": "", "message": p.message} for p in problems],
        "errors": {p.field: str(p.message) for p in problems},
        "options": [(key, str(label)) for key, label in ANSWER.items()],
        "sources": [(key, str(label)) for key, label in FACT_SOURCE.items()],
        "people": [(str(key), name) for key, name in people.items()],
        "lookup": f"{route('lookups:records', 'person')}?account={room.shown.row.account_id}",
    }
    return page(request, "deals/asked.html", {"one": told, "editing": True}, status=422 if error else 200)
