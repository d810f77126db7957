"""The page of one contract: signed, invoiced and received as three figures; both routes; the plan; the ledger (CON-1, PAY-1..3)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from keyaccount.access import Principal, access_to
from keyaccount.base import clock
from keyaccount.base.language import Say, say
from keyaccount.interfaces.web import shown
from keyaccount.interfaces.web.contracts.cells import CONTRACT_TONES, exact
from keyaccount.interfaces.web.contracts.contract_verbs import VERBS
from keyaccount.interfaces.web.contracts.money import told_instalments, told_invoices, told_ledger
from keyaccount.interfaces.web.contracts.papers import ways as paper_ways
from keyaccount.interfaces.web.pages import page
from keyaccount.interfaces.web.routes import route
from keyaccount.interfaces.web.values import words
from keyaccount.queries.contracts.contract_shown import ContractShown, StepShown, contract_shown, expected_end
from keyaccount.queries.records.list_records import Page

FACTS = tuple(
    "number version_number account opportunity their_party our_party signed_on starts_on ends_on owner terms note".split()
)
ADDED = ("contract_line", "route_step", "instalment", "invoice", "contract_risk")
PLANNED = ("draft", "route", "signed")
RISK_TONES = {"open": "warn", "closed": "good", "happened": "bad"}
WAYS = {
    "draft": (("route", "edit"), ("void", "void")),
    "route": (("sign", "sign"), ("revise", "edit"), ("void", "void")),
    "signed": (("void", "void"),),
}


@require_GET
def show(request: HttpRequest, id: UUID) -> HttpResponse:
    """All of one contract, on one page."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    today = clock.day_of(clock.now())
    found = contract_shown(by, id, today=today)
    row, kept, unit = found.contract.row, found.contract, by.member.money_unit
    said = {
        n: words(f, kept.values.get(n), kept.names, currency=row.currency, unit=unit)
        for n, f in kept.fields.items()
    }
    may = {verb: verb in found.may and row.archived_at is None for verb in ("edit", "sign", "void", "money")}
    context = {
        "row": row,
        "said": said,
        "may": may,
        "tone": CONTRACT_TONES[row.state],
        "crumbs": _crumbs(row, said),
        "figures": _figures(found, unit),
        "gap": "" if found.money.planned_matches else _gap(found, unit),
        "ways": buttons((verb for verb, right in WAYS.get(row.state, ()) if may[right]), id),
        "facts": [{"name": n, "label": str(kept.fields[n].label), "value": said[n]} for n in FACTS if n in kept.fields],
        "edit": route("contracts:change", "contract", id) if may["edit"] and kept.writable else "",
        "add": {one: route("contracts:add_to", one, id) if _adds(by, row, one) else "" for one in ADDED},
        "lines": hanging(found.lines, "contract_line", row.currency, unit, may["edit"] and row.state == "draft"),
        "routes": [
            _route("route-sign", say("客户的签订流程"), found.sign_route, may["edit"], today),
            _route("route-pay", say("客户的付款流程"), found.pay_route, may["edit"], today),
        ],
        "instalments": told_instalments(found, unit),
        "invoices": told_invoices(found, unit, by),
        "ledger": told_ledger(found, unit),
        "risks": [
            {**one, "tone": RISK_TONES.get(one["values"]["state"], "")}
            for one in hanging(found.risks, "contract_risk", row.currency, unit, may["edit"])
        ],
        "copy": found.has_copy,
        "papers": paper_ways(by, "contract", [id])[id],
        "menu": _menu(found, id),
        "plan": route("contracts:plan", id) if may["edit"] and row.state in PLANNED else "",
        "dunned": found.dunned,
        "versions": found.versions,
        "files": may["edit"] and row.state in ("signed", "ended"),
    }  # fmt: skip
    return page(request, "contracts/show.html", context)


def _crumbs(row: Any, said: dict[str, str]) -> list[tuple[str, str]]:
    """Up to the customer and the deal, as far as the reader sees them."""
    found = [(str(say("合同与回款")), route("contracts:list"))]
    if said.get("account"):
        found.append((said["account"], route("accounts:show", row.account_id)))
    if said.get("opportunity") and row.opportunity_id:
        found.append((said["opportunity"], route("offering:contracts", row.opportunity_id)))
    return found


def _adds(by: Principal, row: Any, entity: str) -> bool:
    """Lines and instalments one by one belong to a draft, invoices to what is on its way; the actions ask again."""
    fits = {
        "contract_line": row.state == "draft",
        "instalment": row.state == "draft",
        "invoice": row.state != "draft",
    }
    live = row.archived_at is None and row.state != "void" and fits.get(entity, True)
    return live and access_to(by, entity).may("create")


def _menu(found: ContractShown, id: UUID) -> list[dict[str, Any]]:
    """What is done rarely: hand it on, put it away, take it back."""
    away, items = found.contract.row.archived_at is not None, []
    if "transfer" in found.may and not away:
        attrs = {"hx-get": route("contracts:do", "transfer", id), "hx-target": "#panel"}
        items.append({"label": str(VERBS["transfer"].label), "icon": VERBS["transfer"].icon, "attrs": attrs})
    if "archive" in found.may:
        attrs = {
            "hx-post": route("contracts:restore" if away else "contracts:archive", id),
            "hx-swap": "none",
        }
        label, icon = (say("恢复"), "restore") if away else (say("归档"), "archive")
        items.append({"label": str(label), "icon": icon, "attrs": attrs})
    return items


def buttons(verbs: Iterable[str], id: Any) -> list[dict[str, Any]]:
    """Buttons of verbs: those that ask open the panel, the others are done at once."""
    found = []
    for verb in verbs:
        known, href = VERBS[verb], route("contracts:do", verb, id)
        attrs = {"hx-get": href, "hx-target": "#panel"} if known.ask else {"hx-post": href, "hx-swap": "none"}
        danger = verb in ("void", "reverse")
        found.append({"label": str(known.label), "icon": known.icon, "danger": danger, "attrs": attrs})
    return found


def _figures(found: ContractShown, unit: str) -> list[dict[str, Any]]:
    """Signed, invoiced and received are three different figures; what is overdue is told where there is some."""
    money, currency = found.money, found.contract.row.currency
    rows: list[tuple[Say, Any, str]] = [
        (say("合同金额"), money.amount, ""),
        (say("已开票"), money.invoiced, ""),
        (say("已到账"), money.received, "good" if money.amount and money.received >= money.amount else ""),
        (say("未到账"), money.open, ""),
    ]
    if money.overdue:
        rows.append((say("逾期"), money.overdue, "bad"))
    return [
        {"label": str(label), "value": shown.amount(value, currency, unit), "tone": tone}
        for label, value, tone in rows
    ]


def _gap(found: ContractShown, unit: str) -> str:
    money, currency = found.money, found.contract.row.currency
    planned, amount = (shown.amount(value, currency, unit) for value in (money.planned, money.amount))
    return str(say("分期合计 {planned}，与合同金额 {amount} 不一致。", planned=planned, amount=amount))


def hanging(found: Page, entity: str, currency: str, unit: str, edit: bool) -> list[dict[str, Any]]:
    """Records that hang on the contract, with their values in words, in the order in which they were added."""
    return [
        {
            "id": row.id,
            "values": row.values,
            "said": {n: words(f, row.values.get(n), found.names, currency=currency, unit=exact(n, unit)) for n, f in found.fields.items()},
            "edit": route("contracts:change", entity, row.id) if edit else "",
            "remove": route("contracts:remove", entity, row.id) if edit else "",
        }
        for row in sorted(found.rows, key=lambda row: str(row.id))
    ]  # fmt: skip


def _route(id: str, title: Say, steps: tuple[StepShown, ...], edit: bool, today: Any) -> dict[str, Any]:
    end = expected_end(steps, today)
    hangs = any(one.state == "here" for one in steps)
    first = next((one.id for one in steps if one.state == "waiting"), None)
    return {
        "id": id,
        "title": str(title),
        "end": str(say("按通常天数，预计 {day} 走完", day=end)) if end and hangs else "",
        "steps": [_step(one, edit, not hangs and one.id == first) for one in steps],
    }


def _step(one: StepShown, edit: bool, first: bool) -> dict[str, Any]:
    """A step in words: where it lies, with whom, since when, and how long that usually takes."""
    since = say("{day} 起，第 {n} 天，通常 {usual} 天", day=one.began_on, n=one.days, usual=one.usual_days)
    took = say("{day} 完成，用了 {n} 天", day=one.done_on, n=one.days)
    told = {"here": since, "done": took}.get(one.state, say("通常 {n} 天", n=one.usual_days))
    mine = say("我方 {name} 跟进", name=one.member_name) if one.member_name else ""
    needs = say("需要：{text}", text=one.needs) if one.needs else ""
    return {
        "name": one.name,
        "state": one.state,
        "person": one.person_id,
        "where": " · ".join(part for part in (one.unit_name, one.person_name) if part),
        "told": str(told),
        "late": str(say("超 {n} 天", n=one.late)) if one.late and one.state == "here" else "",
        "sub": " · ".join(str(part) for part in (mine, needs) if part),
        "ways": buttons(("step",) if one.state == "here" else ("begin",) if first else (), one.id)
        if edit
        else [],
        "edit": route("contracts:change", "route_step", one.id) if edit else "",
        "remove": route("contracts:remove", "route_step", one.id) if edit and one.state == "waiting" else "",
    }
