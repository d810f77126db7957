"""Every page about offers, contracts, money, products and papers, with what the oracle says of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.permissions import oracle
from tests.permissions.oracle import EVERY, FLOOR, FORBIDDEN, INVISIBLE, OK, RELATIONS, Who
from tests.permissions.page_cells import Page, listing, when
from tests.permissions.pages_deals import ASKED
from tests.permissions.world import World
from tests.permissions.world_deals import Trade

# Verb of a page → the entity and the right it takes.
OFFERING = {
    "version": ("proposal", "edit"), "review": ("proposal", "edit"), "present": ("proposal", "present"),
    "settle": ("proposal", "edit"), "drop_proposal": ("proposal", "edit"), "submit": ("quote", "edit"),
    "decide": ("quote", "approve"), "send": ("quote", "edit"), "accept": ("quote", "edit"),
    "to_contract": ("quote", "edit"), "drop_quote": ("quote", "edit"), "approve_point": ("negotiation_point", "approve"),
}  # fmt: skip
CONTRACT = {
    "route": ("contract", "edit"), "sign": ("contract", "sign"), "revise": ("contract", "edit"), "void": ("contract", "void"),
    "transfer": ("contract", "transfer"), "step": ("route_step", "edit"), "begin": ("route_step", "edit"),
    "trigger": ("instalment", "trigger"), "issue": ("invoice", "issue"), "deliver": ("invoice", "deliver"),
    "reverse": ("invoice", "issue"), "dun": ("instalment", "dun"), "take_back": ("receipt", "reverse"),
}  # fmt: skip
# What is changed in the panel → what it hangs on, and something to change.
HUNG = {
    "contract_line": ("contract", {"title": "改过"}), "route_step": ("contract", {"name": "改过"}),
    "contract_risk": ("contract", {"text": "改过"}), "instalment": ("contract", {"label": "改过"}),
    "invoice": ("contract", {"note": "改过"}), "proposal": ("opportunity", {"title": "改过"}),
    "proposal_review": ("proposal", {"text": "改过"}), "proposal_feedback": ("proposal", {"text": "改过"}),
    "quote": ("opportunity", {"note": "改过"}), "quote_line": ("quote", {"note": "改过"}),
    "negotiation_point": ("opportunity", {"topic": "改过"}), "negotiation_limit": ("negotiation_point", {"text": "改过"}),
}  # fmt: skip
THROUGH_ACCOUNT = {"receipt"}  # of a customer: who works a deal there has no part in it
FREE = {"contract": "note", "receipt": "note"}
CATALOGUE = {"product": "note", "price_list": "name", "paper": "name", "letterhead": "phone", "rival": "note"}


def offering(world: World, trade: Trade, who: Who) -> Iterator[Page]:
    for relation in EVERY:
        at = trade.at[relation]
        deal = at["opportunity"].pk
        for tab in ("proposals", "quotes", "points", "contracts"):
            seen = oracle.see(who, "opportunity", relation, klass=1)
            yield Page(f"offering:{tab}", relation, "GET", (deal,), seen)
        seen = oracle.see(who, "quote", relation, klass=2)
        yield Page("offering:quote", relation, "GET", (deal, at["quote"].pk), seen)
        if relation != "own":
            other = (trade.rival["opportunity"].pk, at["quote"].pk)
            yield Page("offering:quote", "other", "GET", other, INVISIBLE)
        seen = oracle.see(who, "proposal", relation, klass=1)
        yield Page("offering:review", relation, "GET", (at["proposal"].pk,), seen)
        yield from _verbs(trade, who, relation, "offering", OFFERING)
        for kind in ("proposal", "quote", "contract"):
            seen = oracle.see(who, kind, relation, klass=FLOOR[kind])
            yield Page("papers:write", relation, "GET", (kind, at[kind].pk, "docx"), seen)


def contracts(world: World, trade: Trade, who: Who) -> Iterator[Page]:
    for route, entity, title in (("contracts", "contract", "title"), ("receipts", "receipt", "payer")):
        yield Page(f"{route}:list", "any", "GET", (), when(bool(who.somewhere(entity))))
        yield from listing(world, route, title)
    yield Page("contracts:receivables", "any", "GET", (), when(bool(who.somewhere("instalment"))))
    for entity in FREE:
        yield Page("contracts:add", entity, "GET", (entity,), when(who.has(entity, "create")))
    for relation in EVERY:
        yield from _contract(trade, who, relation)
        yield from _verbs(trade, who, relation, "contracts", CONTRACT)
        yield from _hung(trade, who, relation)
    for relation in RELATIONS:
        yield from _receipt(world, trade, who, relation)


def _contract(trade: Trade, who: Who, relation: str) -> Iterator[Page]:
    at = trade.at[relation]
    id = (at["contract"].pk,)
    seen = oracle.see(who, "contract", relation, klass=2)
    edit = oracle.do(who, "contract", "edit", relation, klass=2)
    for route in ("show", "copy_file"):
        yield Page(f"contracts:{route}", relation, "GET", id, seen)
    yield Page("contracts:plan", relation, "GET", id, edit)
    yield Page("contracts:plan", relation, "POST", id, edit, {}, also=ASKED)
    copy = {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.4")}
    yield Page("contracts:copy", relation, "POST", id, edit, copy)
    for verb in ("archive", "restore"):
        yield Page(
            f"contracts:{verb}", relation, "POST", id, oracle.do(who, "contract", "archive", relation), {}
        )


def _verbs(trade: Trade, who: Who, relation: str, room: str, verbs: dict[str, Any]) -> Iterator[Page]:
    for verb, (entity, right) in verbs.items():
        if entity in THROUGH_ACCOUNT and relation not in RELATIONS:
            continue
        args = (verb, trade.at[relation][entity].pk)
        may = oracle.do(who, entity, right, relation)
        yield Page(f"{room}:do", relation, "GET", args, may)
        yield Page(f"{room}:do", relation, "POST", args, may, {}, also=ASKED if may == OK else ())


def _hung(trade: Trade, who: Who, relation: str) -> Iterator[Page]:
    for entity, (parent, data) in HUNG.items():
        make = oracle.hang(who, entity, parent, relation)
        on = (entity, trade.at[relation][parent].pk)
        yield Page("contracts:add_to", relation, "GET", on, make)
        yield Page("contracts:add_to", relation, "POST", on, make, data, also=ASKED if make == OK else ())
        yield from _changed(who, entity, relation, trade.at[relation][entity].pk, data)
    yield from _changed(who, "contract", relation, trade.at[relation]["contract"].pk, {"note": "改过"})


def _changed(who: Who, entity: str, relation: str, id: Any, data: dict[str, str]) -> Iterator[Page]:
    edit = oracle.do(who, entity, "edit", relation)
    yield Page("contracts:change", relation, "GET", (entity, id), edit)
    yield Page(
        "contracts:change", relation, "POST", (entity, id), edit, data, also=ASKED if edit == OK else ()
    )
    away = oracle.do(who, entity, "remove", relation)
    yield Page("contracts:remove", relation, "POST", (entity, id), away, {}, also=ASKED if away == OK else ())


def _receipt(world: World, trade: Trade, who: Who, relation: str) -> Iterator[Page]:
    row = trade.at[relation]["receipt"].pk
    yield Page("receipts:show", relation, "GET", (row,), oracle.see(who, "receipt", relation, klass=2))
    match = oracle.do(who, "receipt", "match", relation)
    yield Page(
        "receipts:match",
        relation,
        "POST",
        (row,),
        match,
        {"part-x": "1"},
        also=(*ASKED, 404) if match == OK else (),
    )
    yield from _changed(who, "receipt", relation, row, {"note": "改过"})
    line = (trade.at[relation]["allocation"].pk,)
    back = match if who.has("receipt", "match") else FORBIDDEN
    yield Page("contracts:unmatch", relation, "GET", line, back)
    yield Page("contracts:unmatch", relation, "POST", line, back, {"reason": "配错"})
    on = {
        "account": str(world.at[relation]["account"].pk),
        "amount": "5",
        "received_on": "2026-03-01",
        "title": "新合同",
    }
    for entity in FREE:
        make = oracle.create(who, entity, relation)
        yield Page("contracts:add", relation, "POST", (entity,), make, on, also=ASKED if make == OK else ())


def catalogue(world: World, trade: Trade, who: Who) -> Iterator[Page]:
    """Products, price lists and papers: known to all with a role, kept by few."""
    known = when(who.sees_lists()) if who.sees_lists() else FORBIDDEN
    rows = trade.catalogue
    for route in ("products:list", "products:price_lists", "products:rivals"):
        yield Page(route, "any", "GET", (), known)
    yield from listing(world, "products", "name")
    seen = OK if who.sees_lists() else INVISIBLE
    yield Page("products:show", "any", "GET", (rows["product"].pk,), seen)
    yield Page("products:price_list", "any", "GET", (rows["price_list"].pk,), seen)
    for entity, name in CATALOGUE.items():
        make = when(who.has(entity, "create"))
        yield Page("contracts:add", entity, "GET", (entity,), make)
        yield Page("contracts:add", entity, "POST", (entity,), make, {}, also=ASKED if make == OK else ())
        yield from _kept(who, entity, rows[entity].pk, {name: "改过"})
    yield from _kept(who, "price_entry", rows["price_entry"].pk, {"price": "90"})
    for verb in ("archive", "restore"):
        away = oracle.manage(who, "rival", "archive")
        yield Page(f"products:rival_{verb}", "any", "POST", (rows["rival"].pk,), away, {})
    make = when(who.has("price_entry", "create"))
    on = ("price_entry", rows["price_list"].pk)
    yield Page("contracts:add_to", "any", "GET", on, make)
    yield Page("contracts:add_to", "any", "POST", on, make, {}, also=ASKED if make == OK else ())
    yield from _papers(who, rows["paper"].pk, seen)


def _kept(who: Who, entity: str, id: Any, data: dict[str, str]) -> Iterator[Page]:
    edit = oracle.manage(who, entity, "edit")
    yield Page("contracts:change", "any", "GET", (entity, id), edit)
    yield Page("contracts:change", "any", "POST", (entity, id), edit, data, also=ASKED if edit == OK else ())
    away = oracle.manage(who, entity, "remove")
    yield Page("contracts:remove", "any", "POST", (entity, id), away, {}, also=ASKED if away == OK else ())


def _papers(who: Who, id: Any, seen: str) -> Iterator[Page]:
    make = when(who.has("paper", "create"))
    yield Page("papers:list", "any", "GET", (), OK)
    yield Page("papers:list", "any", "POST", (), make, {"kind": "quote"}, also=ASKED if make == OK else ())
    for ending in ("docx", "sample"):
        yield Page("papers:standard", "any", "GET", ("quote", ending), OK)
    yield Page("papers:file", "any", "GET", (id,), seen)
    yield Page("papers:preview", "any", "GET", (id,), seen, also=ASKED)
    for verb in ("archive", "restore"):
        yield Page(f"papers:{verb}", "any", "POST", (id,), oracle.manage(who, "paper", "archive"), {})
