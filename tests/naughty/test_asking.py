"""古怪的文字在搜索、筛选、选择框和设置里：找得到或找不到，从不出错，回显时只是文字。"""

from __future__ import annotations

import pytest

from keyaccount.records.org.models import Department, Member, SavedView, Team
from tests.naughty.browser import Browser, shows
from tests.naughty.strings import FULL, OWN, Bones, strings

pytestmark = pytest.mark.django_db


def test_lists_search_filters_and_pickers() -> None:
    """Asked for in every box: found or not, never broken, and told back as text."""
    browser = Browser("manager")
    for text in strings(4) if FULL else strings(4)[::2]:
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
