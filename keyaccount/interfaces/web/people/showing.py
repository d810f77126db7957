"""One person: how to reach them, what they do where, and what happened with them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from keyaccount.access import FieldClass, Principal, access_to
from keyaccount.actions.people.reveal_person import reveal_person
from keyaccount.actions.records.archive_record import archive_record
from keyaccount.base import clock
from keyaccount.base.errors import Invalid, Refused
from keyaccount.base.language import say
from keyaccount.facts.profiles import is_erased
from keyaccount.interfaces.web.pages import done, page
from keyaccount.interfaces.web.people.cards import vcard
from keyaccount.interfaces.web.people.fields import REACH, WHO, told
from keyaccount.interfaces.web.profiles.section import personal
from keyaccount.interfaces.web.streams import days
from keyaccount.interfaces.web.values import words
from keyaccount.queries.accounts.timeline import person_timeline
from keyaccount.queries.people.posts import person_posts
from keyaccount.queries.records.show_record import show_record
from keyaccount.records.people.choices import RANK


def head(request: HttpRequest, id: UUID) -> dict[str, Any]:
    """What every part of the page needs; `Missing` where the reader may not know of the person."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    person = show_record(by, "person", id)
    access, row = access_to(by, "person"), person.row
    written = access.classes(row, write=True)
    there = row.archived_at is None
    return {
        "person": person,
        "row": row,
        "said": {n: words(f, person.values[n], person.names) for n, f in person.fields.items()},
        "may": {
            "edit": there and bool(written) and access.may("edit"),
            "archive": bool(written) and access.may("archive") and (there or not is_erased(id)),
            "reveal": access.may("reveal") and FieldClass.PERSONAL in written and bool(row.private_phone),
        },
    }


@require_GET
def show(request: HttpRequest, id: UUID) -> HttpResponse:
    """The page of a person."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    context = head(request, id)
    stream = person_timeline(by, id)
    context |= {
        "reach": [told(name, context) for name in REACH if name in context["person"].fields],
        "who": [told(name, context) for name in WHO if name in context["person"].fields],
        "posts": person_posts(by, id),
        "days": days(by, stream.happenings, at=clock.now(), accounts=False),
        "next": stream.next,
        "ranks": RANK,
        **personal(by, context["row"]),
    }
    return page(request, "people/show.html", context)


@require_GET
def timeline(request: HttpRequest, id: UUID) -> HttpResponse:
    """The next page of the timeline."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    stream = person_timeline(by, id, cursor=request.GET.get("cursor", ""))
    context = {
        "days": days(by, stream.happenings, at=clock.now(), accounts=False),
        "next": stream.next,
        "id": id,
    }
    return page(request, "people/stream.html", context)


@require_GET
def card(request: HttpRequest, id: UUID) -> HttpResponse:
    """The person as vCard 3.0, for the telephone; nothing above class C1 is in it."""
    person = show_record(request.principal, "person", id)  # type: ignore[attr-defined]
    if FieldClass.INTERNAL not in access_to(request.principal, "person").classes(person.row):  # type: ignore[attr-defined]
        raise Refused()
    named = content_disposition_header(True, f"{person.values['name']}.vcf") or "attachment"
    return HttpResponse(
        vcard(person), content_type="text/vcard; charset=utf-8", headers={"Content-Disposition": named}
    )


@require_POST
def archive(request: HttpRequest, id: UUID) -> HttpResponse:
    archive_record(by=request.principal, at=clock.now(), entity="person", id=id)  # type: ignore[attr-defined]
    return done(say("已归档，随时可以恢复"), reload="#main")


@require_POST
def restore(request: HttpRequest, id: UUID) -> HttpResponse:
    archive_record(by=request.principal, at=clock.now(), entity="person", id=id, restore=True)  # type: ignore[attr-defined]
    return done(say("已恢复"), reload="#main")


@require_http_methods(["GET", "POST"])
def reveal(request: HttpRequest, id: UUID) -> HttpResponse:
    """Ask what for, then show the private telephone once; the journal has kept who asked and why."""
    context = head(request, id)
    if not context["may"]["reveal"]:
        raise Refused()
    if request.method != "POST":
        return page(request, "people/reveal.html", {**context, "problems": []})
    purpose = request.POST.get("purpose", "")
    try:
        number = reveal_person(by=request.principal, at=clock.now(), id=id, purpose=purpose)  # type: ignore[attr-defined]
    except Invalid as error:
        return page(request, "people/reveal.html", {**context, "problems": error.problems}, status=422)
    return page(request, "people/reveal.html", {**context, "problems": [], "number": number})
