"""每个页面路由 × 每种角色 × 与记录的每种关系，与独立的权限表逐格比对；被拒绝的写入一行也不改。"""

from __future__ import annotations

import random
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.permissions import (
    oracle,
    page_cells,
    pages_contracts,
    pages_customers,
    pages_deals,
    pages_everyday,
    pages_insiders,
    pages_intelligence,
    pages_playbook,
    pages_power,
)
from tests.permissions.database import Watch, content_of, undone
from tests.permissions.oracle import PRINCIPALS, Who
from tests.permissions.page_cells import OPEN, OWN_SIGN_IN, Page
from tests.permissions.test_api import FULL
from tests.permissions.world import World
from tests.permissions.world_deals import Trade

pytestmark = pytest.mark.django_db
SAMPLE = 220  # visits a role on every commit; all of them with KEYACCOUNT_FULL=1
ON_RECORD = {
    "accounts:file",
    "accounts:check",
    "contracts:copy_file",
    "papers:write",
    "insiders:show",
}  # reading these leaves an entry in the journal


def pages(world: World, who: Who) -> list[Page]:
    """All visits. A room more needs a line here."""
    trade = traded(world)
    rooms = (
        *(
            pages_deals.deals,
            pages_deals.visits,
            pages_playbook.playbook,
            pages_power.power,
            pages_intelligence.ledger,
        ),
        *(pages_contracts.offering, pages_contracts.contracts, pages_contracts.catalogue),
    )
    dealt = [page for room in rooms for page in room(world, trade, who)]
    customers = [
        *pages_customers.accounts(world, who),
        *pages_customers.people(world, who),
        *pages_insiders.insiders(world, who),
        *pages_power.profiles(world, who),
    ]
    rest = (pages_everyday.everyday, pages_everyday.files, pages_everyday.settings)
    return [*customers, *dealt, *(page for room in rest for page in room(world, who))]


def traded(world: World) -> Trade:
    """The deals of a world, made once."""
    if "trade" not in vars(world):
        world.trade = Trade(world)
    return world.trade


def visit(client: Client, page: Page) -> HttpResponse:
    address = reverse(page.route, args=page.args) + (f"?{page.query}" if page.query else "")
    return client.generic("GET", address) if page.method == "GET" else posted(client, address, page.data)


def posted(client: Client, address: str, data: Any, **rest: Any) -> HttpResponse:
    """A form, or the JSON that an island sends."""
    if isinstance(data, str):
        return client.post(address, data, content_type="application/json", **rest)
    return client.post(address, data or {}, **rest)


def sampled(pages: list[Page], seed: str) -> list[Page]:
    """One page of every route before a second of any, in an order of the role's own: each route is visited by most roles."""
    if FULL:
        return pages
    order = random.Random(seed).sample(pages, len(pages))
    first = {(page.route, page.method): page for page in order}
    return [*first.values(), *(p for p in order if first[p.route, p.method] is not p)][:SAMPLE]


@pytest.mark.parametrize("roles", PRINCIPALS, ids=lambda roles: "+".join(roles) or "nobody")
def test_every_page_answers_as_the_table_says(roles: tuple[str, ...]) -> None:
    world, who = World(roles), Who(roles)
    client = Client(raise_request_exception=False)
    client.force_login(world.me)
    client.get(reverse("settings:about"))
    visits = sampled(pages(world, who), str(roles))
    watch, wrong = Watch(), []
    for page in visits:
        with undone():
            answer = visit(client, page)
            content_of(answer)
            if not page.fits(answer.status_code) or "/sign-in/" in answer.headers.get("Location", ""):
                wrong.append(
                    f"{page.method} {page.route} @ {page.relation} {page.args[1:2]}: {answer.status_code}, should be {page.expected}"
                )
            refused = page.expected != oracle.OK or page.method == "GET"
            if (
                refused
                and not (page.route in ON_RECORD and page.expected == oracle.OK)
                and (changed := watch.changed())
            ):
                wrong.append(f"{page.method} {page.route} @ {page.relation}: changed {changed}")
        watch.renew()
    assert not wrong, "\n".join([f"{len(wrong)} differ", *wrong[:80]])


def test_the_table_knows_every_route() -> None:
    """A new page needs a line in pages_customers, pages_deals, pages_contracts or pages_everyday."""
    world = World(("sales",))
    known = {page.route for page in pages(world, Who(("sales",)))} | OPEN | OWN_SIGN_IN
    missing = page_cells.routes().keys() - known
    assert not missing, f"no expectation for {sorted(missing)}"


def test_strangers_are_sent_to_sign_in_and_change_nothing() -> None:
    world, client, wrong = World(("manager",)), Client(raise_request_exception=False), []
    visits = pages(world, Who(("manager",)))
    watch = Watch()
    for page in visits:
        if page.route in OPEN or page.relation not in ("own", "any", "mine"):
            continue
        answer = visit(client, page)
        if answer.status_code != 302 or not answer.headers["Location"].startswith("/sign-in/"):
            wrong.append(f"{page.route}: {answer.status_code}")
    assert not wrong and not watch.changed()


def test_unknown_addresses_tell_a_stranger_nothing() -> None:
    known = Client().get(reverse("settings:audit"))
    unknown = Client().get("/settings/no-such-page/")
    assert known.status_code == unknown.status_code == 302


def test_every_change_needs_the_token_of_its_page() -> None:
    """CSRF: without the token, with a stranger's, from a foreign origin; nothing changes."""
    world, wrong = World(("manager",)), []
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(world.me)
    client.get(reverse("settings:profile"))
    visits = pages(world, Who(("manager",)))
    watch = Watch()
    unsafe = [p for p in visits if p.method == "POST" and p.relation in ("own", "any", "mine", "pool")]
    for page in unsafe:
        address = reverse(page.route, args=page.args)
        for headers in ({}, {"X-CSRFToken": "a" * 64}, {"Origin": "https://evil.example"}):
            status = posted(client, address, page.data, headers=headers).status_code
            if status != 403:
                wrong.append(f"{page.route} {headers}: {status}")
    assert not wrong and not watch.changed()


def test_a_get_never_writes_where_a_post_would() -> None:
    """Asking for the address of a change doesn't make it (VTENEXT's hole)."""
    world, wrong = World(("manager",)), []
    client = Client(raise_request_exception=False)
    client.force_login(world.me)
    client.get(reverse("settings:profile"))
    visits = pages(world, Who(("manager",)))
    watch = Watch()
    for page in visits:
        if page.method == "POST" and page.relation in ("own", "any", "mine", "pool", "theirs"):
            status = client.get(
                reverse(page.route, args=page.args), page.data if isinstance(page.data, dict) else {}
            ).status_code
            if status >= 500:
                wrong.append(f"{page.route}: {status}")
    assert not wrong and not watch.changed()
