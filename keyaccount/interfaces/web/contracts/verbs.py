"""Verbs on one record: without questions they are done at once, with questions a panel asks them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods

from keyaccount.access import Principal, access_to
from keyaccount.base import clock
from keyaccount.base.errors import Invalid, Missing, Refused
from keyaccount.base.language import Say
from keyaccount.interfaces.web.deals.asking import panel
from keyaccount.interfaces.web.pages import done
from keyaccount.queries.records.show_record import show_record

Controls = Callable[[Principal, UUID, QueryDict], list[dict[str, Any]]]
Reading = Callable[[QueryDict], dict[str, Any]]


@dataclass(frozen=True)
class Verb:
    """`run` is the action, called with by, at, id and what `read` finds in the form; `ask` gives the controls of the
    panel, None: there is nothing to ask; `then`: the page to go to, made of what `run` returned; `right`: who may not is
    not asked either."""

    entity: str
    run: Callable[..., Any]
    label: Say
    toast: Say
    icon: str
    ask: Controls | None = None
    read: Reading = lambda post: {}
    text: Say | None = None
    then: Callable[[Any], str] | None = None
    right: str = "edit"


def routes(verbs: Mapping[str, Verb]) -> list[URLPattern]:
    """One route for all verbs: `do/<verb>/<id>`, named `do`."""
    return [path("do/<slug:verb>/<uuid:id>", partial(do, verbs), name="do")]


@require_http_methods(["GET", "POST"])
def _done(request: HttpRequest, known: Verb, id: UUID) -> HttpResponse:
    by: Principal = request.principal  # type: ignore[attr-defined]
    if not access_to(by, known.entity).allows(show_record(by, known.entity, id).row, known.right):
        raise Refused()
    problems: tuple[Any, ...] = ()
    if request.method == "POST":
        try:
            made = known.run(by=by, at=clock.now(), id=id, **known.read(request.POST))
        except Invalid as error:
            if known.ask is None:
                raise
            problems = error.problems
        else:
            return done(known.toast, reload="#main", redirect=known.then(made) if known.then else "")
    asked = known.ask(by, id, request.POST) if known.ask else []
    return panel(request, known.label, known.label, asked, problems, text=known.text or "")


def do(verbs: Mapping[str, Verb], request: HttpRequest, verb: str, id: UUID) -> HttpResponse:
    """GET: what the verb asks. POST: do it, or tell at the fields why not."""
    known = verbs.get(verb)
    if known is None:
        raise Missing()
    return _done(request, known, id)
