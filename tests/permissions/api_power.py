"""Every API operation on the power map, with what the oracle says of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from keyaccount.facts.editions import edition_in_force
from keyaccount.records.deals.models import StakeholderValue
from tests.permissions import oracle
from tests.permissions.api_call import ASKED, Cell
from tests.permissions.oracle import EVERY, FORBIDDEN, INVISIBLE, OK, RELATIONS, Who
from tests.permissions.statements import two
from tests.permissions.world import World
from tests.permissions.world_deals import Trade

WHY = {"reason": "下周见"}
VETO = {"attribute": "veto", "value": True}


def power_cells(world: World, trade: Trade, who: Who) -> Iterator[Cell]:
    for relation in EVERY:
        yield from _deal(trade, who, relation)
    for relation in RELATIONS:
        yield from _account(world, who, relation)
        yield from _ledger(world, who, relation)
    for path in ("intelligence", "intelligence-pairs"):
        allowed = OK if who.somewhere("intelligence") else FORBIDDEN
        yield Cell(f"list-{path}", "any", "GET", f"/{path}", allowed)


def edits(who: Who, relation: str) -> str:
    """A change of the map of a deal is a change of the deal."""
    return oracle.do(who, "opportunity", "edit", relation, klass=1)


def draws(who: Who, relation: str) -> str:
    """A change of the customer's own map, which only those see who see its inside."""
    if not who.sees("account", relation):
        return INVISIBLE
    allowed = who.has("tie", "draw") and 1 in who.classes("tie", relation, write=True)
    return OK if allowed else FORBIDDEN


def naming(who: Who, relation: str, allowed: str, entity: str = "person") -> str:
    """Who may change the map but doesn't see the person named is told that there is none."""
    near = relation if relation in RELATIONS else "far"
    return INVISIBLE if allowed == OK and not who.sees(entity, near) else allowed


def _deal(trade: Trade, who: Who, relation: str) -> Iterator[Cell]:
    at = trade.at[relation]
    deal, card = f"/opportunities/{at['opportunity'].pk}", f"/stakeholders/{at['stakeholder'].pk}"
    person = {"person": str(at["stakeholder"].person_id)}
    edit = edits(who, relation)
    named = naming(who, relation, edit)
    seen = oracle.see(who, "opportunity", relation, klass=1)
    yield Cell("get-opportunity-map", relation, "GET", f"{deal}/map", seen)
    yield _deed("place-on-opportunity-map", relation, f"{deal}/map/people", named, person)
    yield _deed("expect-on-opportunity-map", relation, f"{deal}/map/placeholders", edit, {"label": "主任"})
    yield _deed("identify-stakeholder", relation, f"{card}/identify", named, person)
    yield _deed("remove-stakeholder", relation, f"{card}/remove", edit)
    yield _deed("restore-stakeholder", relation, f"{card}/restore", edit)
    yield _deed("set-stakeholder-value", relation, f"{card}/values", edit, VETO)
    said = StakeholderValue.rows.get(stakeholder=at["stakeholder"], superseded_at=None)
    yield _deed("undo-stakeholder-value", relation, f"/stakeholder-values/{said.pk}/undo", edit)
    step = f"/decision-steps/{at['decision_step'].pk}/after"
    yield _deed("order-decision-step", relation, step, edit, {"after": []})
    rule = next(one.key for one in edition_in_force().power.coach if one.place != "insiders")
    yield _deed("mute-finding", relation, f"{deal}/mutes", edit, {"rule": rule, **WHY})
    mute = oracle.do(who, "coach_mute", "mute", relation)
    yield _deed("revoke-mute", relation, f"/coach-mutes/{at['coach_mute'].pk}/revoke", mute)


def _account(world: World, who: Who, relation: str) -> Iterator[Cell]:
    at = world.at[relation]
    account, person = f"/accounts/{at['account'].pk}", str(at["person"].pk)
    draw = draws(who, relation)
    inside = oracle.see(who, "account", relation, klass=1)
    yield Cell(
        "get-account-map", relation, "GET", f"{account}/map", INVISIBLE if inside == FORBIDDEN else inside
    )
    yield _deed("place-on-account-map", relation, f"{account}/map/people", draw, {"person": person})
    yield _deed("expect-on-account-map", relation, f"{account}/map/placeholders", draw, {"label": "主任"})
    tie = {"person": person, "kind": "influences"}
    yield _deed("draw-tie", relation, f"{account}/ties", draw, tie)
    own = {"person": person, "member": str(world.keeper.pk), "level": 1}
    yield _deed("set-own-tie", relation, f"{account}/own-ties", draw, own)
    yield _deed("set-seat", relation, f"{account}/seats", draw, {"person": person, "reports_to": None})
    for operation, entity, word in (("cut-tie", "tie", "cut"), ("end-own-tie", "own_tie", "end")):
        path = {"tie": "ties", "own_tie": "own-ties"}[entity]
        end = oracle.do(who, entity, "draw", relation)
        yield _deed(operation, relation, f"/{path}/{at[entity].pk}/{word}", end)


def _ledger(world: World, who: Who, relation: str) -> Iterator[Cell]:
    id, other, pair = two(world, relation, world.stranger)
    one, held = f"/intelligence/{id}", f"/intelligence-pairs/{pair}"
    sees, edit = (
        oracle.see(who, "intelligence", relation, klass=1),
        oracle.do(who, "intelligence", "record", relation),
    )
    yield Cell("get-intelligence", relation, "GET", one, sees)
    yield Cell("get-intelligence-standing", relation, "GET", f"{one}/standing", sees)
    yield Cell("get-intelligence-pairs", relation, "GET", held, sees)
    make = oracle.create_by(who, "intelligence", "record", relation)
    account = {"account": str(world.at[relation]["account"].pk)}
    yield _deed("create-intelligence", relation, "/intelligence", make, account)
    yield _deed("correct-intelligence", relation, f"{one}/correct", edit, {"how": "饭后聊起"})
    yield _deed("judge-intelligence", relation, f"{one}/outcome", edit, {"outcome": "right"})
    yield _deed("withdraw-intelligence", relation, f"{one}/withdraw", edit, {"why": "听错了"})
    pairing = {"other": str(other), "relation": "agrees"}
    yield _deed("pair-intelligence", relation, f"{one}/pairs", edit, pairing)
    settled = {"holds": str(id), "why": "看了文件"}
    yield _deed("settle-intelligence-pair", relation, f"{held}/settle", edit, settled)
    yield Cell("unpair-intelligence", relation, "DELETE", held, edit)


def _deed(operation: str, relation: str, path: str, expected: str, body: Any = None) -> Cell:
    """A change. Where it is allowed, the state of the map may still stand against it."""
    return Cell(operation, relation, "POST", path, expected, body, also=ASKED if expected == OK else ())
