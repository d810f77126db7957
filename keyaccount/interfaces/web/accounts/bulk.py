"""What one does with several customers at once: transfer, give back, tag. Each opens a panel and posts it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from keyaccount.access import opened
from keyaccount.actions.accounts.release_accounts import release_accounts
from keyaccount.actions.accounts.tag_accounts import tag_accounts
from keyaccount.actions.accounts.transfer_accounts import transfer_accounts
from keyaccount.base import clock
from keyaccount.base.errors import Invalid
from keyaccount.base.language import say
from keyaccount.interfaces.web.lists import ids_of
from keyaccount.interfaces.web.pages import done, page
from keyaccount.queries.records.names import names_for


def _panel(
    request: HttpRequest, template: str, ids: list[UUID], error: Invalid | None = None, **more: Any
) -> HttpResponse:
    """The panel with the accounts it is about; after a refusal with what was typed and every reason."""
    by = request.principal  # type: ignore[attr-defined]
    names = list(
        opened(by, "account")
        .filter(pk__in=ids)
        .order_by("name_sort", "pk")
        .values_list("name", flat=True)[:200]
    )
    problems = [{"field": p.field, "message": p.message} for p in error.problems] if error else []
    context = {
        "ids": ids,
        "names": names,
        "problems": problems,
        "typed": request.POST,
        "action": request.path,
        **more,
    }
    return page(request, template, context, status=422 if error else 200)


def transfer(request: HttpRequest) -> HttpResponse:
    """Give the chosen accounts to a colleague, from another owner or from the pool."""
    by = request.principal  # type: ignore[attr-defined]
    ids = ids_of(request.POST or request.GET)
    if request.method != "POST":
        return _panel(request, "accounts/panels/transfer.html", ids)
    to = request.POST.get("to", "")
    try:
        transfer_accounts(by=by, at=clock.now(), ids=ids, to=to, reason=request.POST.get("reason", ""))
    except Invalid as error:
        options = [(str(key), name) for key, name in names_for(by, "member", [to]).items()] if to else []
        return _panel(request, "accounts/panels/transfer.html", ids, error, options=options)
    return done(say("已转移 {n} 个客户", n=len(ids)), reload="#main")


def release(request: HttpRequest) -> HttpResponse:
    """Give the chosen accounts back to the pool, with a reason."""
    ids = ids_of(request.POST or request.GET)
    if request.method != "POST":
        return _panel(request, "accounts/panels/release.html", ids)
    try:
        release_accounts(
            by=request.principal,
            at=clock.now(),
            ids=ids,
            reason=request.POST.get("reason", ""),  # type: ignore[attr-defined]
        )
    except Invalid as error:
        return _panel(request, "accounts/panels/release.html", ids, error)
    return done(say("已把 {n} 个客户退回公海", n=len(ids)), reload="#main")


def tag(request: HttpRequest) -> HttpResponse:
    """Add tags to the chosen accounts; new words become tags."""
    ids = ids_of(request.POST or request.GET)
    lookup = reverse("lookups:records", args=["tag"])
    if request.method != "POST":
        return _panel(request, "accounts/panels/tag.html", ids, lookup=lookup)
    try:
        tag_accounts(by=request.principal, at=clock.now(), ids=ids, tags=request.POST.getlist("tags"))  # type: ignore[attr-defined]
    except Invalid as error:
        return _panel(request, "accounts/panels/tag.html", ids, error, lookup=lookup)
    return done(say("已给 {n} 个客户打标签", n=len(ids)), reload="#list")
