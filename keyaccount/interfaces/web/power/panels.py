"""The side panels of the outline: somebody new, all that is said of one card, its lines. The same actions as the drawing."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from keyaccount.actions.power.set_values import set_values
from keyaccount.base.errors import Conflict, Invalid, Missing
from keyaccount.base.language import Say, say
from keyaccount.interfaces.web.pages import done, page
from keyaccount.interfaces.web.power.doing import asked, perform
from keyaccount.interfaces.web.power.page import told_map
from keyaccount.interfaces.web.routes import route
from keyaccount.records.accounts.choices import FACT_SOURCE
from keyaccount.records.people.choices import CERTAINTY, CREDIBILITY, FUNCTION, LEVEL, RELIABILITY

_BASIS = ("source", "evidence", "reliability", "credibility", "certainty", "observed_on")
LEVELS = {str(n): n for n in range(1, 6)}


def answer(kind: str, id: UUID, text: Say, undo: dict[str, Any]) -> HttpResponse:
    """A toast that can take it back."""
    address = route(f"power:{kind}_again", id) + "?" + urlencode({"op": json.dumps(undo)})
    return done(text, undo=address, reload="#main")


def _problems(error: Invalid | Conflict) -> list[dict[str, Any]]:
    return [{"field": p.field, "message": p.message} for p in error.problems]


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, id: UUID, kind: str) -> HttpResponse:
    """Somebody by name, under `?manager=`; or a placeholder for somebody not found yet."""
    told = told_map(request, kind, id)
    context: dict[str, Any] = {"map": told, "typed": request.POST, "functions": FUNCTION, "problems": ()}
    context |= {"manager": request.GET.get("manager", ""), "action": request.get_full_path()}
    if request.method != "POST":
        return page(request, "power/panels/add.html", context)
    form = {name: value for name, value in request.POST.items() if value}
    blank = bool(form.pop("blank", ""))
    body: dict[str, Any] = {**form, "op": "placeholder" if blank else "add", "label": form.get("name", "")}
    if not blank and context["manager"]:
        body["manager"] = context["manager"]
    try:
        undo = perform(asked(request, kind, id, {"name": "", **body}))
    except Invalid as error:
        return page(request, "power/panels/add.html", {**context, "problems": _problems(error)}, status=422)
    return answer(kind, id, say("已放上地图"), undo)


@require_http_methods(["GET", "POST"])
def card(request: HttpRequest, id: UUID, kind: str, card: str) -> HttpResponse:
    """GET: everything said of the card as a form. POST: what was changed, on one basis."""
    told = told_map(request, kind, id)
    one = _card(told, card)
    context: dict[str, Any] = {"map": told, "card": one, "action": request.path, "problems": ()}
    context |= {"sources": FACT_SOURCE, "reliabilities": RELIABILITY, "credibilities": CREDIBILITY}
    context |= {"certainties": CERTAINTY, "typed": request.POST, "kind": kind, "id": id}
    if request.method != "POST":
        return page(request, "power/panels/card.html", context)
    ask = asked(request, kind, id, {"card": card})
    values, seen = changed(told, one, request.POST)
    basis = {name: request.POST[name] for name in _BASIS if request.POST.get(name)}
    try:
        with transaction.atomic():  # somebody of whom nothing was said yet is put on the map with it
            set_values(by=ask.by, at=ask.at, id=ask.card(), values=values, basis=basis, seen=seen)
    except (Invalid, Conflict) as error:
        context["problems"] = _problems(error)
        return page(request, "power/panels/card.html", context, status=422)
    return done(say("已记下"), reload="#main")


def _card(told: dict[str, Any], id: str) -> dict[str, Any]:
    for one in told["cards"]:
        if one["id"] == id:
            return dict(one)
    raise Missing()


def changed(
    told: dict[str, Any], card: dict[str, Any], form: QueryDict
) -> tuple[dict[Any, Any], dict[Any, Any]]:
    """What the form says otherwise than the card: {(attribute, rival): value}, and the ids of what was seen."""
    values: dict[Any, Any] = {}
    seen: dict[Any, Any] = {}
    for attribute in told["attributes"]:
        name, before = attribute["key"], card["values"].get(attribute["key"])
        value = _typed(attribute["kind"], form, name)
        if (value or None) != ((before or {}).get("value") or None):
            values[name, None] = value
            seen[name, None] = form.get(f"seen-{name}") or None
    for rival in told["rivals"]:
        name, before = f"rival-{rival['id']}", card["rivals"].get(rival["id"])
        value = form.get(name) or None
        if value != ((before or {}).get("value") or None):
            values["stance", rival["id"]] = value
            seen["stance", rival["id"]] = form.get(f"seen-{name}") or None
    return values, seen


def _typed(kind: str, form: QueryDict, name: str) -> Any:
    if kind == "many":
        return form.getlist(name)
    if kind == "list":
        return [line.strip() for line in form.get(name, "").splitlines() if line.strip()]
    if kind == "flag":
        return True if form.get(name) else None
    if kind == "level":
        return LEVELS.get(form.get(name, ""), form.get(name)) or None
    return form.get(name) or None


@require_http_methods(["GET", "POST"])
def lines(request: HttpRequest, id: UUID, kind: str, card: str) -> HttpResponse:
    """GET: superior, department, ties and counterparts of a card. POST: one operation of the closed list."""
    told = told_map(request, kind, id)
    one = _card(told, card)
    context: dict[str, Any] = {
        "map": told,
        "card": one,
        "action": request.path,
        "problems": (),
        "levels": LEVEL,
    }
    context |= {"mine": [tie for tie in told["ties"] if card in (tie["person"], tie["other"])]}
    context["names"] = {other["id"]: other["name"] for other in told["cards"]}
    if request.method != "POST":
        return page(request, "power/panels/lines.html", context)
    body: dict[str, Any] = {name: value or None for name, value in request.POST.items()}
    body |= {"card": card, "person": card}
    try:
        undo = perform(asked(request, kind, id, body))
    except (Invalid, Conflict) as error:
        return page(request, "power/panels/lines.html", {**context, "problems": _problems(error)}, status=422)
    return answer(kind, id, say("已改好"), undo)
