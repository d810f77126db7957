"""Every page of the power map, the customer's steps and the personal profile, with what the oracle says of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.utils.http import urlencode

from keyaccount.actions.profiles.entries import key_of
from keyaccount.actions.shared import sealing
from keyaccount.base.ids import new_id
from keyaccount.facts.editions import edition_in_force
from keyaccount.records.people.models import KinTie, ProfileEntry
from tests.cast import NOW
from tests.permissions import oracle
from tests.permissions.api_power import draws, edits
from tests.permissions.oracle import EVERY, FORBIDDEN, INVISIBLE, OK, RELATIONS, Who
from tests.permissions.page_cells import Page
from tests.permissions.pages_deals import ASKED
from tests.permissions.world import MADE, TODAY, World
from tests.permissions.world_deals import Trade

PLACEHOLDER = {"op": "placeholder", "label": "信息中心主任"}
VETO, UNIT, NEW = {"veto": "1"}, {"op": "unit"}, {"name": "信息中心主任", "blank": "1"}


def power(world: World, trade: Trade, who: Who) -> Iterator[Page]:
    for relation in EVERY:
        at = trade.at[relation]
        id, near = at["opportunity"].pk, relation if relation in RELATIONS else "far"
        sees, edit = oracle.see(who, "opportunity", relation, klass=1), edits(who, relation)
        # Departments and superiors are the customer's: who only works a deal there doesn't change them.
        seat = INVISIBLE if sees == INVISIBLE else draws(who, near)
        yield Page("power:map", relation, "GET", (id,), sees)
        yield from _map("deal", relation, id, str(at["stakeholder"].pk), sees, edit, seat)
        rule = next(one.key for one in edition_in_force().power.coach if one.place != "insiders")
        yield Page("power:mute", relation, "GET", (id, rule), sees)
        yield _deed("power:mute", relation, (id, rule), edit, {"reason": "下周见"})
        mute = oracle.do(who, "coach_mute", "mute", relation)
        yield _deed("power:revoke", relation, (id, at["coach_mute"].pk), mute, {})
        yield from _steps(who, relation, id, at["decision_step"].pk, edit)
    for relation in RELATIONS:
        at = world.at[relation]
        inside = oracle.see(who, "account", relation, klass=1)
        sees = INVISIBLE if inside == FORBIDDEN else inside
        draw = draws(who, relation)
        yield Page("power:account", relation, "GET", (at["account"].pk,), sees)
        yield from _map("account", relation, at["account"].pk, f"person:{at['person'].pk}", sees, draw, draw)


def _map(kind: str, relation: str, id: Any, card: str, sees: str, edit: str, seat: str) -> Iterator[Page]:
    """The same pages under a deal and under an account."""
    yield Page(f"power:{kind}_data", relation, "GET", (id,), sees)
    yield Page(f"power:{kind}_add", relation, "GET", (id,), sees)
    yield _deed(f"power:{kind}_add", relation, (id,), edit, NEW)
    yield _deed(f"power:{kind}_do", relation, (id,), edit, json.dumps(PLACEHOLDER))
    again = urlencode({"op": json.dumps(PLACEHOLDER)})
    yield _deed(f"power:{kind}_again", relation, (id,), edit, {}, query=again)
    for part in ("card", "lines"):
        yield Page(f"power:{kind}_{part}", relation, "GET", (id, card), sees)
    yield _deed(f"power:{kind}_card", relation, (id, card), edit, VETO)
    yield _deed(f"power:{kind}_lines", relation, (id, card), seat, UNIT)


def _steps(who: Who, relation: str, id: Any, step: Any, edit: str) -> Iterator[Page]:
    make = oracle.hang(who, "decision_step", "opportunity", relation)
    yield Page("deals:add_step", relation, "GET", (id,), make)
    yield _deed("deals:add_step", relation, (id,), make, {"name": "招标", "route": "sign"})
    change = oracle.do(who, "decision_step", "edit", relation)
    yield Page("deals:change_step", relation, "GET", (id, step), change)
    yield _deed("deals:change_step", relation, (id, step), change, {"needs": "改过"})
    yield _deed("deals:usual_steps", relation, (id,), edit, {})


def profiles(world: World, who: Who) -> Iterator[Page]:
    for relation in RELATIONS:
        yield from _profile(world, who, relation)


def _profile(world: World, who: Who, relation: str) -> Iterator[Page]:
    """Who doesn't read what is sensitive doesn't learn whether there is any; who reads it masked may not open it."""
    at = world.at[relation]
    id, entry, kin = at["person"].pk, *_kept(world, relation)
    reveal, reads = oracle.reveal(who, relation), 3 in who.classes("person", relation)
    yield Page("profiles:new", relation, "GET", (id,), reveal)
    yield _deed("profiles:new", relation, (id,), reveal, {"kind": "hobby"})
    masked = reveal if reads else INVISIBLE
    for route in ("edit", "reveal"):
        yield Page(f"profiles:{route}", relation, "GET", (id, entry), masked)
        yield _deed(f"profiles:{route}", relation, (id, entry), masked, {"purpose": ""})
    yield _deed("profiles:remove", relation, (id, entry), masked, {})
    sees = who.sees("person", relation)
    draw = who.has("kin_tie", "draw") and 3 in who.classes("kin_tie", relation, write=True)
    draw_kin = OK if draw else FORBIDDEN if sees else INVISIBLE
    yield Page("profiles:draw_kin", relation, "GET", (id,), draw_kin)
    yield _deed("profiles:draw_kin", relation, (id,), draw_kin, {})
    yield _deed("profiles:cut_kin", relation, (id, kin), draw_kin if reads else INVISIBLE, {})
    report = oracle.report(who, relation)
    yield Page("profiles:report", relation, "GET", (id,), report)
    yield _deed("profiles:report", relation, (id,), report, {"purpose": "本人来函"})
    erase = oracle.do(who, "person", "erase", relation)
    yield Page("profiles:erase", relation, "GET", (id,), erase)
    yield _deed("profiles:erase", relation, (id,), erase, {"reason": "本人来函"})


def _kept(world: World, relation: str) -> tuple[Any, Any]:
    """An entry and a tie of kinship of the person there, made once."""
    at = world.at[relation]
    if "profile_entry" not in at:
        id, on = new_id(), {"account": at["account"], "person": at["person"]}
        at["profile_entry"] = ProfileEntry.rows.create(
            kind="hobby",
            id=id,
            sealed=sealing.seal_under(key_of(at["person"].pk, at=NOW), "钓鱼", entry=id),
            purpose="节日问候",
            basis="consent",
            source="customer",
            observed_on=TODAY,
            retain_until=TODAY.replace(year=TODAY.year + 1, day=1),
            **on,
            **MADE,
        )
        at["kin_tie"] = KinTie.rows.create(other=world.second, created_at=NOW, **on)
    return at["profile_entry"].pk, at["kin_tie"].pk


def _deed(route: str, relation: str, args: tuple[Any, ...], expected: str, data: Any, **rest: Any) -> Page:
    return Page(route, relation, "POST", args, expected, data, also=ASKED if expected == OK else (), **rest)
