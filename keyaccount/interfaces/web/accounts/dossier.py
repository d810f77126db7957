"""The dossier: what we know of the customer in the method's four groups, and what to ask next (ACC-2)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_GET, require_POST

from keyaccount.access import FieldClass, Kind, access_to
from keyaccount.actions.accounts.verify_item import verify_item
from keyaccount.base import clock
from keyaccount.base.language import listed, say
from keyaccount.facts.editions import edition_in_force
from keyaccount.interfaces.web import shown
from keyaccount.interfaces.web.accounts.head import head
from keyaccount.interfaces.web.pages import done, page
from keyaccount.interfaces.web.routes import route
from keyaccount.interfaces.web.visits.near import tasks_near
from keyaccount.queries.accounts.dossier import DossierShown, GroupShown, ItemShown, account_dossier
from keyaccount.queries.people.organisation import uncovered
from keyaccount.queries.records.list_records import list_records
from keyaccount.records.accounts.choices import FACT_SOURCE

REGISTERED = (
    "name",
    "short_name",
    "english_name",
    "credit_code",
    "ownership",
    "status",
    "region",
    "parent",
    "revenue",
    "founded",
    "stock_code",
    "phone",
    "website",
    "source",
    "fiscal_year_start",
    "budget_months",
    "tags",
    "external_id",
    "note",
)
MOST_QUESTIONS, MOST_STALE = 4, 3
ADDRESS = ("kind", "region", "street", "postcode", "is_main")


@require_GET
def show(request: HttpRequest, id: UUID) -> HttpResponse:
    """The account's first page."""
    by = request.principal  # type: ignore[attr-defined]
    context = head(request, id, "show")
    row = context["row"]
    if row.merged_into:
        return HttpResponseRedirect(route("accounts:show", row.merged_into))
    dossier = account_dossier(by, row, today=context["today"])
    in_dossier = {item.field for group in dossier.groups for item in group.items}
    here = {"account": [str(id)], "limit": ["50"]}
    addressed = bool(access_to(by, "address").fields)
    context |= {
        "dossier": dossier,
        "groups": [_group(group, context) for group in dossier.groups] if context["inside"] else [],
        "registered": [
            told_field(name, context)
            for name in REGISTERED
            if name in context["account"].fields and name not in in_dossier
        ],
        "addresses": list_records(
            by, "address", here, default_sort="created_at", columns=ADDRESS, count=False
        )
        if addressed
        else None,
        "next": _next(dossier, context),
        "uncovered": uncovered(by, row) if context["inside"] else [],
        "tasks": tasks_near(by, id, add=context["may"]["contact"]) if context["inside"] else None,
    }
    return page(request, "accounts/dossier.html", context)


def _group(group: GroupShown, context: dict[str, Any]) -> dict[str, Any]:
    items = [told_item(item, context) for item in group.items]
    known = sum(item["state"] == "fresh" for item in items)
    return {
        "key": group.group.key,
        "label": str(group.group.label),
        "done": known,
        "total": len(items),
        "items": items,
    }


def told_item(item: ItemShown, context: dict[str, Any]) -> dict[str, Any]:
    """Arguments of the `fact` macro, and the way to change or verify the item."""
    verdict, id = item.verdict, context["row"].pk
    source = FACT_SOURCE.get(verdict.source)
    told: dict[str, Any] = {
        "name": verdict.item.key,
        "label": str(verdict.item.label),
        "value": "",
        "source": str(source) if source and verdict.state != "missing" else "",
        "age": _age(verdict.age) if verdict.state != "missing" else "",
        "stale": verdict.state == "stale",
        "state": verdict.state,
        "href": "",
    }
    if item.field in context["said"]:
        told["value"] = context["said"][item.field]
        told["href"] = (
            route("accounts:field", id, item.field) if item.field in context["account"].writable else ""
        )
        told["name"] = item.field
    elif item.recordable:
        told["value"] = item.fact.text if item.fact else ""
        told["source"] = " · ".join(
            part for part in (told["source"], item.fact.said_by if item.fact else "") if part
        )
        told["href"] = route("accounts:fact", id, verdict.item.key) if context["may"]["fact"] else ""
    else:
        told["value"] = str(say("已记录")) if verdict.state != "missing" else ""
        told["link"] = route("accounts:organisation", id)
    return told


def _age(days: int | None) -> str:
    if days is None:
        return ""
    if days < 45:
        return str(say("今天") if days == 0 else say("{n} 天前", n=days))
    return str(say("{n} 个月前", n=round(days / 30.4)))


def told_field(name: str, context: dict[str, Any]) -> dict[str, Any]:
    """A field of the account in the registered part; editable where the reader may write it."""
    field, row = context["account"].fields[name], context["row"]
    href = (
        route("accounts:field", row.pk, name)
        if name in context["account"].writable and context["may"]["edit"]
        else ""
    )
    stamp = row.stamps.get(name) or []
    source = FACT_SOURCE.get(stamp[2]) if len(stamp) > 2 else None
    return {
        "name": name,
        "label": str(field.label),
        "value": context["said"].get(name, ""),
        "href": href,
        "source": str(source or ""),
        "age": shown.day(stamp[0]) if stamp and field.kind is not Kind.CHOICE else "",
        "stale": False,
    }


def _next(dossier: DossierShown, context: dict[str, Any]) -> list[dict[str, Any]]:
    """What to do next: the reclaim warning, then the questions whose answers weigh most, then what has gone stale."""
    if FieldClass.INTERNAL not in context["classes"]:
        return []
    row, found = context["row"], []
    if row.reclaim_on and (left := (row.reclaim_on - context["today"]).days) <= context["warn_days"]:
        due = str(say("{n} 天后", n=left) if left > 0 else say("今晚"))
        text, sub = str(say("再不跟进就会收回公海")), str(say("记一次跟进就重新计时"))
        found.append({"icon": "clock", "tone": "warn", "text": text, "sub": sub, "due": due})
    functions = {f.key: str(f.label) for f in edition_in_force().functions}
    found += [_question(item, functions) for item in dossier.asks if item.verdict.state == "missing"][
        :MOST_QUESTIONS
    ]
    return (
        found + [_stale(item, context) for item in dossier.asks if item.verdict.state == "stale"][:MOST_STALE]
    )


def _question(item: ItemShown, functions: dict[str, str]) -> dict[str, Any]:
    """What to ask, and whom."""
    asked = item.verdict.item
    who = str(listed(functions[key] for key in asked.knows if key in functions))
    told = {
        "icon": "help-circle",
        "tone": "accent",
        "text": str(asked.ask),
        "sub": str(say("可以问{who}", who=who)),
    }
    return {**told, "href": f"#fact-{item.field or asked.key}"}


def _stale(item: ItemShown, context: dict[str, Any]) -> dict[str, Any]:
    """What was known long ago, with the button that says it still holds."""
    told = told_item(item, context)
    verifiable = context["may"]["fact"] and (item.fact or item.field)
    return {
        "icon": "refresh",
        "tone": "mute",
        "text": str(say("核实：{label}", label=told["label"])),
        "sub": f"{told['value'][:60]} · {told['age']}",
        "href": told.get("link") or f"#fact-{told['name']}",
        "verify": route("accounts:verify", context["row"].pk, item.verdict.item.key) if verifiable else "",
    }


@require_POST
def verify(request: HttpRequest, id: UUID, item: str) -> HttpResponse:
    """What we know still holds: its age starts anew."""
    verify_item(by=request.principal, at=clock.now(), id=id, item=item)  # type: ignore[attr-defined]
    return done(say("已核实"), reload="#main")
