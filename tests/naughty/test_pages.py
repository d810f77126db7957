"""古怪的文字从页面表单写进每个文字字段：没有 5xx，原样存、原样显示，在 HTML 里只是文字；时间线、列表、搜索、筛选、名片里也一样。"""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from keyaccount.access import Field, Kind, policy_of
from keyaccount.records.accounts.models import Account, Address, DossierFact, Note, Share
from keyaccount.records.org.models import Department, Member, SavedView, Team
from keyaccount.records.people.models import CustomerUnit, Person, Post
from tests.naughty.strings import OWN, REFUSED, Bones, strings
from tests.permissions.world import TODAY, World, item

pytestmark = pytest.mark.django_db
FREE = {Kind.TEXT, Kind.LONG, Kind.PHONE}
NOT_FREE = {"login", "country", "currency", "page"}


class Browser:
    """A member at the pages; `sound` fails on anything that broke."""

    def __init__(self, *roles: str) -> None:
        self.world = World(roles)
        self.client = Client(raise_request_exception=False)
        self.client.force_login(self.world.me)

    def get(self, route: str, *args: Any, **query: str) -> HttpResponse:
        return self.sound(self.client.get(reverse(route, args=args), query), query)

    def post(self, route: str, *args: Any, **data: Any) -> HttpResponse:
        return self.sound(self.client.post(reverse(route, args=args), data), data)

    def sound(self, answer: HttpResponse, given: Any) -> HttpResponse:
        assert answer.status_code < 500, given
        if "html" in answer.headers.get("Content-Type", ""):
            assert not Bones(answer.content.decode()).dangers(), given
        return answer


def fields(entity: str) -> dict[str, Field]:
    """The free texts of an entity; others have rules of their own and are tried for soundness elsewhere."""
    return {
        f.name: f
        for f in policy_of(entity).fields
        if f.writable and f.kind in FREE and f.name not in NOT_FREE
    }


def fitting(text: str, found: dict[str, Field]) -> dict[str, str]:
    return {name: text[: f.max_length] if f.max_length else text for name, f in found.items()}


def kept(text: str, field: Field) -> str:
    """How it must be stored: as given; one line without white space at its ends."""
    text = text[: field.max_length] if field.max_length else text
    return text.replace("\r\n", "\n") if field.kind is Kind.LONG else text.strip()


def stored(row: Any, found: dict[str, Field], text: str) -> list[str]:
    row.refresh_from_db()
    return [
        f"{name}: {getattr(row, f.path)!r} of {text!r}"
        for name, f in found.items()
        if getattr(row, f.path) != kept(text, f)
    ]


def shows(answer: HttpResponse, text: str) -> bool:
    """Whether a reader sees the text; white space is the browser's."""
    bones = Bones(answer.content.decode())
    return squeezed(text) in squeezed(bones.text) or any(
        squeezed(text) in squeezed(value) for value in bones.values
    )


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


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
    for text in (*tricks, *strings(7)[::2]):
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


def test_lists_search_filters_and_pickers() -> None:
    """Asked for in every box: found or not, never broken, and told back as text."""
    browser = Browser("manager")
    for text in strings(4):
        for route in ("accounts:list", "people:list", "pools:list"):
            browser.get(route, q=text)
            browser.get(route, name__contains=text, sort=text, columns=text)
        browser.get(
            "accounts:list", **{"view": text, "cursor": text, "limit": text, "at": text, text[:30]: text}
        )
        browser.get("search", q=text)
        browser.get("suggest", q=text)
        for entity in ("account", "person", "member", "tag", "unit"):
            browser.get("lookups:records", entity, q=text)
        browser.get("lookups:regions", parent=text)
        browser.get("accounts:check", name=text, credit_code=text)
        browser.get("accounts:pareto", measure=text, months=text, currency=text)
    assert shows(browser.get("accounts:list", q=OWN[0]), OWN[0])


def test_what_one_found_by_its_odd_name() -> None:
    """Named oddly, found by exactly that name: at the search page, in the palette, in the list."""
    browser = Browser("sales")
    for text in (
        "<script>alert(1)</script>公司",
        'O\'Neil "引号" 有限公司',
        "100% 保险_公司",
        "𠮷野家（中国）",
    ):
        browser.post("accounts:new", name=text, confirmed="1")
        for route in ("search", "suggest", "accounts:list"):
            answer = browser.get(route, q=text)
            found = (
                answer.json()[0]["label"] if route == "suggest" and isinstance(answer.json(), list) else ""
            )
            assert found == text or route == "suggest" or shows(answer, text), (route, text)


def test_settings_take_them_too() -> None:
    browser = Browser("admin", "operations", "security")
    world, wrong = browser.world, []
    for number, text in enumerate(strings(5)):
        word = f"{text[:50]}{number}"
        browser.post("settings:new_department", name=word)
        browser.post("settings:new_team", name=word, note=text[:300])
        browser.post("settings:new_entry", "tag", name=f"{text[:30]}{number}")
        browser.post("settings:new_entry", "industry", name=word, name_en=text[:80])
        browser.post("pools:new", name=word)
        browser.post("accounts:views", name=word)
        browser.post("settings:new_token", name=text[:80], scopes="read", days="7")
        browser.post("settings:profile", language="zh-hans", money_unit="auto", theme="auto", phone=text[:40])
        browser.post("settings:members:edit", world.other.pk, name=word, login="other", title=text[:80])
        browser.get("settings:audit", actor=text, group=text, first=text, cursor=text)
        missing = [
            m.__name__ for m in (Department, Team, SavedView) if not m.rows.filter(name=word.strip()).exists()
        ]
        wrong += [f"{missing} without {word!r}"] if missing else []
        wrong += (
            []
            if Member.rows.get(pk=world.other.pk).title == text[:80].strip()
            else [f"member's title {text!r}"]
        )
    for route in ("departments", "teams", "lists", "members:list", "security", "audit"):
        assert not Bones(browser.get(f"settings:{route}").content.decode()).dangers()
    assert not wrong, wrong[:20]


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
