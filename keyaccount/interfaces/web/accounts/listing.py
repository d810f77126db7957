"""The list of customers: whoever has an owner; what lies in a pool has a page of its own."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from keyaccount.access import Principal, Relation, access_to
from keyaccount.base import clock
from keyaccount.base.language import say
from keyaccount.facts.editions import edition_in_force
from keyaccount.interfaces.web.accounts.cells import cells
from keyaccount.interfaces.web.lists import ListSpec, Look, Params, Tab, shown
from keyaccount.interfaces.web.pages import page
from keyaccount.queries.accounts.my_book import COLD_DAYS, cold, my_book
from keyaccount.queries.search.find import matching_ids

LOOKS = {
    "name": Look("xl", "title"),
    "tier": Look("sm", "side", label=say("等级")),
    "industry": Look("sm", "line"),
    "owner": Look("lg", "line"),
    "region": Look("md"),
    "seats": Look("sm", "hide", "end", "-"),
    "status": Look("sm", "hide"),
    "followed_at": Look("md", "line", first="-"),
    "updated_at": Look("md", "hide", "end", "-", label=say("更新")),
}


def tabs(by: Principal) -> list[Tab]:
    """The views everybody has; those who see more than their own also get their department's."""
    relations = by.grants("account").keys()
    key = ",".join(tier.key for tier in edition_in_force().tiers if tier.key_account)
    found = [Tab(say("我的客户"), "owner=me")] if Relation.OWNER in relations else []
    if {Relation.SUBTREE, Relation.COMPANY} & relations:
        found.append(Tab(say("部门客户"), "held=department"))
    found += [Tab(say("大客户"), f"tier={key}"), Tab(say("全部"), "")]
    if access_to(by, "account").may("archive"):
        found.append(Tab(say("已归档"), "archived=1"))
    return found


def narrow(by: Principal, params: Params) -> Q:
    """Owned accounts; `held=department`: mine and below, `held=cold`: not followed for long.

    Archived ones come only by themselves and for who may archive.
    """
    wanted = Q()
    for held in params.get("held", []):
        wanted &= _held(by, held)
    if "archived" in params:
        wanted = Q(archived_at__isnull=False, merged_into=None)
        wanted &= Q() if access_to(by, "account").may("archive") else Q(pk__in=[])
    return wanted


def _held(by: Principal, held: str) -> Q:
    match held:
        case "department":
            return Q(department_id__in=by.subtree)
        case "cold":
            return cold(clock.now())
    return Q(pk__in=[])


SPEC = ListSpec(
    entity="account",
    namespace="accounts",
    columns=("name", "tier", "industry", "owner", "region", "seats", "followed_at", "updated_at"),
    looks=LOOKS,
    also=("short_name", "tier", "reclaim_on", "currency"),
    tabs=tabs,
    special={
        "held": {"department": say("部门客户"), "cold": say("{n} 天未跟进", n=COLD_DAYS)},
        "archived": {"1": say("已归档")},
    },
    narrow=narrow,
    pooled=False,
    cells=cells,
    find=matching_ids,
    first_filters=("tier", "owner", "industry", "region", "status", "seats", "followed_at", "tags"),
)


@require_GET
def accounts(request: HttpRequest) -> HttpResponse:
    """The list page; htmx takes its `#list` out of it."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    found = shown(request, SPEC)
    at = clock.now()
    context = {
        "list": found,
        "tiers": tiers(),
        "today": clock.day_of(at),
        "warn_days": edition_in_force().pool.warn_days,
        "book": my_book(by, at=at) if Relation.OWNER in by.grants("account") else None,
        "export": reverse("imports:export", args=["accounts"]) if by.may("export.run") else "",
        "may": {
            verb: access_to(by, "account").may(verb) for verb in ("create", "transfer", "release", "edit")
        },
    }
    return page(request, "accounts/list.html", context, status=found.status)


def tiers() -> dict[str, dict[str, Any]]:
    """Tier key → its words and its rank, for badges."""
    edition = edition_in_force()
    return {
        t.key: {"label": str(t.label), "rank": t.rank, "key": t.key_account, "meaning": str(t.meaning)}
        for t in edition.tiers
    }
