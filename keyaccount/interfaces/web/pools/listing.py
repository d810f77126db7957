"""The pooled customers one may take, how much room one has, and why one may not (ACC-5)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST
from markupsafe import Markup

from keyaccount.access import Principal, Relation, access_to
from keyaccount.actions.accounts.claim_account import claim_account
from keyaccount.actions.accounts.placing import HoldingBook, claims_today
from keyaccount.base import clock
from keyaccount.base.errors import Invalid, Refused
from keyaccount.base.language import say
from keyaccount.interfaces.web.accounts.cells import cells
from keyaccount.interfaces.web.drawing import macro
from keyaccount.interfaces.web.lists import ListSpec, Look, Params, RowShown, Tab, shown
from keyaccount.interfaces.web.pages import page, told
from keyaccount.queries.accounts.holding import pools_shown
from keyaccount.queries.search.find import matching_ids


def tabs(by: Principal) -> list[Tab]:
    """Each pool that is open to the reader, after all of them together."""
    pools = pools_shown(by)
    return [Tab(say("全部公海"), "")] + [
        Tab(say("{name}", name=p.pool.name), f"pool={p.pool.pk}") for p in pools if len(pools) > 1
    ]


def narrow(by: Principal, params: Params) -> Q:
    return Q(pool__isnull=False)


SPEC = ListSpec(
    entity="account",
    namespace="pools",
    columns=("name", "tier", "industry", "region", "headcount", "pool", "updated_at"),
    looks={
        "name": Look("xl", "title"),
        "tier": Look("sm", "hide", label=say("等级")),
        "industry": Look("sm", "line"),
        "region": Look("md", "line"),
        "headcount": Look("sm", "hide", "end", "-"),
        "pool": Look("md", "line"),
        "updated_at": Look("sm", "hide", "end", "-", label=say("更新")),
    },
    also=("short_name", "tier"),
    tabs=tabs,
    narrow=narrow,
    find=matching_ids,
    first_filters=("industry", "region", "ownership", "headcount", "tier", "pool"),
    cells=cells,
)
SIDE = Markup(' class="ka-end" data-col="claim" data-phone="side"')


@require_GET
def pools(request: HttpRequest) -> HttpResponse:
    """The list, with the reader's own room to take more."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    if not by.grants("account"):
        raise Refused()
    access = access_to(by, "account")
    found = shown(request, SPEC)
    may = {verb: access.may(verb) for verb in ("claim", "assign")}
    if may["claim"] and found.columns:
        found.columns.append(
            {"key": "claim", "label": str(say("领取")), "width": "sm", "align": "end", "attrs": SIDE}
        )
        for row in found.rows:
            row.cells.append(_claim_button(row))
    context = {
        "list": found,
        "may": may,
        "figures": _room(by) if Relation.OWNER in by.grants("account") else [],
        "sections": sections(by, "list"),
    }
    return page(request, "pools/list.html", context, status=found.status)


def _claim_button(row: RowShown) -> Markup:
    place, label = f"claim-{row.id}", str(say("领取 {name}", name=row.values["name"]))
    asked = {"hx-post": reverse("pools:claim", args=[row.id]), "hx-target": f"#{place}", "aria-label": label}
    made = macro("button", "button")(str(say("领取")), "hand-grab", size="sm", attrs=asked)
    return Markup('<span id="{}">{}</span>').format(place, made)


def _room(by: Principal) -> list[dict[str, Any]]:
    """What the reader holds, may still hold and may still take today."""
    book, at = HoldingBook(), clock.now()
    rules, held = book.rules(by.member.department_id), book.held_count(by.member)
    room, taken = book.room_left(by.member), claims_today(by.member, at)
    unit, counted = str(say("个")), "" if rules.capacity_counts_exempt else str(say("不含大客户"))
    figures: list[dict[str, Any]] = [
        {"label": str(say("我持有")), "value": held, "unit": unit, "hint": counted}
    ]
    if room is not None:
        figures.append(
            {"label": str(say("还能再拿")), "value": room, "unit": unit, "tone": "" if room else "warn"}
        )
    if rules.claims_per_day:
        left = max(rules.claims_per_day - taken, 0)
        told = {"label": str(say("今天还能领")), "value": left, "unit": unit, "tone": "" if left else "warn"}
        figures.append({**told, "hint": str(say("每天 {n} 个", n=rules.claims_per_day))})
    return figures


def sections(by: Principal, current: str) -> list[dict[str, Any]]:
    """The pages of this room that the reader may open."""
    found = [("list", say("公海客户")), ("rules", say("公海和规则"))]
    if by.may("account.assign") or by.may("pool.manage"):
        found.append(("tonight", say("今晚回收")))
    return [
        {"label": str(label), "href": reverse(f"pools:{name}"), "active": name == current}
        for name, label in found
    ]


@require_POST
def claim(request: HttpRequest, id: UUID) -> HttpResponse:
    """Take an account; every rule that stands against it is told in its row."""
    try:
        account = claim_account(by=request.principal, at=clock.now(), id=id)  # type: ignore[attr-defined]
    except Invalid as error:
        return page(request, "pools/refused.html", {"problems": error.problems}, status=422)
    told(request, say("已领取 {name}，记得尽快跟进", name=account.name))
    return HttpResponse(status=204, headers={"HX-Redirect": reverse("accounts:show", args=[id])})
