"""The people pages: list, taking up, changing in place, posts, the sealed number, the card."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from keyaccount.access import access_to
from keyaccount.actions.people.create_person import create_person
from keyaccount.base import clock
from keyaccount.interfaces.web.values import words
from keyaccount.queries.records.show_record import show_record
from keyaccount.records.accounts.models import Account
from keyaccount.records.journal.models import Entry
from keyaccount.records.org.models import Member
from keyaccount.records.people.models import Person, Post
from tests.cast import Company, account, acting

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


class World(Company):
    """The company with one customer of 李雷 and a person there."""

    def __init__(self) -> None:
        super().__init__()
        self.account: Account = account("华夏农商银行", self.lilei)
        self.elsewhere: Account = account("北方电信", self.zhaoqiang)
        self.person = taken_up(self, "王建国", mobile="13800138000", private_phone="13911112222")


def taken_up(company: Any, name: str, **more: Any) -> Person:
    raw = {"name": name, "account": str(company.account.pk), "title": "总经理", **more}
    return create_person(by=acting(company.lilei), at=clock.now(), raw=raw)


@pytest.fixture
def world() -> World:
    return World()


def page_of(member: Member, **more: Any) -> Client:
    client = Client(**more)
    client.force_login(member)
    return client


def at(name: str, *args: Any) -> str:
    return reverse(f"people:{name}", args=args)


def test_who_sees_whom(world: World) -> None:
    inside = {"lilei", "hanmei", "zhouzong", "yunying", "hegui"}
    for member in world.members().values():
        client = page_of(member)
        listed = client.get(at("list"))
        shown = client.get(at("show", world.person.pk))
        assert (shown.status_code == 200) == (member.login in inside), member.login
        assert ("王建国" in listed.content.decode()) == (member.login in inside), member.login
        assert client.get(at("card", world.person.pk)).status_code == (200 if member.login in inside else 404)


def test_taking_up_a_person(world: World) -> None:
    client = page_of(world.lilei)
    form = client.get(at("new") + f"?account={world.account.pk}").content.decode()
    assert "华夏农商银行" in form
    wrong = client.post(at("new"), {"name": "", "account": str(world.account.pk)})
    assert wrong.status_code == 422 and "请填写姓名" in wrong.content.decode()
    body = {"name": "刘敏", "account": str(world.account.pk), "title": "处长", "mobile": "139 1088 2210"}
    answer = client.post(at("new"), body)
    made = Person.rows.get(name="刘敏")
    assert answer["Location"] == at("show", made.pk)
    assert (made.account_id, made.title, made.owner_id) == (world.account.pk, "处长", world.lilei.pk)


@pytest.mark.parametrize("bad", ["", "not-an-id", "elsewhere", "00000000-0000-0000-0000-000000000000"])
def test_nobody_is_taken_up_where_one_may_not_write(world: World, bad: str) -> None:
    where = str(world.elsewhere.pk) if bad == "elsewhere" else bad
    answer = page_of(world.lilei).post(at("new"), {"name": "刘敏", "account": where, "sure": "1"})
    assert answer.status_code in (404, 422)
    assert not Person.rows.filter(name="刘敏").exists()


def test_who_looks_the_same_is_shown_first(world: World) -> None:
    client = page_of(world.lilei)
    body = {"name": "王总", "account": str(world.account.pk), "mobile": "13800138000"}
    asked = client.post(at("new"), body)
    assert asked.status_code == 409
    page = asked.content.decode()
    assert "王建国" in page and "手机相同" in page
    assert not re.search(r'name="is_key"[^>]* checked', page), "an empty box stays empty"
    assert Person.rows.count() == 1
    assert client.post(at("new"), {**body, "sure": "1"}).status_code == 302
    stranger = page_of(world.zhaoqiang).post(at("new"), {**body, "account": str(world.elsewhere.pk)})
    assert stranger.status_code == 302, "who cannot see the other person is not told of it"


def test_changing_a_field_in_place(world: World) -> None:
    client, where = page_of(world.lilei), at("field", world.person.pk, "wechat")
    editor = client.get(where, headers=HTMX).content.decode()
    assert 'name="wechat"' in editor and 'name="version"' in editor
    answer = client.post(
        where, {"wechat": "wjg", "version": world.person.version, "seen": '""'}, headers=HTMX
    )
    assert answer.status_code == 200 and "wjg" in answer.content.decode()
    person = Person.rows.get(pk=world.person.pk)
    assert person.wechat == "wjg"
    bad = client.post(at("field", person.pk, "name"), {"name": "", "version": person.version}, headers=HTMX)
    assert bad.status_code == 422


def test_every_field_of_a_person_is_on_the_page_and_can_be_changed(world: World) -> None:
    """Whatever the policy lets its owner write, the page offers, saves and shows again."""
    samples = {"gender": "female", "source": "website", "is_key": "1", "email": "wang@bank.example"}
    samples |= {"mobile": "13900139000", "phone": "021-55501055", "private_phone": "13777776666"}
    client = page_of(world.lilei)
    whole = client.get(at("show", world.person.pk)).content.decode()
    for name, field in access_to(acting(world.lilei), "person").writable(world.person).items():
        where = at("field", world.person.pk, name)
        assert f'hx-get="{where}"' in whole, name
        version = Person.rows.get(pk=world.person.pk).version
        given = samples.get(name, f"新{name}")
        client.post(where, {name: given, "version": version, "seen": "null", "keep": "mine"}, headers=HTMX)
        stored = show_record(acting(world.lilei), "person", world.person.pk)
        assert stored.version == version + 1, name
        shown = client.get(where + "?show=1", headers=HTMX).content.decode()
        assert words(field, stored.values[name], stored.names) in shown, name


def test_two_editors_see_both_versions(world: World) -> None:
    client, where = page_of(world.lilei), at("field", world.person.pk, "wechat")
    first = world.person.version
    client.post(where, {"wechat": "one", "version": first, "seen": '""'})
    crossed = client.post(where, {"wechat": "two", "version": first, "seen": '""'})
    assert crossed.status_code == 409
    assert "one" in crossed.content.decode() and "two" in crossed.content.decode()
    assert Person.rows.get(pk=world.person.pk).wechat == "one"
    settled = client.post(where, {"wechat": "two", "version": Person.rows.get(pk=world.person.pk).version})
    assert settled.status_code == 200 and Person.rows.get(pk=world.person.pk).wechat == "two"


def test_denied_changes_leave_everything_as_it_was(world: World) -> None:
    before = list(Person.rows.values()), list(Post.rows.values()), Entry.rows.count()
    post = Post.rows.get().pk
    posts = {
        at("field", world.person.pk, "name"): {"name": "x"},
        at("archive", world.person.pk): {},
        at("reveal", world.person.pk): {"purpose": "x"},
        at("new_post", world.person.pk): {"account": str(world.account.pk), "title": "x"},
        at("edit_post", world.person.pk, post): {"title": "x"},
        at("end_post", world.person.pk, post): {},
        at("remove_post", world.person.pk, post): {},
        at("new"): {"name": "x", "account": str(world.account.pk), "sure": "1"},
    }
    for member in (
        world.wangfang,
        world.zhaoqiang,
        world.auditor,
        world.finance,
        world.admin,
        world.security,
        world.presales,
    ):
        for address, body in posts.items():
            assert page_of(member).post(address, body).status_code in (403, 404), (member.login, address)
    assert (list(Person.rows.values()), list(Post.rows.values()), Entry.rows.count()) == before


def test_getting_changes_nothing(world: World) -> None:
    before, post = Entry.rows.count(), Post.rows.get().pk
    client = page_of(world.lilei)
    for name in ("show", "archive", "restore", "reveal", "new_post", "timeline", "card"):
        client.get(at(name, world.person.pk))
    for name in ("edit_post", "end_post", "remove_post"):
        client.get(at(name, world.person.pk, post))
    assert Entry.rows.count() == before and Person.rows.get().archived_at is None


def test_forged_changes_are_refused(world: World) -> None:
    client = page_of(world.lilei, enforce_csrf_checks=True)
    assert client.post(at("archive", world.person.pk)).status_code == 403
    assert client.post(at("field", world.person.pk, "name"), {"name": "x"}).status_code == 403


def test_the_sealed_number_is_shown_for_a_purpose_only(world: World) -> None:
    client, where = page_of(world.lilei), at("reveal", world.person.pk)
    page = client.get(at("show", world.person.pk)).content.decode()
    assert "13911112222" not in page and "1391111" not in page and "••••" in page
    assert client.post(where, {"purpose": " "}).status_code == 422
    assert not Entry.rows.filter(kind="person.revealed").exists()
    answer = client.post(where, {"purpose": "约晚上通话"})
    assert "13911112222" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert Entry.rows.get(kind="person.revealed").data["purpose"] == "约晚上通话"
    manager = page_of(world.hanmei)
    assert "••••" in manager.get(at("show", world.person.pk)).content.decode()
    assert manager.post(where, {"purpose": "x"}).status_code == 403
    assert "私人电话" not in page_of(world.boss).get(at("show", world.person.pk)).content.decode()


def test_moving_to_another_post(world: World) -> None:
    other = account("江南电器", world.lilei)
    client, first = page_of(world.lilei), Post.rows.get()
    assert client.post(at("end_post", world.person.pk, first.pk)).status_code == 204
    assert Post.rows.get(pk=first.pk).ended_on == clock.day_of(clock.now())
    body = {"account": str(other.pk), "title": "董事长", "is_primary": "1", "started_on": "2026-03-01"}
    assert client.post(at("new_post", world.person.pk), body).status_code == 204
    person = Person.rows.get(pk=world.person.pk)
    assert (person.account_id, person.title) == (other.pk, "董事长")
    second = Post.rows.get(account=other)
    assert client.get(at("edit_post", world.person.pk, second.pk)).status_code == 200
    late = client.post(
        at("edit_post", world.person.pk, second.pk),
        {"title": "董事长", "started_on": "2026-03-01", "ended_on": "2026-02-01", "is_primary": "1"},
    )
    assert late.status_code == 422 and "不能早于" in late.content.decode()
    assert client.post(at("remove_post", world.person.pk, first.pk)).status_code == 204
    assert client.get(at("edit_post", world.account.pk, second.pk)).status_code == 404


def test_archiving_and_restoring(world: World) -> None:
    client = page_of(world.lilei)
    assert client.post(at("archive", world.person.pk)).status_code == 204
    assert "王建国" not in client.get(at("list")).content.decode()
    assert "王建国" in client.get(at("list") + "?archived=1").content.decode()
    assert client.get(at("show", world.person.pk)).status_code == 200
    assert client.post(at("restore", world.person.pk)).status_code == 204
    assert "王建国" in client.get(at("list")).content.decode()


def test_the_card_holds_what_a_telephone_needs(world: World) -> None:
    taken_up(world, "刘;敏,\n处长", email="liu@bank.example", note="说过 " * 50)
    found = Person.rows.exclude(pk=world.person.pk).get()
    answer = page_of(world.lilei).get(at("card", found.pk))
    body = answer.content.decode()
    assert answer["Content-Type"].startswith("text/vcard") and "attachment" in answer["Content-Disposition"]
    assert "FN:刘\\;敏\\,\\n处长" in body.replace("\r\n ", "") or "FN:刘\\;敏\\," in body.replace("\r\n ", "")
    assert all(len(line.encode()) <= 76 for line in body.split("\r\n"))
    assert "13911112222" not in page_of(world.lilei).get(at("card", world.person.pk)).content.decode()


def test_the_list_costs_the_same_for_many(world: World, django_assert_max_num_queries: Any) -> None:
    def asked(address: str) -> int:
        client = page_of(world.lilei)
        client.get(address)
        with django_assert_max_num_queries(30) as found:
            client.get(address)
        return len(found)

    few = asked(at("list")), asked(at("show", world.person.pk))
    for number in range(15):
        taken_up(world, f"同事{number}")
        Post.rows.create(
            person=world.person,
            account=world.account,
            title=f"兼职{number}",
            is_primary=False,
            owner_id=world.lilei.pk,
            created_at=clock.now(),
            updated_at=clock.now(),
        )
    assert (asked(at("list")), asked(at("show", world.person.pk))) == few
