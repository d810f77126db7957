"""What one does with one account from its menu: claim, archive, restore, note down."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from keyaccount.actions.accounts.claim_account import claim_account
from keyaccount.actions.records.archive_record import archive_record
from keyaccount.actions.records.create_record import create_record
from keyaccount.base import clock
from keyaccount.base.errors import Invalid
from keyaccount.base.language import say
from keyaccount.interfaces.web.pages import done, page, told
from keyaccount.queries.records.names import names_for
from keyaccount.queries.records.show_record import show_record


@require_POST
def claim(request: HttpRequest, id: UUID) -> HttpResponse:
    """Take the account from its pool; every rule that stands against it is told in place."""
    try:
        account = claim_account(by=request.principal, at=clock.now(), id=id)  # type: ignore[attr-defined]
    except Invalid as error:
        problems = [{"field": "", "message": p.message} for p in error.problems]
        return page(request, "accounts/problems.html", {"problems": problems}, status=422)
    told(request, say("已领取 {name}，记得尽快跟进", name=account.name))
    return done("", redirect=reverse("accounts:show", args=[id]))


@require_POST
def archive(request: HttpRequest, id: UUID) -> HttpResponse:
    """Put the account away; the toast takes it back."""
    account = archive_record(by=request.principal, at=clock.now(), entity="account", id=id)  # type: ignore[attr-defined]
    return done(
        say("已归档 {name}", name=account.name), undo=reverse("accounts:restore", args=[id]), reload="#main"
    )


@require_POST
def restore(request: HttpRequest, id: UUID) -> HttpResponse:
    """Take the account back from the archive."""
    account = archive_record(
        by=request.principal,
        at=clock.now(),
        entity="account",
        id=id,
        restore=True,  # type: ignore[attr-defined]
    )
    return done(say("已恢复 {name}", name=account.name), reload="#main")


def note(request: HttpRequest, id: UUID) -> HttpResponse:
    """Write down what happened, with whom and when; it counts as a follow-up."""
    by = request.principal  # type: ignore[attr-defined]
    problems = []
    if request.method == "POST":
        raw = {name: request.POST.get(name, "") for name in ("text", "person_id", "happened_at")}
        try:
            create_record(by=by, at=clock.now(), entity="note", raw={**raw, "account": str(id)})
        except Invalid as error:
            problems = [{"field": p.field, "message": p.message} for p in error.problems]
        else:
            return done(say("已记下"), reload="#main")
    account = show_record(by, "account", id)
    person = request.POST.get("person_id") or request.GET.get("person", "")
    names = names_for(by, "person", [person]) if person else {}
    context = {
        "account": account,
        "action": request.path,
        "problems": problems,
        "errors": {p["field"]: p["message"] for p in problems},
        "typed": request.POST,
        "people": [(str(key), name) for key, name in names.items()],
        "now": timezone.localtime(clock.now()).strftime("%Y-%m-%dT%H:%M"),
    }
    return page(request, "accounts/panels/note.html", context, status=422 if problems else 200)
