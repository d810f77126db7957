"""Two years of history: working days only, nothing from the future, texts a person would write."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, time, timedelta
from itertools import pairwise

import pytest

from keyaccount.base.clock import CHINA
from keyaccount.interfaces.cli.demo_company.days import is_working
from keyaccount.interfaces.cli.demo_company.sources import table
from keyaccount.playbook.reader import default
from tests.interfaces.demo_company.company import DAYS, company

HAN = r"[\u3400-\u4dbf\u4e00-\u9fff]"
GLUED = re.compile(rf"{HAN}[A-Za-z0-9]|[A-Za-z0-9%]{HAN}|{HAN} {HAN}")
SLOT = re.compile(r"[{}]")


@pytest.mark.parametrize("today", DAYS)
def test_nothing_lies_in_the_future(today: date) -> None:
    demo = company(today)
    days = [note.at.astimezone(CHINA).date() for note in demo.notes]
    days += [document.at.astimezone(CHINA).date() for document in demo.documents]
    days += [account.created_on for account in demo.accounts] + [
        holding.began_on for holding in demo.holdings
    ]
    days += [person.created_on for person in demo.people] + [fact.observed_on for fact in demo.facts]
    days += [fact.verified_on for fact in demo.facts if fact.verified_on]
    days += [answer.on for account in demo.accounts for answer in account.answers]
    assert max(days) < today
    assert min(days) >= today - timedelta(days=745)
    assert max(result.month for result in demo.results) <= today


@pytest.mark.parametrize("today", DAYS)
def test_notes_are_written_on_working_days_in_working_hours(today: date) -> None:
    for note in company(today).notes:
        at = note.at.astimezone(CHINA)
        assert is_working(at.date()), note
        assert time(9) <= at.time() <= time(18, 30), note


@pytest.mark.parametrize("today", DAYS)
def test_every_member_writes_and_the_leaver_stops(today: date) -> None:
    demo = company(today)
    written = Counter(note.by for note in demo.notes)
    assert set(written) == {member.login for member in demo.members}
    gone = next(member for member in demo.members if member.left_on)
    assert (
        gone.left_on and max(note.at.date() for note in demo.notes if note.by == gone.login) <= gone.left_on
    )
    assert gone.successor in written
    assert not [account for account in demo.accounts if account.owner == gone.login]


@pytest.mark.parametrize("today", DAYS)
def test_notes_fit_the_people_of_that_day(today: date) -> None:
    demo = company(today)
    people, accounts = {p.key: p for p in demo.people}, {a.key: a for a in demo.accounts}
    for note in demo.notes:
        assert note.at.date() >= accounts[note.account].created_on, note
        if note.person:
            posts = [post for post in people[note.person].posts if post.account == note.account]
            assert any(
                post.started_on <= note.at.date() and (not post.ended_on or note.at.date() < post.ended_on)
                for post in posts
            )


def test_holdings_join_without_a_gap_and_end_with_the_owner() -> None:
    demo = company()
    for account in demo.accounts:
        held = [holding for holding in demo.holdings if holding.account == account.key]
        assert held[0].began_on == account.created_on and held[-1].ended_on is None
        assert (held[-1].owner, held[-1].pool) == (account.owner, account.pool)
        assert all(before.ended_on == after.began_on for before, after in pairwise(held))


def test_texts_are_distinct_filled_and_well_spaced() -> None:
    demo = company()
    assert len({note.text for note in demo.notes}) == len(demo.notes)
    for text in [note.text for note in demo.notes] + [fact.text for fact in demo.facts]:
        assert not SLOT.search(text), text
        assert not GLUED.search(text), text
        assert "！" not in text and len(text) >= 8, text


def test_enough_is_written_by_hand() -> None:
    told = [row for story in table("stories/short")["account"] for row in story["notes"]]
    parts = [text for texts in table("texts/general").values() for text in texts]
    parts += [
        text for kinds in table("texts/industry").values() for texts in kinds.values() for text in texts
    ]
    assert len({row[3] for row in told}) + len(set(parts)) > 300


def test_nothing_improper() -> None:
    demo = company()
    texts = [note.text for note in demo.notes] + [fact.text for fact in demo.facts]
    texts += [document.text for document in demo.documents] + [
        person.note + person.goals for person in demo.people
    ]
    for word in ("礼品", "送礼", "红包", "回扣", "好处费", "宴请", "孩子", "家属", "身份证", "病历", "内线"):
        assert not [text for text in texts if word in text], word


def test_large_accounts_have_more_and_later_days_have_more() -> None:
    demo = company()
    by_account = Counter(note.account for note in demo.notes)
    assert by_account["lanhai-bank"] > 25 and by_account["huanxin-online"] > 25
    ages = [(demo.today - note.at.date()).days for note in demo.notes]
    assert sum(age < 365 for age in ages) > 1.3 * sum(age >= 365 for age in ages)


def test_facts_name_items_of_the_playbook_and_some_are_old() -> None:
    demo = company()
    items = {item.key for group in default().dossier.groups for item in group.items if item.source == "fact"}
    assert {fact.item for fact in demo.facts} <= items
    known = [fact.verified_on or fact.observed_on for fact in demo.facts]
    assert sum((demo.today - day).days > 180 for day in known) > 20
    assert sum((demo.today - day).days < 60 for day in known) > 40
    assert {fact.item for fact in demo.facts if fact.account == "lanhai-bank"} < items


def test_money_is_exact_and_a_few_accounts_bring_most() -> None:
    demo = company()
    received: Counter[str] = Counter()
    for result in demo.results:
        assert result.month.day == 1 and result.received == result.received.quantize(result.margin)
        assert 0 < result.margin < result.received
        if (demo.today - result.month).days < 365:
            received[result.account] += result.received  # type: ignore[assignment]
    paying = received.most_common()
    top = sum(amount for _, amount in paying[: len(paying) // 4])
    assert 0.7 < top / sum(received.values()) < 0.9
    first = {result.account: result.month for result in reversed(demo.results)}
    assert sum((demo.today - month).days > 730 for month in first.values()) >= 8


@pytest.mark.parametrize("today", DAYS)
def test_nobody_loses_a_customer_on_the_first_night(today: date) -> None:
    """The pool rules of the first edition take back what was not followed up for 60 days, and warn a week before."""
    demo = company(today)
    last = {holding.account: holding.began_on for holding in demo.holdings}
    for note in demo.notes:
        last[note.account] = max(last[note.account], note.at.astimezone(CHINA).date())
    left = {a.key: 60 - (today - last[a.key]).days for a in demo.accounts if a.owner and a.status != "active"}
    assert {key: days for key, days in left.items() if days < 2} == {}
