"""绕路的攻击，每一条都曾经走得通或在别的 CRM 里走通过；这里一条都走不通，数据库一行不变。"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from keyaccount.actions.accounts.transfer_accounts import transfer_accounts
from keyaccount.base.clock import now
from keyaccount.base.errors import Refused
from keyaccount.records.accounts.models import Account, MonthlyResult, Note, Share, TeamSeat
from keyaccount.records.journal.models import Entry
from keyaccount.records.org.models import Member
from keyaccount.records.people.models import Person, Post
from tests.cast import NOW, acting
from tests.importing import outcomes, take, written
from tests.interfaces.api.caller import Caller
from tests.permissions.database import Watch
from tests.permissions.world import MADE, TODAY, World, item

pytestmark = pytest.mark.django_db


@pytest.fixture
def sales() -> World:
    return World(("sales",))


def refused(world: World, method: str, path: str, body: Any) -> bool:
    """The call fails without a 5xx and leaves nothing behind."""
    caller = Caller(world.me)
    caller.get("/me")
    watch = Watch()
    answer = caller.call(method, path, body)
    return answer.status_code in (403, 404, 409, 422) and not watch.changed()


# ── moving what is mine onto what is not ─────────────────────────────────────


@pytest.mark.parametrize("relation", ["pool", "team_read", "shared_read", "far"])
@pytest.mark.parametrize("entity", ["team_seat", "note", "address", "fact", "unit", "post"])
def test_a_record_of_mine_is_not_moved_to_an_account_i_cannot_write(
    sales: World, entity: str, relation: str
) -> None:
    """A seat I gave myself on my own customer, moved to another's, would have opened that one."""
    paths = {
        "team_seat": "team-seats",
        "note": "notes",
        "address": "addresses",
        "fact": "facts",
        "unit": "units",
        "post": "posts",
    }
    row, target = sales.at["own"][entity], sales.at[relation]["account"]
    assert refused(sales, "PATCH", f"/{paths[entity]}/{row.pk}", {"account": str(target.pk)})


def test_a_seat_or_share_gives_no_further_ones(sales: World) -> None:
    """Who works on a customer for a month can't make it forever, nor bring friends."""
    for relation in ("team_edit", "shared_edit"):
        account = sales.at[relation]["account"]
        seat = {"account": str(account.pk), "member": str(sales.other.pk), "role": "sales", "level": "edit"}
        TeamSeat.rows.filter(account=account, member=sales.other).delete()
        assert refused(sales, "POST", "/team-seats", seat)
    mine = TeamSeat.rows.get(account=sales.at["team_edit"]["account"], member=sales.me)
    assert refused(sales, "PATCH", f"/team-seats/{mine.pk}", {"until": None})
    assert refused(sales, "DELETE", f"/team-seats/{mine.pk}", None)


def test_releasing_and_claiming_is_no_way_to_take_a_customer(sales: World) -> None:
    account = sales.at["shared_edit"]["account"]
    assert refused(sales, "POST", f"/accounts/{account.pk}/release", {"reason": "我来"})
    assert refused(sales, "POST", f"/accounts/{account.pk}/claim", None)
    account.refresh_from_db()
    assert account.owner_id == sales.stranger.pk


def test_merging_swallows_nobody_elses_customer() -> None:
    world = World(("manager",))
    own, shared = world.at["own"]["account"], world.at["shared_edit"]["account"]
    assert refused(world, "POST", f"/accounts/{own.pk}/merge", {"drop": str(shared.pk)})
    assert refused(world, "POST", f"/accounts/{shared.pk}/unmerge", {"merge": str(world.merge.pk)})


def test_a_pool_of_others_is_closed_even_to_who_knows_the_customer(sales: World) -> None:
    """CordysCRM's hole: pool actions without belonging to the pool."""
    account = sales.at["closed_pool"]["account"]
    Share.rows.create(
        account=account, member=sales.me, until=TODAY + timedelta(days=9), reason="协助", **MADE
    )
    assert Caller(sales.me).get(f"/accounts/{account.pk}").status_code == 200
    assert refused(sales, "POST", f"/accounts/{account.pk}/claim", None)
    Member.rows.filter(pk=sales.me.pk).update(roles=["manager"])
    with pytest.raises(Refused):
        transfer_accounts(by=acting(sales.me), at=now(), ids=[account.pk], to=sales.me.pk)


# ── people ───────────────────────────────────────────────────────────────────


def test_a_post_is_no_way_to_take_a_person_over(sales: World) -> None:
    """Making my own customer somebody's main employer would have shown me the private telephone."""
    for relation in ("team_read", "team_edit", "shared_edit"):
        person = sales.at[relation]["person"]
        post = {
            "person": str(person.pk),
            "account": str(sales.at["own"]["account"].pk),
            "title": "顾问",
            "is_primary": True,
        }
        assert refused(sales, "POST", "/posts", post)
    side = Post.rows.get(person=sales.second, account=sales.at["own"]["account"])
    assert refused(sales, "PATCH", f"/posts/{side.pk}", {"is_primary": True})
    assert refused(sales, "PATCH", f"/posts/{sales.at['own']['post'].pk}", {"person": str(sales.second.pk)})


def test_notes_of_a_hidden_customer_stay_out_of_the_stream_of_a_person(sales: World) -> None:
    hidden = sales.at["far"]["account"]
    note = Note.rows.create(
        account=hidden, person_id=sales.second.pk, text="对手的底价", happened_at=NOW, **MADE
    )
    told = {"changes": {"text": ["", "对手的底价"]}}
    Entry.rows.create(
        at=NOW,
        kind="note.created",
        entity="note",
        object_id=note.pk,
        account_id=hidden.pk,
        person_id=sales.second.pk,
        data=told,
    )
    assert "对手的底价" not in Caller(sales.me).get(f"/people/{sales.second.pk}/timeline").content.decode()
    client = Client()
    client.force_login(sales.me)
    assert "对手的底价" not in client.get(reverse("people:show", args=[sales.second.pk])).content.decode()


def test_the_journal_keeps_money_for_who_may_read_money() -> None:
    """Made, changed and removed by finance; a colleague on the team hears nothing of it, not even by searching."""
    world = World(("finance",))
    finance, account = Caller(world.me), world.at["far"]["account"]
    made = finance.post(
        "/results", {"account": str(account.pk), "month": "2026-02-01", "received": "77777.00"}
    )
    assert made.status_code == 201, made.data
    finance.patch(f"/results/{made.data['id']}", {"received": "88888.00"})
    finance.delete(f"/results/{made.data['id']}")
    TeamSeat.rows.create(account=account, member=world.junior, role="sales", **MADE)
    told = Caller(world.junior).get(f"/accounts/{account.pk}/timeline?limit=200").data["items"]
    assert told and not [one for one in told if one["entity"] == "result"]
    client = Client()
    client.force_login(world.junior)
    for text in ("77777", "88888", "2026-02"):
        page = client.get(reverse("accounts:timeline", args=[account.pk]), {"q": text}).content.decode()
        assert "月度业绩" not in page.partition("ka-timeline")[2]


# ── several roles ────────────────────────────────────────────────────────────


def test_two_roles_don_t_lend_each_other_their_reach() -> None:
    """Finance reaches every customer for its money, pre-sales writes notes: together they write no note everywhere."""
    world = World(("finance", "presales"))
    account = str(world.at["far"]["account"].pk)
    assert refused(world, "POST", "/notes", {"account": account, "text": "越权"})
    assert refused(
        world,
        "POST",
        "/facts",
        {
            "account": account,
            "item": item(),
            "text": "越权",
            "source": "customer",
            "observed_on": "2026-03-01",
        },
    )
    assert refused(world, "PATCH", f"/accounts/{account}", {"name": "越权"})
    assert MonthlyResult.rows.filter(account=account).exists()


@pytest.mark.parametrize(
    "roles", [("finance",), ("finance", "sales"), ("operations",), ("sales",)], ids="+".join
)
def test_an_import_reaches_no_further_than_its_member(roles: tuple[str, ...], tmp_path, settings) -> None:
    """By name, id and external id of a customer out of reach; nothing of it changes, nothing of it is told."""
    settings.FILES_DIR = tmp_path / "files"
    world = World(roles)
    far = world.at["far"]["account"]
    Account.rows.filter(pk=far.pk).update(external_id="X1")
    before = Account.rows.filter(pk=far.pk).values().get()
    people, marks = Person.rows.filter(account=far).count(), [("系统编号", str(far.pk)), ("外部编号", "X1")]
    for heading, value in marks:
        file = written(
            tmp_path / f"{heading}.csv", (heading, "客户名称", "备注"), [[value, far.name, "越权"]]
        )
        _tried(world, "accounts", file)
    file = written(tmp_path / "人.csv", ("姓名", "客户名称", "手机"), [["越权人", far.name, "13900009999"]])
    _tried(world, "people", file)
    after = Account.rows.filter(pk=far.pk).values().get()
    if roles != ("operations",):
        assert after == before and Person.rows.filter(account=far).count() == people


def _tried(world: World, kind: str, file: Any) -> None:
    try:
        run = take(acting(world.me), kind, file)
    except Refused:
        return
    if "operations" not in world.me.roles:
        assert "生人" not in str(outcomes(run))


# ── the next click ───────────────────────────────────────────────────────────


def test_what_is_taken_away_is_gone_at_the_next_request(sales: World) -> None:
    """Share, seat, owner, role, member, token: each ends at once, at the page and by program."""
    caller, client = Caller(sales.me), Client()
    client.force_login(sales.me)

    def reads(relation: str) -> set[int]:
        id = sales.at[relation]["account"].pk
        return {
            caller.get(f"/accounts/{id}").status_code,
            client.get(reverse("accounts:show", args=[id])).status_code,
        }

    assert all(
        reads(relation) == {200}
        for relation in ("own", "team_edit", "shared_read", "shared_team", "shared_department", "pool")
    )
    Share.rows.all().delete()
    TeamSeat.rows.filter(member=sales.me).update(until=TODAY - timedelta(days=1))
    Account.rows.filter(pk=sales.at["own"]["account"].pk).update(owner=sales.other, department=sales.north)
    assert all(
        reads(relation) == {404}
        for relation in ("own", "team_edit", "shared_read", "shared_team", "shared_department")
    )
    Member.rows.filter(pk=sales.me.pk).update(roles=[])
    assert reads("pool") == {404}
    Member.rows.filter(pk=sales.me.pk).update(is_active=False)
    id = sales.at["pool"]["account"].pk
    assert caller.get(f"/accounts/{id}").status_code == 401
    assert client.get(reverse("accounts:show", args=[id])).headers["Location"].startswith("/sign-in/")
