"""Every API operation about deals, offers, contracts, money and products, with what the oracle says of it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from keyaccount.facts.editions import edition_in_force
from keyaccount.records.deals.models import Answer, Passage
from keyaccount.records.visits.models import ContactMember, ContactPerson
from tests.cast import NOW
from tests.permissions import oracle
from tests.permissions.api_call import ASKED, Cell
from tests.permissions.api_power import power_cells
from tests.permissions.oracle import EVERY, FORBIDDEN, INVISIBLE, OK, RELATIONS, Who
from tests.permissions.world import MADE, World
from tests.permissions.world_deals import Trade

PATHS = {
    "opportunity": "opportunities", "opportunity_line": "opportunity-products", "opportunity_member": "opportunity-members",
    "need": "needs", "contact": "contacts", "task": "tasks", "proposal": "proposals", "proposal_feedback": "proposal-feedback",
    "quote": "quotes", "quote_line": "quote-lines", "negotiation_point": "negotiation-points",
    "negotiation_limit": "negotiation-limits", "contract": "contracts", "contract_line": "contract-lines",
    "route_step": "route-steps", "contract_risk": "contract-risks", "instalment": "instalments", "invoice": "invoices",
    "receipt": "receipts", "decision_step": "decision-steps", "reason": "reasons",
}  # fmt: skip
READ_ONLY = {
    "answer": "answers", "passage": "passages", "waiver": "waivers",
    "contact_person": "contact-people", "contact_member": "contact-members", "proposal_review": "proposal-reviews",
    "dunning_step": "dunning-steps", "stakeholder": "stakeholders", "coach_mute": "coach-mutes",
}  # fmt: skip
CATALOGUE = {"product": "products", "price_list": "price-lists", "price_entry": "prices", "rival": "rivals"}
EDIT: dict[str, dict[str, Any]] = {
    "opportunity": {"note": "改过"}, "opportunity_line": {"note": "改过"}, "opportunity_member": {"role": "delivery"},
    "need": {"statement": "改过"}, "contact": {"text": "改过"}, "task": {"title": "改过"}, "proposal": {"title": "改过"},
    "proposal_feedback": {"text": "改过"}, "quote": {"note": "改过"}, "quote_line": {"note": "改过"},
    "negotiation_point": {"topic": "改过"}, "negotiation_limit": {"text": "改过"}, "contract": {"note": "改过"},
    "contract_line": {"title": "改过"}, "route_step": {"name": "改过"}, "contract_risk": {"text": "改过"},
    "instalment": {"label": "改过"}, "invoice": {"note": "改过"}, "receipt": {"note": "改过"},
    "product": {"note": "改过"}, "price_list": {"name": "改过"}, "price_entry": {"price": "90.00"},
    "decision_step": {"needs": "改过"}, "reason": {"proof": "改过"}, "rival": {"note": "改过"},
}  # fmt: skip
ARCHIVED = ("opportunity", "contact", "task", "contract")  # DELETE puts them away, /restore brings them back
REMOVED = tuple(one for one in PATHS if one not in (*ARCHIVED, "invoice", "receipt"))
# Seen by who sees the customer: who works a deal there has no part in it.
THROUGH_ACCOUNT = {"receipt", "contact_person", "contact_member"}
# What hangs on a deal, a contract or a part of them: its parent, the field that names it, and what it needs else.
HUNG: dict[str, tuple[str, str, dict[str, Any]]] = {
    "opportunity_line": ("opportunity", "opportunity", {"quantity": 3}),
    "opportunity_member": ("opportunity", "opportunity", {"role": "presales"}),
    "need": ("opportunity", "opportunity", {"statement": "要能导入"}),
    "decision_step": ("opportunity", "opportunity", {"name": "招标", "route": "sign"}),
    "reason": ("opportunity", "opportunity", {"sentence": "接口现成"}),
    "proposal": ("opportunity", "opportunity", {"title": "新方案"}),
    "proposal_feedback": ("proposal", "proposal", {"text": "还行", "said_on": "2026-03-01"}),
    "quote": ("opportunity", "opportunity", {}),
    "quote_line": ("quote", "quote", {"quantity": 1}),
    "negotiation_point": ("opportunity", "opportunity", {"topic": "交期"}),
    "negotiation_limit": ("negotiation_point", "point", {"text": "不低于八折"}),
    "contract_line": ("contract", "contract", {"title": "实施", "quantity": 1, "unit_price": "1.00"}),
    "route_step": ("contract", "contract", {"name": "盖章", "route": "pay"}),
    "contract_risk": ("contract", "contract", {"text": "换人"}),
    "instalment": ("contract", "contract", {"label": "尾款", "amount": "1.00", "trigger": "acceptance"}),
    "invoice": ("contract", "contract", {"amount": "1.00"}),
}
NEW: dict[str, dict[str, Any]] = {
    "opportunity": {"name": "新商机"},
    "contact": {"channel": "call", "happened_at": "2026-03-01T10:00", "text": "来电"},
    "contract": {"title": "新合同", "amount": "5.00"},
    "receipt": {"amount": "5.00", "received_on": "2026-03-01"},
    "task": {"title": "回电", "due_on": "2026-03-01"},
}
ON, WHY = {"on": "2026-03-02"}, {"reason": "试"}


def deal_cells(world: World, who: Who) -> list[Cell]:
    trade = Trade(world)
    rows = {relation: {**at, **_more(world, at)} for relation, at in trade.at.items()}
    found = [*_lists(trade, who), *_catalogue(trade, who), *power_cells(world, trade, who)]
    for relation in EVERY:
        at = rows[relation]
        found += [
            *_records(who, relation, at),
            *_hung(trade, who, relation, at),
            *_verbs(world, trade, who, relation, at),
        ]
    for relation in RELATIONS:
        found += _at_account(world, who, relation)
    return found


def _more(world: World, at: dict[str, Any]) -> dict[str, Any]:
    """What the API shows by itself and the pages only as part of something."""
    deal, contact = at["opportunity"], at["contact"]
    person = next(row["person"] for row in world.at.values() if row["account"].pk == deal.account_id)
    question = edition_in_force().questions[0].key
    return {
        "answer": Answer.rows.create(
            opportunity=deal, question=question, answer="yes", observed_on=NOW.date(), **MADE
        ),
        "passage": Passage.rows.create(
            opportunity=deal, kind="open", to_stage="judge", edition_number=1, edition_digest="x", at=NOW
        ),
        "contact_person": ContactPerson.rows.create(contact=contact, person=person, **MADE),
        "contact_member": ContactMember.rows.create(contact=contact, member=world.other, **MADE),
    }


def _lists(trade: Trade, who: Who) -> Iterator[Cell]:
    for entity, path in {**PATHS, **READ_ONLY}.items():
        allowed = OK if who.somewhere(entity) else FORBIDDEN
        yield Cell(f"list-{path}", "any", "GET", f"/{path}", allowed)
    deals = OK if who.somewhere("opportunity") else FORBIDDEN
    for id, path in (
        ("board", "board"),
        ("funnel", "funnel"),
        ("deal-calendar", "deal-calendar"),
        ("budget-radar", "budget-radar"),
    ):
        yield Cell(f"get-{id}", "any", "GET", f"/{path}", deals)
    judged = OK if deals == OK and who.has("pareto", "see") else FORBIDDEN
    yield Cell("get-calibration", "any", "GET", "/calibration", judged)
    owed = OK if who.somewhere("instalment") else FORBIDDEN
    yield Cell("get-receivables", "any", "GET", "/receivables", owed)


def _records(who: Who, relation: str, at: dict[str, Any]) -> Iterator[Cell]:
    """Read, change and end."""
    for entity, path in {**PATHS, **READ_ONLY}.items():
        if entity in THROUGH_ACCOUNT and relation not in RELATIONS:
            continue
        one = f"/{path}/{at[entity].pk}"
        yield Cell(f"get-{path}", relation, "GET", one, oracle.see(who, entity, relation))
        if entity in READ_ONLY:
            continue
        edit = oracle.do(who, entity, "edit", relation)
        yield _deed(f"change-{path}", relation, one, edit, EDIT[entity], method="PATCH")
        if entity in ARCHIVED:
            end = oracle.do(who, entity, "archive", relation)
            yield _deed(f"delete-{path}", relation, one, end, method="DELETE")
            yield _deed(f"restore-{path}", relation, f"{one}/restore", end)
        elif entity in REMOVED:
            end = oracle.do(who, entity, "remove", relation)
            yield _deed(f"delete-{path}", relation, one, end, method="DELETE")


def _hung(trade: Trade, who: Who, relation: str, at: dict[str, Any]) -> Iterator[Cell]:
    product = str(trade.catalogue["product"].pk)
    # Who was only asked doesn't see the customer's people: somebody else, so that the answer is about the proposal.
    seen = trade.world.at["team_edit"]["person"] if relation == "asked" else at["contact_person"].person
    more = {
        "opportunity_line": {"product": product},
        "quote_line": {"product": product},
        "opportunity_member": {"member": str(trade.world.keeper.pk)},
        "proposal_feedback": {"person": str(seen.pk)},
    }
    for entity, (parent, name, data) in HUNG.items():
        make = oracle.hang(who, entity, parent, relation)
        body = {name: str(at[parent].pk), **data, **more.get(entity, {})}
        yield _deed(f"create-{PATHS[entity]}", relation, f"/{PATHS[entity]}", make, body)


def _at_account(world: World, who: Who, relation: str) -> Iterator[Cell]:
    for entity, data in NEW.items():
        body = {"account": str(world.at[relation]["account"].pk), **data}
        make = oracle.create(who, entity, relation)
        yield _deed(f"create-{PATHS[entity]}", relation, f"/{PATHS[entity]}", make, body)


# Operation → the record it is called on, the word in the address, the right it takes, the body.
@cache
def _table() -> tuple[tuple[str, str, str, str, Any], ...]:
    edition = edition_in_force()
    question = {"question": edition.questions[0].key, "answer": "yes", "evidence": "看过"}
    deal, offer, quote, contract = "opportunity", "proposal", "quote", "contract"
    return (
        ("answer-opportunity", deal, "answers", "edit", question),
        ("advance-opportunity", deal, "advance", "advance", {}),
        ("step-back-opportunity", deal, "back", "advance", {"to": "seek", **WHY}),
        ("shelve-opportunity", deal, "shelve", "advance", {"reason": edition.shelve_reasons[0].key}),
        ("wake-opportunity", deal, "wake", "advance", None),
        ("lose-opportunity", deal, "lose", "advance", {"reason": edition.loss_reasons[0].key}),
        ("reopen-opportunity", deal, "reopen", "advance", {"note": "又来了"}),
        ("move-edition-opportunity", deal, "move-edition", "move_edition", None),
        ("finish-task", "task", "finish", "finish", None),
        ("reopen-task", "task", "reopen", "finish", None),
        ("settle-proposal", offer, "settle", "edit", ON),
        ("drop-proposal", offer, "drop", "edit", None),
        ("submit-quote", quote, "submit", "edit", None),
        ("decide-quote", quote, "decide", "approve", {"approve": True}),
        ("send-quote", quote, "send", "edit", None),
        ("accept-quote", quote, "accept", "edit", None),
        ("drop-quote", quote, "drop", "edit", None),
        ("approve-point", "negotiation_point", "approve", "approve", None),
        ("send-contract-to-route", contract, "send-to-route", "edit", None),
        ("sign-contract", contract, "sign", "sign", ON),
        ("void-contract", contract, "void", "void", WHY),
        ("revise-contract", contract, "revise", "edit", None),
        ("plan-contract", contract, "plan", "edit", {"parts": [{"label": "全款", "amount": "100.00"}]}),
        ("finish-route-step", "route_step", "done", "edit", {}),
        ("trigger-instalment", "instalment", "trigger", "trigger", ON),
        ("issue-invoice", "invoice", "issue", "issue", {"number": "A1", **ON}),
        ("deliver-invoice", "invoice", "deliver", "deliver", ON),
        ("reverse-invoice", "invoice", "reverse", "issue", {**ON, **WHY}),
        ("reverse-receipt", "receipt", "reverse", "reverse", WHY),
    )  # fmt: skip


def _verbs(world: World, trade: Trade, who: Who, relation: str, at: dict[str, Any]) -> Iterator[Cell]:
    for operation, entity, word, right, body in _table():
        if entity not in THROUGH_ACCOUNT or relation in RELATIONS:
            path = f"/{PATHS[entity]}/{at[entity].pk}/{word}"
            yield _deed(operation, relation, path, oracle.do(who, entity, right, relation), body)
    deal, contract = f"/opportunities/{at['opportunity'].pk}", f"/contracts/{at['contract'].pk}"
    seen = oracle.see(who, "opportunity", relation, klass=1)
    yield Cell("get-judgement", relation, "GET", f"{deal}/judgement", seen)
    yield Cell("list-chances", relation, "GET", f"{deal}/chances", seen)
    moves = oracle.do(who, "opportunity", "move_edition", relation)
    yield Cell("plan-move-edition", relation, "GET", f"{deal}/move-edition", moves)
    yield Cell(
        "get-contract-money", relation, "GET", f"{contract}/money", oracle.see(who, "contract", relation)
    )
    waive = oracle.do(who, "opportunity", "waive", relation)
    item = next(one.key for one in trade.stage.gate if one.waivable)
    yield _deed("waive-opportunity", relation, f"{deal}/waivers", waive, {"item": item, **WHY})
    yield _deed("revoke-waiver", relation, f"/waivers/{at['waiver'].pk}/revoke", waive)
    for entity, base in (("opportunity", deal), ("contract", contract)):
        hand = oracle.do(who, entity, "transfer", relation)
        yield _deed(f"transfer-{entity}", relation, f"{base}/transfer", hand, {"to": str(world.other.pk)})
    proposal = f"/proposals/{at['proposal'].pk}"
    review = oracle.do(who, "proposal", "edit", relation)
    version = review if who.sees("opportunity", relation) else INVISIBLE
    yield _deed("version-proposal", relation, f"{proposal}/versions", version)
    yield _deed(
        "review-proposal", relation, f"{proposal}/review", review, {"members": [str(world.keeper.pk)]}
    )
    present = oracle.do(who, "proposal", "present", relation)
    heard = {**ON, "persons": [str(at["contact_person"].person_id)]}
    yield _deed("present-proposal", relation, f"{proposal}/present", present, heard)
    dunned = oracle.hang(who, "dunning_step", "instalment", relation)
    step = {"key": edition_in_force().dunning[0].key, **ON}
    yield _deed("dun-instalment", relation, f"/instalments/{at['instalment'].pk}/dun", dunned, step)
    if relation in RELATIONS:
        yield from _ledger(who, relation, at)


def _ledger(who: Who, relation: str, at: dict[str, Any]) -> Iterator[Cell]:
    receipt = f"/receipts/{at['receipt'].pk}"
    yield Cell(
        "get-receipt-matches", relation, "GET", f"{receipt}/matches", oracle.see(who, "receipt", relation)
    )
    match = oracle.do(who, "receipt", "match", relation)
    part = {"matches": [{"instalment": str(at["instalment"].pk), "amount": "1.00"}]}
    yield _deed("match-receipt", relation, f"{receipt}/match", match, part)
    yield _deed(
        "unmatch-receipt", relation, f"{receipt}/unmatch", match, {"line": at["allocation"].pk, **WHY}
    )


def _catalogue(trade: Trade, who: Who) -> Iterator[Cell]:
    """Products and price lists: known to all with a role, kept by few."""
    seen = OK if who.sees_lists() else INVISIBLE
    prices = str(trade.catalogue["price_list"].pk)
    new = {
        "product": {"name": "旗舰版"},
        "price_list": {"name": "新价目表"},
        "price_entry": {"price_list": prices, "product": str(trade.catalogue["product"].pk), "price": "9.00"},
        "rival": {"name": "新友商"},
    }
    for entity, path in CATALOGUE.items():
        one = f"/{path}/{trade.catalogue[entity].pk}"
        yield Cell(f"list-{path}", "any", "GET", f"/{path}", OK if who.sees_lists() else FORBIDDEN)
        yield Cell(f"get-{path}", "any", "GET", one, seen)
        yield _deed(f"create-{path}", "any", f"/{path}", oracle.manage(who, entity, "create"), new[entity])
        edit = oracle.manage(who, entity, "edit")
        yield _deed(f"change-{path}", "any", one, edit, EDIT[entity], method="PATCH")
        end = oracle.manage(who, entity, "remove" if entity == "price_entry" else "archive")
        yield _deed(f"delete-{path}", "any", one, end, method="DELETE")
        if entity != "price_entry":
            yield _deed(f"restore-{path}", "any", f"{one}/restore", end)


def _deed(
    operation: str, relation: str, path: str, expected: str, body: Any = None, *, method: str = "POST"
) -> Cell:
    """A change. Where it is allowed, the state of the record may still stand against it."""
    also = ASKED if expected == OK else ()
    return Cell(operation, relation, method, path, expected, body, also=also)
