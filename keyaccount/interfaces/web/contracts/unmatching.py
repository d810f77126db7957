"""Taking back a line of the ledger: its opposite is written, with the reason (PAY-3)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from keyaccount.access import Principal, found
from keyaccount.actions.contracts.unmatch import unmatch
from keyaccount.base import clock
from keyaccount.base.errors import Invalid, Problem, Refused
from keyaccount.base.language import say
from keyaccount.interfaces.web.deals.asking import panel, reason
from keyaccount.interfaces.web.pages import done


@require_http_methods(["GET", "POST"])
def unmatch_line(request: HttpRequest, line: int) -> HttpResponse:
    """Ask why, then take it back; the line itself stays on record."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    if not by.may("money.edit"):
        raise Refused()
    found(by, "allocation", str(line))
    problems: tuple[Problem, ...] = ()
    said = request.POST.get("reason", "")
    if request.method == "POST":
        try:
            unmatch(by=by, at=clock.now(), allocation=line, reason=said)
        except Invalid as error:
            problems = error.problems
        else:
            return done(say("已取消核销"), reload="#main")
    text = say("原来的核销留着，另记一笔相反的；这笔钱可以重新核销。")
    return panel(request, say("取消核销"), say("取消核销"), [reason(say("原因"), said)], problems, text=text)
