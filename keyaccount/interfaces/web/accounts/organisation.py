"""The customer's people: who sits in which department, who is key, who left, which functions nobody covers (PPL-1)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from keyaccount.access import access_to
from keyaccount.actions.people.create_person import create_person
from keyaccount.base import clock
from keyaccount.base.errors import Invalid, Missing, Refused
from keyaccount.base.language import say
from keyaccount.interfaces.web.accounts.head import head
from keyaccount.interfaces.web.forms import controls, typed
from keyaccount.interfaces.web.pages import done, page
from keyaccount.queries.people.organisation import UnitNode, account_organisation
from keyaccount.queries.records.list_records import list_records
from keyaccount.queries.records.names import names_of
from keyaccount.queries.records.show_record import show_record
from keyaccount.records.people.choices import FUNCTION, RANK
from keyaccount.records.people.models import Post

PERSON = ("name", "honorific", "is_key", "mobile", "phone", "email", "wechat")
POST = ("unit", "title", "rank", "reports_to", "started_on")


@require_GET
def organisation(request: HttpRequest, id: UUID) -> HttpResponse:
    """The tab: departments as a tree with their people beside what each function cares about."""
    context = head(request, id, "organisation")
    if not context["inside"]:
        raise Missing()
    found = account_organisation(request.principal, id)  # type: ignore[attr-defined]
    context |= {
        "units": [_unit(node, 0) for node in found.tops],
        "keys": [
            person for node in _all(found.tops) for person in map(_post, node.posts) if person["is_key"]
        ],
        "former": [_post(post) for post in found.former],
        "uncovered": found.uncovered,
        "guidance": found.guidance,
        "people": sum(len(node.posts) for node in _all(found.tops)),
        "functions": FUNCTION,
    }
    return page(request, "accounts/organisation.html", context)


def _all(nodes: list[UnitNode]) -> list[UnitNode]:
    return [each for node in nodes for each in (node, *_all(node.children))]


def _unit(node: UnitNode, depth: int) -> dict[str, Any]:
    unit = node.unit
    return {
        "unit": unit,
        "depth": depth,
        "function": str(FUNCTION.get(unit.function, "")) if unit else "",
        "posts": [_post(post) for post in node.posts],
        "children": [_unit(child, depth + 1) for child in node.children],
    }


def _post(post: Post) -> dict[str, Any]:
    person = post.person
    return {
        "id": post.pk,
        "person": person.pk,
        "name": person.name,
        "title": post.title,
        "rank": str(RANK.get(post.rank, "")),
        "is_key": person.is_key,
        "phone": person.mobile or person.phone,
        "email": person.email,
        "followed_at": person.followed_at,
        "reports_to": post.reports_to.name if post.reports_to else "",
        "ended_on": post.ended_on,
        "elsewhere": not post.is_primary,
    }


def add_person(request: HttpRequest, id: UUID) -> HttpResponse:
    """A new person with the post held here. `?function=` asks for somebody who covers it, `?unit=` for a department."""
    by = request.principal  # type: ignore[attr-defined]
    known = {**access_to(by, "post").writable(), **access_to(by, "person").writable()}
    fields = [known[name] for name in (*PERSON, *POST) if name in known]
    if not fields or not access_to(by, "person").may("create"):
        raise Refused()
    problems: tuple[Any, ...] = ()
    values: dict[str, Any] = {"unit": request.GET.get("unit") or _unit_for(request, id), "is_key": True}
    if request.method == "POST":
        values = typed(request.POST, fields)
        try:
            create_person(by=by, at=clock.now(), raw={**values, "account": str(id)})
        except Invalid as error:
            problems = error.problems
        else:
            return done(say("已添加 {name}", name=values.get("name", "")), reload="#main")
    account = show_record(by, "account", id)
    drawn = controls(fields, values, names_of(by, fields, [values]), problems)
    for one in drawn:
        if one["name"] in ("unit", "reports_to"):
            one["attrs"]["url"] += f"?account={id}"
    context = {
        "account": account,
        "action": request.path,
        "person": drawn[: len(PERSON)],
        "post": drawn[len(PERSON) :],
        "problems": [{"field": p.field, "message": p.message} for p in problems],
    }
    return page(request, "accounts/panels/person.html", context, status=422 if problems else 200)


def _unit_for(request: HttpRequest, account: UUID) -> str:
    """The first department with the function that is asked for."""
    function = request.GET.get("function", "")
    if function not in FUNCTION:
        return ""
    params = {"account": [str(account)], "function": [function], "limit": ["1"]}
    rows = list_records(
        request.principal, "unit", params, default_sort="name", columns=["name"], count=False
    ).rows  # type: ignore[attr-defined]
    return str(rows[0].id) if rows else ""
