"""The page 情报: every statement the reader sees, with its standing and its source's record."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET
from markupsafe import Markup

from keyaccount.access import Principal, access_to, opened
from keyaccount.base import clock
from keyaccount.base.language import say
from keyaccount.interfaces.web.drawing import clipped, drawn
from keyaccount.interfaces.web.intelligence.wording import in_words
from keyaccount.interfaces.web.lists import ListShown, ListSpec, Look, Params, Tab, shown
from keyaccount.interfaces.web.pages import page
from keyaccount.interfaces.web.routes import route
from keyaccount.queries.intelligence.checking import STATES, ids_standing
from keyaccount.queries.intelligence.finding import matching
from keyaccount.queries.intelligence.telling import tell

LOOKS = {
    "statement": Look("xl", "title"),
    "account": Look("md", "line"),
    "about": Look("sm", "line"),
    "source_person": Look("lg", "line", label=say("来源")),
    "reliability": Look("sm", "side", label=say("可靠度")),
    "learned_on": Look("sm", "line", "end", "-"),
    "expires_on": Look("sm", "hide", "end"),
    "owner": Look("sm", "hide"),
}


def tabs(by: Principal) -> list[Tab]:
    """The views that everybody has."""
    return [
        Tab(say("全部"), ""),
        Tab(say("我记的"), "owner=me"),
        Tab(say("有矛盾"), "held=disputed"),
        Tab(say("单一来源"), "held=single"),
        Tab(say("已印证"), "held=confirmed"),
        Tab(say("已过期"), "held=stale"),
    ]


def narrow(by: Principal, params: Params) -> Q:
    """`held=`: by standing, worked out from what this reader sees."""
    asked = [state for text in params.get("held", ()) for state in text.split(",")]
    if not asked:
        return Q()
    known = [state for state in asked if state in STATES]
    return ids_standing(by, known, clock.day_of(clock.now())) if known else Q(pk__in=[])


SPEC = ListSpec(
    entity="intelligence",
    namespace="intelligence",
    columns=("statement", "account", "about", "source_person", "reliability", "learned_on", "owner"),
    looks=LOOKS,
    lead="statement",
    default_sort="-learned_on",
    tabs=tabs,
    special={"held": STATES},
    narrow=narrow,
    find=matching,
    first_filters=("account", "about", "reliability", "source_person", "source_kind", "expires_on"),
)


@require_GET
def ledger(request: HttpRequest) -> HttpResponse:
    """The list page; htmx takes its `#list` out of it."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    found = shown(request, SPEC)
    _judge(by, found)
    may = access_to(by, "intelligence").may("record")
    context = {"list": found, "add": route("intelligence:new") if may else ""}
    return page(request, "intelligence/list.html", context, status=found.status)


def _judge(by: Principal, found: ListShown) -> None:
    """Draw what a row alone can't tell: standing, source with its record, grade."""
    ids = [row.id for row in found.rows]
    rows = list(opened(by, "intelligence").filter(pk__in=ids).select_related("account"))
    judged = in_words(tell(by, rows, clock.day_of(clock.now()), len(ids)))
    told = {one["id"]: one for one in judged}
    keys = [column["key"] for column in found.columns]
    for row in found.rows:
        if one := told.get(row.id):
            cells = _cells(one)
            row.cells[:] = [cells.get(key, cell) for key, cell in zip(keys, row.cells, strict=True)]


def _mark(text: str, tone: str, icon: str) -> Markup:
    """A badge of its icon alone, so that the statement has room; its words are in the title and for screen readers."""
    words = Markup('<span class="visually-hidden">{}</span>').format(text)
    return drawn("badge", "badge", words, tone, icon, "", text)


def _cells(one: dict[str, Any]) -> dict[str, Markup]:
    look = one["look"]
    badges = [drawn("badge", "badge", look["label"], look["tone"], look["icon"])]
    if one["secret"]:
        badges.append(_mark(str(say("限指定的人")), "", "lock"))
    if one["thin"]:
        badges.append(_mark(str(say("要第二个来源")), "warn", "alert-triangle"))
    source = Markup('<span class="ka-clip" title="{}">{}</span><br><small class="ka-quiet">{}</small>')
    return {
        "statement": Markup(" ").join([*badges, clipped(one["said"]["statement"])]),
        "about": clipped(one["about"]),
        "source_person": source.format(one["source"], one["source"], one["record"]),
        "reliability": Markup('<abbr title="{}">{}</abbr>').format(one["grade_title"], one["grade"]),
    }
