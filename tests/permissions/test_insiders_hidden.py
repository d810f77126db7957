"""内线藏得住：没被点名的人，不管什么职位、从哪个页面、接口、搜索、导出、地图、日志去问，三个世界的回答逐字节相同。"""

from __future__ import annotations

import io
import random
import re
import zipfile
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse

from keyaccount.access import policies
from keyaccount.actions.accounts.merge_accounts import merge_accounts
from keyaccount.base import clock, ids
from keyaccount.records.accounts.models import Account, Merge
from keyaccount.records.journal.models import Entry
from keyaccount.records.people.models import Insider, InsiderLog, Post
from tests.cast import acting
from tests.permissions import api_cells, questions, secrets, test_pages
from tests.permissions.database import state, undone
from tests.permissions.leaks_insiders import PLANTED_INSIDERS
from tests.permissions.oracle import Who
from tests.permissions.page_cells import Page
from tests.permissions.test_api import EVERY_SCOPE, FULL
from tests.permissions.test_interference import Asker, differences
from tests.permissions.world import MADE, World

pytestmark = pytest.mark.django_db
ROLES = (
    *(("sales",), ("manager",), ("director",), ("operations",), ("compliance",), ("security",), ("admin",)),
    *(("presales",), ("delivery",), ("finance",), ("sales", "admin"), ()),
)
EVERY_COMMIT = (("manager",), ("compliance",))
SAMPLE = 160
# Of one's own insiders: what they hold differs from world to world only by what is asked of another's.
OWN_PAGES = {"insiders:show"}
LATER = 40_000_000_000_000  # quarter milliseconds: beyond any clock
TOKEN = re.compile(rb"ka_[A-Za-z0-9_-]{40}")
OWN_TABLES = {
    *("people_insider", "people_insiderreader", "people_insidertest"),
    *("people_insiderneed", "people_insiderstep", "people_insiderlog"),
}


@pytest.fixture(autouse=True)
def standing_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    at = clock.now()
    monkeypatch.setattr(clock, "now", lambda: at)


@pytest.fixture(autouse=True)
def drawn_ids(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a request makes gets the same ids and stamps in each world; a message of the one before is not carried over."""
    ask = Asker.ask

    def asked(self: Asker, *question: Any) -> Any:
        monkeypatch.setattr(ids, "_last", LATER)
        self.pages.cookies.pop("messages", None)
        for sent in question[2].values() if isinstance(question[2], dict) else ():
            if hasattr(sent, "seek"):
                sent.seek(0)
        return _unpacked(*ask(self, *question))

    monkeypatch.setattr(ids, "os", SimpleNamespace(urandom=bytes))
    monkeypatch.setattr(Asker, "ask", asked)


def _unpacked(status: int, headers: Any, content: bytes) -> Any:
    """Word and Excel files by what they hold, but for the hour of writing; a new token, drawn at random, left out."""
    if not content.startswith(b"PK"):
        return status, headers, TOKEN.sub(b"", content)
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        kept = {name: file.read(name) for name in sorted(file.namelist()) if name != "docProps/core.xml"}
    return status, tuple(pair for pair in headers if pair[0] != "Content-Length"), repr(kept).encode()


def at_the_pages(world: World, who: Who) -> list[questions.Question]:
    """Each page and form of the permission table at every relation."""
    return [_visit(page) for page in test_pages.pages(world, who) if page.route not in OWN_PAGES]


def by_program(world: World, who: Who) -> list[questions.Question]:
    """Each operation of the API at every relation."""
    ways = {"GET": "api", "POST": "post", "PATCH": "patch", "DELETE": "delete", "PUT": "put"}
    return [
        (ways[cell.method], cell.path, cell.body)
        for cell in api_cells.cells(world, Who(who.roles, EVERY_SCOPE))
    ]


def _visit(page: Page) -> questions.Question:
    address = reverse(page.route, args=page.args) + (f"?{page.query}" if page.query else "")
    return ("page", address, None) if page.method == "GET" else ("form", address, page.data or {})


def _begin(world: World, relation: str) -> questions.Question:
    at = world.at[relation]
    raw = {"person": str(at["person"].pk), "code_name": "我的", "why": "懂技术"}
    return "form", f"/accounts/{at['account'].pk}/insiders/new", raw


@pytest.mark.parametrize("ways", (at_the_pages, by_program), ids=lambda ways: ways.__name__)
@pytest.mark.parametrize(
    "roles", ROLES if FULL else EVERY_COMMIT, ids=lambda roles: "+".join(roles) or "nobody"
)
def test_no_way_in_tells_of_an_insider(roles: tuple[str, ...], ways: Any) -> None:
    world = World(roles)
    secrets.seated(world)
    asked = ways(world, Who(roles))
    if not FULL:
        asked = random.Random(str(roles)).sample(asked, min(SAMPLE, len(asked)))
    wrong = differences(world, secrets.an_insider, asked)
    assert not wrong, "\n".join([f"{len(wrong)} answers tell", *wrong[:30]])


@pytest.mark.parametrize(
    ("leak", "way", "where"), PLANTED_INSIDERS, ids=lambda value: value.__name__ if callable(value) else ""
)
def test_a_planted_leak_is_caught(leak: Any, way: str, where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(("manager",))
    secrets.seated(world)
    if "coach" in leak.__name__:
        deals = test_pages.traded(world).at["own"]["opportunity"]
        type(deals).rows.filter(pk=deals.pk).update(stage="need", stage_rank=3)
    _heads(world)
    asked = [_begin(world, "own"), *questions.questions(world)]
    asked = [one for one in asked if one[0] == way and where in one[1]]
    assert not differences(world, secrets.an_insider, asked)
    leak(monkeypatch)
    assert differences(world, secrets.an_insider, asked), f"{leak.__name__} went unnoticed"


def _heads(world: World) -> None:
    """In every world alike: my customer's person heads its technical department, so that they are suggested."""
    at = world.at["own"]
    type(at["unit"]).rows.filter(pk=at["unit"].pk).update(function="technical")
    Post.rows.filter(pk=at["post"].pk).update(unit=at["unit"], rank="head")


def test_only_its_own_tables_know() -> None:
    """No other table holds a byte more: no journal entry, no document to be found, no stamp on account or person."""
    world = World(("manager",))
    secrets.seated(world)
    before = state()
    with undone():
        secrets.an_insider(world, 2)
        after = state()
    changed = {table for table in before if before[table] != after[table]}
    assert changed and changed <= OWN_TABLES


def test_ids_are_drawn_not_counted() -> None:
    """No gap in any numbering tells how many there are."""
    for entity in ("insider", "insider_reader", "insider_test", "insider_need", "insider_step"):
        assert policies()[entity].model._meta.pk.get_internal_type() == "UUIDField"
    assert InsiderLog._meta.pk.get_internal_type() == "UUIDField"


def test_a_merge_by_somebody_not_named_says_nothing() -> None:
    world = World(("manager",))
    secrets.seated(world)
    told = []
    for which in (0, 1, 2):
        with undone():
            if which:
                secrets.an_insider(world, which)
            merge = merge_accounts(
                by=acting(world.me),
                at=clock.now(),
                keep=world.spare.pk,
                drop=world.at["own"]["account"].pk,
            )
            kept = Merge.rows.filter(pk=merge.pk).values("before", "moved").get()
            row = Account.rows.filter(pk=world.spare.pk).values().get()
            told.append((str(kept), str(row), Entry.rows.count()))
            if which:
                assert Insider.rows.filter(account=world.spare).count() == 1
    assert len(set(told)) == 1


def test_even_its_own_keeper_has_none_by_program() -> None:
    """A token acts for its member, but never as far as this."""
    from keyaccount.queries.insiders.listing import insiders_of

    world = World(("manager",))
    at = world.at["own"]
    row = Insider.rows.create(
        account=at["account"], person=at["person"], owner=world.me, code_name="我的", why="懂技术", **MADE
    )
    day = clock.day_of(clock.now())
    assert [one.row.pk for one in insiders_of(acting(world.me), at["account"], day)] == [row.pk]
    assert not insiders_of(acting(world.me, token_scopes={"read", "write", "admin"}), at["account"], day)
