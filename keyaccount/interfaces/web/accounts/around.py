"""The tabs that show what stands around an account: its group, money by month, files, who works on it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from keyaccount.access import FieldClass, access_to
from keyaccount.base.errors import Missing
from keyaccount.interfaces.web import shown
from keyaccount.interfaces.web.accounts.head import head
from keyaccount.interfaces.web.pages import page
from keyaccount.interfaces.web.values import words
from keyaccount.queries.accounts.group import Node, account_group
from keyaccount.queries.accounts.holding import account_holdings
from keyaccount.queries.records.list_records import list_records
from keyaccount.records.accounts.choices import HOW_HELD

MONTHS = 36
AROUND = {
    "team_seat": ("member", "role", "level", "until"),
    "share": ("member", "department", "team", "level", "until", "reason"),
}


@require_GET
def group(request: HttpRequest, id: UUID) -> HttpResponse:
    """The group as a tree; sums roll up over the companies the reader sees."""
    context = head(request, id, "group")
    tops = account_group(request.principal, id)  # type: ignore[attr-defined]
    unit = request.principal.member.money_unit  # type: ignore[attr-defined]
    money = bool(context["classes"] & {FieldClass.COMMERCIAL})
    context |= {
        "rows": [row for top in tops for row in _rows(top, 0, id, unit)],
        "size": sum(top.size for top in tops),
        "money": money,
        "totals": {
            "seats": sum(top.total_seats for top in tops),
            "people": sum(top.total_people for top in tops),
            "received": shown.amount(
                sum((top.total_received for top in tops), Decimal(0)) or None, unit=unit
            ),
        },
    }
    return page(request, "accounts/group.html", context)


def _rows(node: Node, depth: int, current: UUID, unit: str) -> list[dict[str, Any]]:
    row = {
        "id": node.id,
        "name": node.name,
        "depth": depth,
        "tier": node.tier,
        "owner": node.owner,
        "seats": node.seats,
        "people": node.people,
        "received": shown.amount(node.received, unit=unit) if node.received is not None else "",
        "total_seats": node.total_seats if node.children else None,
        "total_received": shown.amount(node.total_received, unit=unit)
        if node.children and node.total_received
        else "",
        "current": node.id == current,
    }
    return [row, *(below for child in node.children for below in _rows(child, depth + 1, current, unit))]


@require_GET
def results(request: HttpRequest, id: UUID) -> HttpResponse:
    """Money received and margin by month, newest first, with the share of the best month."""
    by = request.principal  # type: ignore[attr-defined]
    context = head(request, id, "results")
    if FieldClass.COMMERCIAL not in context["classes"]:
        raise Missing()
    found = list_records(
        by,
        "result",
        {"account": [str(id)], "limit": ["200"]},
        default_sort="created_at",
        count=False,
        columns=["month", "received", "margin", "currency"],
    )
    rows = sorted(
        (row for row in found.rows if "received" in row.values), key=lambda r: r.values["month"], reverse=True
    )
    best = max((row.values["received"] for row in rows), default=Decimal(0)) or Decimal(1)
    unit = by.member.money_unit
    months = [
        {
            "id": row.id,
            "month": row.values["month"].strftime("%Y-%m"),
            "received": shown.amount(row.values["received"], row.values["currency"], unit),
            "margin": shown.amount(row.values["margin"], row.values["currency"], unit),
            "percent": max(int(row.values["received"] * 100 / best), 0),
        }
        for row in rows[:MONTHS]
    ]
    yuan = [row.values for row in rows if row.values["currency"] == "CNY"]
    this_year = [v for v in yuan if v["month"].year == context["today"].year]
    context |= {
        "months": months,
        "more": max(len(rows) - MONTHS, 0),
        "total": shown.amount(sum((v["received"] for v in yuan), Decimal(0)), unit=unit),
        "year": shown.amount(sum((v["received"] for v in this_year), Decimal(0)), unit=unit),
        "margin": shown.amount(sum((v["margin"] or Decimal(0) for v in this_year), Decimal(0)), unit=unit),
        "may_result": access_to(by, "result").may("create"),
    }
    return page(request, "accounts/results.html", context)


@require_GET
def team(request: HttpRequest, id: UUID) -> HttpResponse:
    """Who works on the account, with whom it is shared, who held it."""
    by = request.principal  # type: ignore[attr-defined]
    context = head(request, id, "team")
    if not context["inside"]:
        raise Missing()
    params = {"account": [str(id)], "limit": ["200"]}
    lists = {
        name: list_records(by, name, params, default_sort="created_at", columns=columns, count=False)
        for name, columns in AROUND.items()
    }
    context |= {
        name: [
            {
                "id": row.id,
                "words": {n: words(found.fields[n], row.values.get(n), found.names) for n in found.columns},
            }
            for row in found.rows
        ]
        for name, found in lists.items()
    }
    context["holdings"] = [
        {
            "owner": h.owner,
            "began": h.began_at,
            "ended": h.ended_at,
            "how": str(HOW_HELD.get(h.how, h.how)),
            "reason": h.reason,
        }
        for h in account_holdings(by, id)
    ]
    context["back"] = reverse("accounts:team", args=[id])
    return page(request, "accounts/team.html", context)
