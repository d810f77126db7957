"""Two entries for one customer: look at both, choose field by field, make one, and take it apart again if wrong (ACC-4)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from keyaccount.access import access_to
from keyaccount.actions.accounts.merge_accounts import merge_accounts
from keyaccount.actions.accounts.undo_merge import undo_merge
from keyaccount.base import clock
from keyaccount.base.errors import Invalid, Missing, Refused
from keyaccount.base.language import Say, say
from keyaccount.facts.duplicates import likely_duplicates
from keyaccount.interfaces.web.accounts.head import head
from keyaccount.interfaces.web.pages import page, told
from keyaccount.interfaces.web.values import words
from keyaccount.queries.accounts.merge_preview import MergePreview, merge_preview
from keyaccount.queries.accounts.merges import account_merges

MOVING: dict[str, Say] = {
    "person": say("联系人"),
    "unit": say("部门"),
    "note": say("记事"),
    "fact": say("档案事实"),
    "file": say("文件"),
    "address": say("地址"),
    "result": say("月度业绩"),
    "team_seat": say("团队成员"),
    "seat": say("团队成员"),
    "share": say("共享"),
    "judgement": say("等级判定"),
    "post": say("任职"),
    "subsidiary": say("下级单位"),
    "tag": say("标签"),
}


def merge(request: HttpRequest, id: UUID) -> HttpResponse:
    """GET: choose the other entry, then both side by side (`?other=`). POST: merge."""
    by = request.principal  # type: ignore[attr-defined]
    if not access_to(by, "account").may("merge"):
        raise Refused()
    context = head(request, id, "merge")
    other = _id(request.POST.get("other") or request.GET.get("other", ""))
    problems: tuple[Any, ...] = ()
    if request.method == "POST" and other:
        take = [
            name.removeprefix("take.")
            for name, value in request.POST.items()
            if name.startswith("take.") and value == "theirs"
        ]
        try:
            merge_accounts(by=by, at=clock.now(), keep=id, drop=other, take=take)
        except Invalid as error:
            problems = error.problems
        else:
            told(request, say("已合并。30 天内可以撤销"))
            return HttpResponseRedirect(reverse("accounts:merge", args=[id]))
    preview = merge_preview(by, id, other) if other and other != id else None
    row = context["row"]
    context |= {
        "preview": _preview(preview) if preview else None,
        "alike": [] if preview else likely_duplicates(by, row.name, row.credit_code, exclude=row.pk).visible,
        "merges": account_merges(by, id),
        "moving": MOVING,
        "problems": [{"field": p.field, "message": p.message} for p in problems],
    }
    return page(request, "accounts/merge.html", context, status=422 if problems else 200)


def _id(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        raise Missing() from None


def _preview(preview: MergePreview) -> dict[str, Any]:
    rows = [
        {
            "name": choice.field.name,
            "label": str(choice.field.label),
            "kept": words(choice.field, choice.kept, preview.names),
            "dropped": words(choice.field, choice.dropped, preview.names),
            "takes": choice.takes_dropped,
        }
        for choice in preview.choices
    ]
    moving = [(str(MOVING[entity]), count) for entity, count in preview.moving.items() if count]
    return {"kept": preview.kept, "dropped": preview.dropped, "rows": rows, "moving": moving}


@require_POST
def undo(request: HttpRequest, id: UUID, merge: UUID) -> HttpResponse:
    """Both stand again."""
    try:
        dropped = undo_merge(by=request.principal, at=clock.now(), id=merge, into=id)  # type: ignore[attr-defined]
    except Invalid as error:
        told(request, error.message, "bad")
    else:
        told(request, say("已撤销合并，{name} 恢复了", name=dropped.name))
    return HttpResponseRedirect(reverse("accounts:merge", args=[id]))
