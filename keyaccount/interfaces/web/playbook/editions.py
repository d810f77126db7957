"""The editions there were: list, download, comparison, and moving deals to the one in force."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from keyaccount.access import Principal
from keyaccount.actions.deals.move_editions import move_editions
from keyaccount.base import clock
from keyaccount.base.errors import Missing, Refused
from keyaccount.base.language import say
from keyaccount.interfaces.web.pages import page, told
from keyaccount.playbook import reader, rewriting
from keyaccount.playbook.comparing import Difference, compare
from keyaccount.queries.library import editions as asked


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """The newest first. Who leads deals sees what moving them to it would change."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    rows = asked.editions(by)
    context = {
        "rows": rows,
        "draft": asked.draft(by),
        "shipped": reader.default().number,
        "may_publish": by.may("playbook.publish"),
        "moves": asked.edition_moves(by, today=clock.day_of(clock.now())) if by.may("deal.waive") else None,
    }
    return page(request, "playbook/editions.html", context)


@require_GET
def download(request: HttpRequest, number: int) -> HttpResponse:
    """The document as it was published."""
    text = asked.edition_text(number)
    return HttpResponse(
        text,
        content_type="application/toml; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="playbook-{number}.toml"'},
    )


@require_GET
def comparison(request: HttpRequest, old: int, new: int) -> HttpResponse:
    """What two editions say differently."""
    before, after = asked.edition_numbered(old), asked.edition_numbered(new)
    context = {"old": before, "new": after, "differences": differing(compare(before, after))}
    return page(request, "playbook/compare.html", context)


@require_GET
def choose(request: HttpRequest) -> HttpResponse:
    """The comparison somebody chose; its address names both."""
    old, new = request.GET.get("old", ""), request.GET.get("new", "")
    if not (old.isdecimal() and new.isdecimal()):
        raise Missing()
    return redirect("playbook:compare", int(old), int(new))


@require_POST
def move(request: HttpRequest) -> HttpResponse:
    """Judge deals of older editions by the one in force."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    if not by.may("deal.waive"):
        raise Refused()
    moved, left = move_editions(by=by, at=clock.now())
    if not moved:
        raise Missing()
    if left:
        told(request, say("已换了 {n} 个商机，还剩 {left} 个，请再点一次", n=moved, left=left))
    else:
        told(request, say("已有 {n} 个商机换到现行版本", n=moved))
    return redirect("playbook:editions")


def differing(found: Iterable[Difference]) -> list[dict[str, Any]]:
    """Differences as the page shows them, the field in words where it has some."""
    told = []
    for one in found:
        word = rewriting.LABELS.get(one.path.rpartition(".")[2])
        told.append({"word": str(word) if word else "", **asdict(one)})
    return told
