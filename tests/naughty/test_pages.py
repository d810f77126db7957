"""古怪的文字从页面表单写进每个文字字段：没有 5xx，原样存、原样显示，在 HTML 里只是文字；时间线、列表、搜索、筛选、名片里也一样。"""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from keyaccount.access import policy_of
from keyaccount.records.accounts.models import Account, Address, DossierFact, Note, Share
from keyaccount.records.people.models import CustomerUnit, Person, Post
from tests.naughty.browser import Browser, fields, fitting, kept, shows, stored
from tests.naughty.strings import FULL, REFUSED, Bones, strings
from tests.permissions.world import TODAY, item

pytestmark = pytest.mark.django_db


def test_fields_of_an_account_one_by_one() -> None:
    browser = Browser("manager")
    account, found = browser.world.at["own"]["account"], fields("account")
    wrong = []
    for number, text in enumerate(strings(1)):
        names = list(found) if number == 0 else [list(found)[number % len(found)], "note"]
        for name in names:
            given = fitting(text, found)[name]
            answer = browser.post("accounts:field", account.pk, name, **{name: given})
            if answer.status_code == 422:
                assert not kept(text, found[name]), (name, text)
                continue
            wrong += stored(account, {name: found[name]}, text)
        if not shows(browser.get("accounts:show", account.pk), kept(text, found["note"])):
            wrong.append(f"account page hides {text!r}")
        browser.get("accounts:timeline", account.pk, q=text)
    assert not wrong, wrong[:20]


def test_fields_with_rules_of_their_own_take_or_refuse() -> None:
    """Addresses and codes: stored or refused with a reason; an address that runs as a script is never a link."""
    browser = Browser("manager")
    account, person = browser.world.at["own"]["account"], browser.world.at["own"]["person"]
    tricks = (
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)//x.cn",
        "data:text/html,x.cn",
        'http://x.cn/"onmouseover="a',
        "//evil.example/x",
        "x.cn/<b>",
    )
    for text in (*tricks, *(strings(7) if FULL else strings(7)[::3])):
        for name in (
            "website",
            "credit_code",
            "region",
            "headcount",
            "revenue",
            "founded",
            "budget_months",
            "tags",
            "parent",
            "industry",
        ):
            browser.post("accounts:field", account.pk, name, **{name: text})
        for name in ("email", "gender", "is_key", "source"):
            browser.post("people:field", person.pk, name, **{name: text})
        browser.post("accounts:judge", account.pk, override=text, override_reason=text)
        browser.post("people:reveal", person.pk, purpose=text)
        browser.get("accounts:show", account.pk)
        browser.get("people:show", person.pk)


def test_a_new_account_and_what_is_made_around_it() -> None:
    browser = Browser("manager")
    found, wrong = fields("account"), []
    for number, text in enumerate(strings(2)):
        data = {**fitting(text, found), "external_id": f"n{number}", "currency": "CNY", "confirmed": "1"}
        if not data["name"].strip():
            continue
        answer = browser.post("accounts:new", **data)
        assert answer.status_code == 302, (text, answer.status_code)
        account = Account.rows.get(external_id=f"n{number}")
        wrong += stored(account, {n: f for n, f in found.items() if n != "external_id"}, text)
        wrong += _around(browser, account, text)
    assert not wrong, wrong[:20]


def _around(browser: Browser, account: Account, text: str) -> list[str]:
    """Department, address, note, fact, share and person at the account, and every page that tells of them."""
    wrong: list[str] = []
    unit = browser.post("accounts:add", account.pk, "unit", **fitting(text, fields("unit")))
    if unit.status_code == 204:
        wrong += stored(
            CustomerUnit.rows.get(account=account),
            {n: f for n, f in fields("unit").items() if n != "external_id"},
            text,
        )
    browser.post("accounts:add", account.pk, "address", **fitting(text, fields("address")))
    wrong += stored(Address.rows.get(account=account), fields("address"), text)
    browser.post("accounts:note", account.pk, text=text)
    wrong += stored(Note.rows.get(account=account), {"text": policy_of("note").by_name["text"]}, text)
    browser.post(
        "accounts:fact",
        account.pk,
        item(),
        text=text,
        source="customer",
        said_by=text[:120],
        observed_on="2026-03-01",
    )
    fact = {name: policy_of("fact").by_name[name] for name in ("text", "said_by")}
    wrong += stored(DossierFact.rows.get(account=account), fact, text)
    until = TODAY.isoformat()
    browser.post(
        "accounts:add",
        account.pk,
        "share",
        member=str(browser.world.other.pk),
        until=until,
        reason=text[:200],
        level="read",
    )
    wrong += stored(Share.rows.get(account=account), {"reason": policy_of("share").by_name["reason"]}, text)
    for tab in ("show", "organisation", "timeline", "team"):
        if not shows(browser.get(f"accounts:{tab}", account.pk), account.name):
            wrong.append(f"{tab} hides {text!r}")
    return wrong


def test_a_person_with_a_post_and_the_card() -> None:
    browser = Browser("sales")
    account, found, wrong = browser.world.at["own"]["account"], fields("person"), []
    for number, text in enumerate(strings(3)):
        data = {
            **fitting(text, found),
            "external_id": f"p{number}",
            "account": str(account.pk),
            "title": text[:200],
            "sure": "1",
        }
        if not data["name"].strip():
            continue
        answer = browser.post("people:new", **data)
        assert answer.status_code == 302, (text, answer.status_code)
        person = Person.rows.get(external_id=f"p{number}")
        wrong += stored(person, {n: f for n, f in found.items() if n != "external_id"}, text)
        wrong += stored(Post.rows.get(person=person), {"title": policy_of("post").by_name["title"]}, text)
        if not shows(browser.get("people:show", person.pk), person.name):
            wrong.append(f"the page hides {text!r}")
        wrong += _card(browser.get("people:card", person.pk).content.decode(), text)
    assert not wrong, wrong[:20]


def _card(card: str, text: str) -> list[str]:
    """One card with one name, whatever the name is: no line of ours begins with what was typed."""
    lines = card.replace("\r\n ", "").split("\r\n")
    heads = [line.partition(":")[0].partition(";")[0] for line in lines if line]
    allowed = {"BEGIN", "VERSION", "FN", "N", "NICKNAME", "ORG", "TITLE", "TEL", "EMAIL", "END"}
    bad = set(heads) - allowed
    return [f"card of {text!r}: {bad}"] if bad or heads.count("FN") != 1 or heads.count("BEGIN") != 1 else []


@pytest.mark.parametrize("text", REFUSED)
def test_what_no_database_keeps_is_refused_in_words(text: str) -> None:
    browser = Browser("manager")
    account = browser.world.at["own"]["account"]
    assert browser.post("accounts:note", account.pk, text=text).status_code == 422
    assert browser.post("accounts:field", account.pk, "note", note=text).status_code == 422
    assert browser.post("accounts:new", name=text).status_code == 422
    assert browser.post("people:new", name=text, account=str(account.pk)).status_code == 422
    for route in ("search", "suggest", "accounts:list", "people:list", "accounts:check"):
        browser.get(route, q=text, name=text)
    browser.get("lookups:records", "account", q=text)
    browser.get("accounts:timeline", account.pk, q=text)


def test_addresses_no_database_keeps_are_refused_in_words() -> None:
    """The same on every database: in the path nowhere, in the query a bad request, in a form to be mended."""
    browser = Browser("manager", "admin")
    account = browser.world.at["own"]["account"]
    one = reverse("accounts:show", args=[account.pk])
    for route in (
        "accounts:list",
        "people:list",
        "search",
        "suggest",
        "accounts:check",
        "accounts:new",
        "home",
    ):
        for query in ("q=a%00b", "%00=1", "sort=%00", "owner=%00", "cursor=a%00", "name__contains=%00"):
            answer = browser.client.get(f"{reverse(route)}?{query}")
            assert answer.status_code == 400, (route, query, answer.status_code)
            assert "含有无法保存的字符" in answer.content.decode()
    for path in (f"{one}%00", "/accounts/%00/", "/lookups/%00", "/setup/%00/", f"{one}field/%00", "/%00"):
        assert browser.client.get(path).status_code == 404, path
    told = browser.client.get(
        reverse("lookups:records", args=["account"]) + "?q=%00", headers={"HX-Request": "true"}
    )
    assert told.status_code == 400 and "ka:toast" in told["HX-Trigger"]
    assert browser.post("settings:members:new", name="a\x00", login="ab").status_code == 422


def test_strangers_and_broken_cookies_break_nothing() -> None:
    browser = Browser("manager")
    name = settings.SESSION_COOKIE_NAME
    for client in (Client(raise_request_exception=False), browser.client):
        client.cookies.load({"keyaccount_language": '"\\000"', name: '"\\000aaaaaaaaaaaaaaaa"'})
        assert client.get("/accounts/").status_code == 302, "as if the cookie had not been sent"
        assert client.get("/sign-in/?next=%00").status_code in (400, 404)
        for path in ("/%00", "/setup/%00/", "/accounts/?q=%00"):
            assert client.get(path).status_code in (302, 404), path
        answer = client.post(reverse("account_login"), {"login": "a\x00", "password": "\x00"})
        assert answer.status_code == 422 and "含有无法保存的字符" in answer.content.decode()


def test_the_page_is_the_same_skeleton_whatever_it_says() -> None:
    """An odd name adds no tag and no attribute to any page that shows it."""
    browser = Browser("manager")
    account, person = browser.world.at["own"]["account"], browser.world.at["own"]["person"]
    bones: dict[str, list[str]] = {}
    for text in ("平常公司", *(text for text in strings(6) if "<" in text or '"' in text or "'" in text)):
        name = text.strip()[:90] or "空"
        browser.post("accounts:field", account.pk, "name", name=name)
        browser.post("people:field", person.pk, "name", name=name)
        pages = [
            ("accounts:show", account.pk),
            ("accounts:list",),
            ("people:show", person.pk),
            ("people:list",),
            ("accounts:merge", account.pk),
        ]
        for route, *args in pages:
            found = Bones(browser.get(route, *args).content.decode()).tags
            if route in ("accounts:show", "people:show"):
                found = [
                    tag
                    for tag in found
                    if not tag.startswith(("li", "div", "span", "p", "svg", "use", "a ", "time"))
                ]
            known = bones.setdefault(route, found)
            assert {*found} == {*known}, (route, text, {*found} ^ {*known})
