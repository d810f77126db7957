"""What several pages of the room share: labels, money, references, and where a condition is closed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from keyaccount.interfaces.web.routes import route
from keyaccount.playbook.deal_facts import PLACES

# Where each place of the playbook is: route, what its address is made of ("deal" or "account"), and a part of the page or of the contract.
_WHERE: dict[str, tuple[str, str, str]] = {
    "judgement": ("deals:show", "deal", "#judgement"),
    "deal": ("deals:details", "deal", "#deal"),
    "budget": ("deals:details", "deal", "#budget"),
    "needs": ("deals:details", "deal", "#needs"),
    "team": ("deals:details", "deal", "#team"),
    "people": ("accounts:organisation", "account", ""),
    "map": ("power:map", "deal", ""),
    "route": ("deals:details", "deal", "#steps"),
    "proposals": ("offering:proposals", "deal", ""),
    "quotes": ("offering:quotes", "deal", ""),
    "points": ("offering:points", "deal", ""),
    "contract": ("offering:contracts", "deal", "?part=contract"),
    "signing_route": ("offering:contracts", "deal", "?part=route-sign"),
    "payment_route": ("offering:contracts", "deal", "?part=route-pay"),
    "instalments": ("offering:contracts", "deal", "?part=instalments"),
    "invoices": ("offering:contracts", "deal", "?part=invoices"),
    "receipts": ("offering:contracts", "deal", "?part=ledger"),
}


def place(key: str, deal: UUID, account: UUID) -> dict[str, Any]:
    """Label and address of the place where a condition is closed; no address for a place without a page."""
    label = str(PLACES[key])
    if key == "contacts":
        return {"label": label, "href": contact(deal, account), "panel": True}
    if key not in _WHERE:
        return {"label": label, "href": ""}
    name, whose, part = _WHERE[key]
    return {"label": label, "href": route(name, deal if whose == "deal" else account) + part}


def contact(deal: UUID, account: UUID) -> str:
    """The address of the form in which a contact about the deal is noted."""
    return f"{route('contacts:new')}?account={account}&opportunity={deal}"


def near_account(controls: Iterable[dict[str, Any]], account: Any) -> None:
    """People, departments and deals to pick from are those of the customer."""
    for one in controls:
        url = one["attrs"].get("url", "")
        if account and url.rsplit("/", 1)[-1] in ("unit", "person", "opportunity"):
            one["attrs"]["url"] = f"{url}?account={account}"
