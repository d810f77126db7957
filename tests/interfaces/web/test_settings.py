"""The settings: who opens which page, and what each of them changes."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from keyaccount.access import FUNCTIONS
from keyaccount.interfaces.web.settings.words import FUNCTION
from keyaccount.records.accounts.models import Account, Industry, Tag
from keyaccount.records.journal.models import Entry
from keyaccount.records.org.models import ApiToken, Department, Member, SetupLink, Team, TeamMembership
from tests.cast import NOW, Company, account

pytestmark = pytest.mark.django_db

EVERYBODY = {"home", "profile", "security", "about"}
OPEN = {
    "guanli": {"members:list", "departments", "teams", "roles"},
    "anquan": {"members:list", "departments", "teams", "roles", "audit"},
    "hegui": {"members:list", "departments", "teams", "roles", "audit"},
    "yunying": {"lists"},
}
PAGES = EVERYBODY | {"members:list", "departments", "teams", "roles", "audit", "lists"}


@pytest.fixture
def company() -> Company:
    return Company()


def page_of(member: Member, **more: Any) -> Client:
    client = Client(**more)
    client.force_login(member)
    return client


def at(name: str, *args: Any) -> str:
    return reverse(f"settings:{name}", args=args)


def rows() -> list[Any]:
    """Everything the settings may change; when somebody signed in last is no part of it."""
    models = (Member, Department, Team, TeamMembership, Industry, Tag, ApiToken, SetupLink, Account)
    kept = [row for model in models for row in model.rows.order_by("pk").values()]
    return [{name: value for name, value in row.items() if name != "last_login"} for row in kept]


def test_every_page_for_every_role(company: Company) -> None:
    for member in company.members().values():
        client = page_of(member)
        opened = {name for name in PAGES if client.get(at(name)).status_code == 200}
        assert opened == EVERYBODY | OPEN.get(member.login, set()), member.login
        home = client.get(at("home")).content.decode()
        assert {name for name in PAGES - {"home"} if f'href="{at(name)}"' in home} == opened - {"home"}, (
            member.login
        )


def test_denied_changes_leave_everything_as_it_was(company: Company) -> None:
    one, team = company.lilei, Team.rows.create(name="银行组", created_at=NOW, updated_at=NOW)
    tag = Tag.rows.create(name="重点")
    manage = {
        at("members:new"): {"name": "新人", "login": "xinren"},
        at("members:edit", one.pk): {"name": "改名", "login": "lilei"},
        at("members:link", one.pk): {},
        at("members:leave", one.pk): {},
        at("members:back", one.pk): {},
        at("new_department"): {"name": "新部门"},
        at("edit_department", company.east.pk): {"name": "改名"},
        at("close_department", company.north.pk): {},
        at("restore_department", company.north.pk): {},
        at("new_team"): {"name": "新团队"},
        at("edit_team", team.pk): {"name": "改名"},
        at("team_members", team.pk): {"members": [str(one.pk)]},
        at("close_team", team.pk): {},
    }
    rights = {at("members:roles", one.pk): {"roles": ["admin"]}, at("members:end_sessions", one.pk): {}}
    lists = {
        at("new_entry", "industry"): {"name": "新行业"},
        at("edit_entry", "industry", company.bank.pk): {"name": "改名"},
        at("edit_entry", "tag", tag.pk): {"name": "改名"},
    }
    before = rows(), Entry.rows.count()
    for member in company.members().values():
        if member == company.lilei:
            continue
        forbidden = {
            **({} if member == company.admin else manage),
            **({} if member == company.security else rights),
            **({} if member == company.ops else lists),
        }
        for address, body in forbidden.items():
            assert page_of(member).post(address, body).status_code in (403, 404), (member.login, address)
    assert (rows(), Entry.rows.count()) == before


def test_getting_changes_nothing(company: Company) -> None:
    before = rows(), Entry.rows.count()
    one = company.lilei.pk
    for member in (company.admin, company.security, company.ops):
        client = page_of(member)
        for name in ("link", "roles", "leave", "back", "end_sessions", "edit", "show"):
            client.get(at(f"members:{name}", one))
        for address in (
            at("close_department", company.north.pk),
            at("end_sessions"),
            at("new_token"),
            at("profile"),
            at("members:new"),
        ):
            client.get(address)
    assert (rows(), Entry.rows.count()) == before


def test_forged_changes_are_refused(company: Company) -> None:
    client, before = page_of(company.admin, enforce_csrf_checks=True), rows()
    for address in (
        at("profile"),
        at("new_token"),
        at("members:new"),
        at("members:link", company.lilei.pk),
        at("end_sessions"),
    ):
        assert client.post(address, {}).status_code == 403
    assert rows() == before


def test_a_member_sets_language_unit_and_colours(company: Company) -> None:
    client = page_of(company.lilei)
    body = {"language": "en", "money_unit": "wan", "theme": "dark", "phone": "138 0013 8000"}
    assert client.post(at("profile"), body).status_code == 302
    member = Member.objects.get(pk=company.lilei.pk)
    assert (member.language, member.money_unit, member.theme) == ("en", "wan", "dark")
    assert 'lang="en"' in client.get("/").content.decode()
    wrong = client.post(at("profile"), {**body, "language": "xx", "name": "老板", "roles": "admin"})
    assert wrong.status_code == 422
    empty = client.post(at("profile"), {**body, "language": ""})
    assert empty.status_code == 422
    member.refresh_from_db()
    assert (member.name, member.roles, member.language) == ("李雷", ["sales"], "en")


def test_own_sessions_are_listed_and_ended(company: Company) -> None:
    here, there = Client(HTTP_USER_AGENT="Edg Windows"), Client(HTTP_USER_AGENT="Safari iPhone")
    for client in (here, there):
        client.post(reverse("account_login"), {"login": "lilei", "password": "correct-horse-1"})
    shown = here.get(at("security")).content.decode()
    assert "Edge · Windows" in shown and "Safari · iPhone" in shown and "本机" in shown
    other = UserSession.objects.get(user_agent="Safari iPhone")
    stranger = page_of(company.zhaoqiang)
    stranger.post(at("end_sessions"), {"id": str(other.pk)})
    assert there.get(at("security")).status_code == 200
    assert here.post(at("end_sessions"), {"id": str(other.pk)}).status_code == 302
    assert there.get(at("security")).status_code == 302
    assert here.get(at("security")).status_code == 200
    assert Entry.rows.get(kind="member.sessions-ended").object_id == company.lilei.pk


def test_the_security_officer_ends_others_sessions(company: Company) -> None:
    seller = Client()
    seller.post(reverse("account_login"), {"login": "lilei", "password": "correct-horse-1"})
    officer = page_of(company.security)
    assert "登录的设备" in officer.get(at("members:show", company.lilei.pk)).content.decode()
    assert (
        "登录的设备" not in page_of(company.admin).get(at("members:show", company.lilei.pk)).content.decode()
    )
    assert officer.post(at("members:end_sessions", company.lilei.pk)).status_code == 204
    assert seller.get("/").status_code == 302


def test_a_token_is_shown_once_and_revoked(company: Company) -> None:
    client = page_of(company.lilei)
    assert client.post(at("new_token"), {"name": "", "scopes": ["read"], "days": "30"}).status_code == 422
    assert client.post(at("new_token"), {"name": "BI", "scopes": ["all"], "days": "30"}).status_code == 422
    assert (
        client.post(at("new_token"), {"name": "BI", "scopes": ["read"], "days": "9999999"}).status_code == 422
    )
    shown = client.post(at("new_token"), {"name": "BI", "scopes": ["read"], "days": "30"}).content.decode()
    plain = re.search(r"ka_[\w-]{40}", shown)
    assert plain
    again = client.get(at("security")).content.decode()
    assert "BI" in again and plain[0] not in again
    token = ApiToken.rows.get()
    assert page_of(company.wangfang).post(at("revoke_token", token.pk)).status_code == 404
    assert client.post(at("revoke_token", token.pk)).status_code == 204
    token.refresh_from_db()
    assert token.revoked_at is not None


def test_adding_a_member_gives_a_link_that_works(company: Company) -> None:
    client = page_of(company.admin)
    assert client.post(at("members:new"), {"name": "新人", "login": "LILEI"}).status_code == 422
    body = {"name": "新人", "login": "xinren", "department": str(company.east.pk)}
    shown = client.post(at("members:new"), body).content.decode()
    link = re.search(r"http://testserver(/setup/[\w-]+/)", shown)
    assert link
    made = Member.objects.get(login="xinren")
    assert made.roles == [] and not made.has_usable_password()
    new = Client()
    assert new.get(link[1]).status_code == 200
    assert new.post(link[1], {"password": "lamp river seven", "again": "lamp river seven"}).status_code == 302
    assert new.get("/").status_code == 200
    assert link[1] not in client.get(at("members:show", made.pk)).content.decode()


def test_roles_are_given_by_the_security_officer(company: Company) -> None:
    officer = page_of(company.security)
    page = officer.get(at("members:show", company.lilei.pk)).content.decode()
    assert "全公司只读；查看审计日志" in page
    assert (
        officer.post(at("members:roles", company.lilei.pk), {"roles": ["sales", "manager"]}).status_code
        == 204
    )
    assert Member.objects.get(pk=company.lilei.pk).roles == ["sales", "manager"]
    last = officer.post(at("members:roles", company.security.pk), {"roles": []})
    assert last.status_code == 422 and "至少要有一位安全管理员" in last.content.decode()
    assert Member.objects.get(pk=company.security.pk).roles == ["security"]


def test_leaving_hands_everything_over(company: Company) -> None:
    account("华夏农商银行", company.lilei)
    client, where = page_of(company.admin), at("members:leave", company.lilei.pk)
    panel = client.get(where).content.decode()
    assert "1 个客户" in panel and "华夏农商银行" not in panel
    assert client.post(where).status_code == 422
    assert client.post(where, {"to": str(company.wangfang.pk)}).status_code == 204
    assert Account.rows.get().owner_id == company.wangfang.pk
    assert not Member.objects.get(pk=company.lilei.pk).is_active
    back = client.post(at("members:back", company.lilei.pk))
    assert back.status_code == 200 and "/setup/" in back.content.decode()


def test_the_department_tree_grows_moves_and_shrinks(company: Company) -> None:
    client = page_of(company.admin)
    assert (
        client.post(at("new_department"), {"name": "华东一部", "parent": str(company.east.pk)}).status_code
        == 204
    )
    made = Department.rows.get(name="华东一部")
    moved = {"name": "一部", "parent": str(company.north.pk), "version": made.version}
    assert client.post(at("edit_department", made.pk), moved).status_code == 204
    made.refresh_from_db()
    assert (made.name, made.parent_id) == ("一部", company.north.pk)
    circle = {"name": "华北大区", "parent": str(made.pk), "version": company.north.version}
    assert client.post(at("edit_department", company.north.pk), circle).status_code == 422
    full = client.post(at("close_department", company.north.pk), headers={"HX-Request": "true"})
    assert full.status_code == 422 and Department.rows.get(pk=company.north.pk).archived_at is None
    assert client.post(at("close_department", made.pk)).status_code == 204
    assert client.post(at("restore_department", made.pk)).status_code == 204


def test_two_administrators_do_not_overwrite_each_other(company: Company) -> None:
    client, first = page_of(company.admin), company.lilei.version
    body = {"name": "李雷", "login": "lilei", "version": first}
    assert client.post(at("members:edit", company.lilei.pk), {**body, "title": "主管"}).status_code == 204
    assert client.post(at("members:edit", company.lilei.pk), {**body, "title": "总监"}).status_code == 409
    assert Member.objects.get(pk=company.lilei.pk).title == "主管"


def test_teams(company: Company) -> None:
    client = page_of(company.admin)
    client.post(at("new_team"), {"name": "银行组"})
    team = Team.rows.get()
    chosen = {"members": [str(company.lilei.pk), str(company.presales.pk)]}
    assert client.post(at("team_members", team.pk), chosen).status_code == 204
    assert TeamMembership.rows.filter(team=team).count() == 2
    assert "李雷" in client.get(at("teams")).content.decode()
    assert client.post(at("team_members", team.pk), {"members": ["nobody"]}).status_code == 404
    assert client.post(at("team_members", team.pk), {"members": []}).status_code == 204
    assert not TeamMembership.rows.exists()


def test_lists(company: Company) -> None:
    client = page_of(company.ops)
    assert client.post(at("new_entry", "industry"), {"name": "家电"}).status_code == 204
    assert client.post(at("new_entry", "industry"), {"name": "家电"}).status_code == 422
    made = Industry.rows.get(name="家电")
    assert (
        client.post(
            at("edit_entry", "industry", made.pk), {"name": "家用电器", "name_en": "Appliances"}
        ).status_code
        == 204
    )
    made.refresh_from_db()
    assert (made.name, made.name_en) == ("家用电器", "Appliances")
    assert client.post(at("new_entry", "tag"), {"name": "信创"}).status_code == 204
    assert client.get(at("new_entry", "member")).status_code == 404


def test_auditors_read_the_log_and_officers_only_our_side_of_it(company: Company) -> None:
    client = Client()
    client.post(reverse("account_login"), {"login": "lilei", "password": "wrong"})
    made = account("华夏农商银行", company.lilei)
    Entry.rows.create(
        at=NOW,
        kind="account.created",
        entity="account",
        object_id=made.pk,
        account_id=made.pk,
        label=made.name,
        actor_id=company.lilei.pk,
    )
    Entry.rows.create(
        at=NOW,
        kind="person.edited",
        entity="person",
        label="王建国",
        field_class=3,
        actor_id=company.lilei.pk,
    )
    auditor, officer = (
        page_of(one).get(at("audit")).content.decode() for one in (company.auditor, company.security)
    )
    assert "登录失败" in auditor and "华夏农商银行" in auditor and "王建国" not in auditor
    assert "登录失败" in officer and "华夏农商银行" not in officer


def test_the_log_is_filtered_and_turned(company: Company) -> None:
    for number in range(60):
        Entry.rows.create(
            at=NOW, kind="member.edited", entity="member", label=f"某人{number}", actor_id=company.admin.pk
        )
    client = page_of(company.auditor)
    first = client.get(at("audit")).content.decode()
    assert "某人59" in first and "某人9<" not in first
    following = re.search(r'href="([^"]+cursor=\d+)"', first)
    assert following
    second = client.get(following[1].replace("&amp;", "&")).content.decode()
    assert "某人0" in second and "某人59" not in second
    assert "某人59" not in client.get(at("audit") + "?group=sign-in").content.decode()
    assert "某人59" in client.get(at("audit") + f"?actor={company.admin.pk}&group=rights").content.decode()
    assert "某人59" not in client.get(at("audit") + "?last=2020-01-01").content.decode()
    for bad in (
        "actor=x",
        "first=yesterday",
        "cursor=x",
        "cursor=" + "9" * 30,
        "last=9999-12-31",
    ):
        assert client.get(at("audit") + f"?{bad}").status_code in (200, 422), bad
    assert client.get(at("audit") + "?first=%00").status_code == 400


def test_the_pages_cost_the_same_for_many(company: Company, django_assert_max_num_queries: Any) -> None:
    def asked(member: Member, name: str) -> int:
        client = page_of(member)
        client.get(at(name))
        with django_assert_max_num_queries(25) as found:
            client.get(at(name))
        return len(found)

    names = ("members:list", "departments", "teams", "audit")
    company.admin.roles = ["admin", "security"]
    company.admin.save()
    team = Team.rows.create(name="一组", created_at=NOW, updated_at=NOW)
    TeamMembership(team=team, member=company.lilei).save()
    Entry.rows.create(at=NOW, kind="member.edited", entity="member", label="李雷", actor_id=company.lilei.pk)
    few = [asked(company.admin, name) for name in names]
    for number in range(8):
        place = Department.rows.create(
            name=f"部{number}", parent=company.east, created_at=NOW, updated_at=NOW
        )
        made = Member(
            login=f"m{number}",
            name=f"成员{number}",
            department=place,
            roles=["sales"],
            created_at=NOW,
            updated_at=NOW,
        )
        made.save(force_insert=True)
        more = Team.rows.create(name=f"组{number}", created_at=NOW, updated_at=NOW)
        TeamMembership(team=more, member=made).save()
        Entry.rows.create(at=NOW, kind="member.edited", entity="member", label=made.name, actor_id=made.pk)
    assert [asked(company.admin, name) for name in names] == few


def test_roles_are_told_in_words(company: Company) -> None:
    """Every function a role gives has words, and no key of ours stands on the page."""
    assert set(FUNCTIONS) <= set(FUNCTION)
    client = Client()
    client.force_login(company.admin)
    for language in ("zh-hans", "en"):
        client.post(reverse("language"), {"language": language})
        page = client.get(reverse("settings:roles")).content.decode()
        told = re.sub(r"<[^>]+>", " ", page.partition("<main")[2].partition("</main>")[0])
        assert not re.findall(r"\b[a-z]+[._][a-z_]+\b", told)
