"""Every page about a deal, its judgement, contacts and tasks, with what the oracle says of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from keyaccount.facts.editions import edition_in_force
from tests.permissions import oracle
from tests.permissions.oracle import EVERY, FORBIDDEN, INVISIBLE, OK, RELATIONS, Who
from tests.permissions.page_cells import Page, listing, when
from tests.permissions.world import TODAY, World
from tests.permissions.world_deals import Trade

ASKED = (422, 409)  # allowed, but what was typed or the state of the record stands against it
PARTS = {
    "need": {"statement": "要能导入"},
    "opportunity_line": {"quantity": "3"},
    "opportunity_member": {"role": "delivery"},
    "decision_step": {"name": "招标"},
    "reason": {"sentence": "接口现成"},
}


def deals(world: World, trade: Trade, who: Who) -> Iterator[Page]:
    sees = when(bool(who.somewhere("opportunity")))
    for route in ("board", "list", "calendar", "funnel", "radar", "coach"):
        yield Page(f"deals:{route}", "any", "GET", (), sees)
    yield Page("deals:calibration", "any", "GET", (), when(sees == OK and who.has("pareto", "see")))
    yield from listing(world, "deals", "name")
    yield Page("deals:new", "any", "GET", (), when(who.has("opportunity", "create")))
    yield Page("deals:transfer", "any", "GET", (), when(who.has("opportunity", "transfer")))
    for relation in EVERY:
        yield from _deal(world, trade, who, relation)


def _deal(world: World, trade: Trade, who: Who, relation: str) -> Iterator[Page]:
    at = trade.at[relation]
    id = at["opportunity"].pk

    def page(route: str, expected: str, data: Any = None, *more: Any, **rest: Any) -> Page:
        also = ASKED if data is not None and expected == OK else ()
        method = "GET" if data is None else "POST"
        return Page(f"deals:{route}", relation, method, (id, *more), expected, data, also=also, **rest)

    for route in ("show", "details", "history"):
        yield page(route, oracle.see(who, "opportunity", relation, klass=1))
    advance = oracle.do(who, "opportunity", "advance", relation)
    for route in ("back", "shelve", "lose", "reopen"):
        yield page(route, advance)
        yield page(route, advance, {"reason": "", "note": "暂缓"})
    for route in ("advance", "wake"):
        yield page(route, advance, {})
    archive = oracle.do(who, "opportunity", "archive", relation)
    for route in ("archive", "restore"):
        yield page(route, archive, {})
    edit = oracle.do(who, "opportunity", "edit", relation, klass=1)
    question = edition_in_force().questions[0].key
    yield page("answer", edit, None, question)
    yield page("answer", edit, {"answer": "yes", "evidence": "看过"}, question)
    for group in ("deal", "budget"):
        yield page("edit", edit, None, group)
        yield page("edit", edit, {"note": "改过"}, group)
    waive = oracle.do(who, "opportunity", "waive", relation)
    item = next(one.key for one in trade.stage.gate if one.waivable)
    yield page("waive", waive, None, item)
    yield page("waive", waive, {"reason": "先放行"}, item)
    yield page("revoke", waive, {}, at["waiver"].pk)
    yield page("edition", oracle.do(who, "opportunity", "move_edition", relation))
    yield page("edition", oracle.do(who, "opportunity", "move_edition", relation), {})
    yield from _parts(trade, who, relation, page)
    hand = oracle.do(who, "opportunity", "transfer", relation)
    hand = hand if who.has("opportunity", "transfer") else FORBIDDEN
    to = {"ids": [str(id)], "to": str(world.other.pk)}
    yield Page("deals:transfer", relation, "POST", (), hand, to, also=ASKED if hand == OK else ())


def _parts(trade: Trade, who: Who, relation: str, page: Any) -> Iterator[Page]:
    for entity, data in PARTS.items():
        row = trade.at[relation][entity].pk
        make = oracle.hang(who, entity, "opportunity", relation)
        yield page("add", make, None, entity)
        yield page("add", make, {**data, "member": "", "product": ""}, entity)
        yield page("again", make, {}, entity)
        edit = oracle.do(who, entity, "edit", relation, klass=1)
        yield page("change", edit, None, entity, row)
        yield page("change", edit, data, entity, row)
        yield page("remove", oracle.do(who, entity, "remove", relation), {}, entity, row)
        if relation != "own":
            elsewhere = trade.rival["opportunity"].pk
            yield Page("deals:change", "other", "POST", (elsewhere, entity, row), INVISIBLE, data)
            yield Page("deals:remove", "other", "POST", (elsewhere, entity, row), INVISIBLE, {})


def visits(world: World, trade: Trade, who: Who) -> Iterator[Page]:
    """Contacts and tasks, and the deals at a customer."""
    may = who.has("contact", "create")
    yield Page("contacts:new", "any", "GET", (), when(may))
    yield Page("tasks:list", "any", "GET", (), when(bool(who.somewhere("task"))))
    yield from listing(world, "tasks", "title")
    for relation in RELATIONS:
        account = world.at[relation]["account"].pk
        make = oracle.create(who, "contact", relation)
        said = {"account": str(account), "channel": "call", "happened_at": "2026-03-01T10:00", "text": "来电"}
        yield Page("contacts:new", relation, "POST", (), make, said, also=ASKED if make == OK else ())
        task = {"account": str(account), "title": "回电", "due_on": TODAY.isoformat()}
        make = oracle.create(who, "task", relation)
        yield Page("tasks:add", relation, "POST", (), make, task, also=ASKED if make == OK else ())
        deal = {"account": str(account), "name": "新商机"}
        make = oracle.create(who, "opportunity", relation)
        yield Page("deals:new", relation, "POST", (), make, deal, also=ASKED if make == OK else ())
        tab = oracle.see(who, "account", relation)
        if tab == OK and not who.somewhere("opportunity"):
            tab = FORBIDDEN
        yield Page("accounts:deals", relation, "GET", (account,), tab)
    for relation in EVERY:
        task = (trade.at[relation]["task"].pk,)
        yield Page("tasks:show", relation, "GET", task, oracle.see(who, "task", relation, klass=1))
        for verb in ("finish", "reopen"):
            yield Page(
                f"tasks:{verb}", relation, "POST", task, oracle.do(who, "task", "finish", relation), {}
            )
