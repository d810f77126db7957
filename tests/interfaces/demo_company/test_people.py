"""The customers' people: reachable, placed, and moved as people move."""

from __future__ import annotations

from collections import Counter

import phonenumbers
import pytest
from stdnum.cn import uscc

from keyaccount.base import regions
from keyaccount.interfaces.cli.demo_company.shapes import Answer
from keyaccount.playbook import tiers as tier_rules
from keyaccount.playbook.reader import default
from keyaccount.records.accounts.choices import FACT_SOURCE, LEVEL, OWNERSHIP, SOURCE, STATUS, TEAM_ROLE
from keyaccount.records.people.choices import FUNCTION, GENDER, RANK
from tests.interfaces.demo_company.company import company


def test_credit_codes_are_valid_and_unique() -> None:
    codes = [account.credit_code for account in company().accounts if account.credit_code]
    assert len(codes) == len(set(codes)) >= 60
    for code in codes:
        assert uscc.is_valid(code), code
        assert organisation_digit(code[8:16]) == code[16], code


def organisation_digit(body: str) -> str:
    """GB 11714, written here once more, so that a slip in the product's own does not hide."""
    signs = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    total = sum(
        signs.index(sign) * weight for sign, weight in zip(body, (3, 7, 9, 10, 5, 8, 4, 2), strict=True)
    )
    return "0123456789X0"[(11 - total % 11)]


def test_only_accounts_abroad_and_duplicates_go_without_a_code() -> None:
    bare = [account for account in company().accounts if not account.credit_code]
    assert all(account.region[:2] in ("71", "81") or not account.external_id for account in bare)


def test_closed_lists_are_kept() -> None:
    demo = company()
    assert {account.ownership for account in demo.accounts} == set(OWNERSHIP) - {"other"}
    assert {account.status for account in demo.accounts} == set(STATUS)
    assert {account.source for account in demo.accounts} <= set(SOURCE)
    assert {person.source for person in demo.people} <= set(SOURCE)
    assert {person.gender for person in demo.people} == set(GENDER)
    assert {unit.function for unit in demo.units} <= set(FUNCTION)
    assert {post.rank for person in demo.people for post in person.posts} == set(RANK)
    seats = [seat for account in demo.accounts for seat in account.team]
    assert {seat.role for seat in seats} <= set(TEAM_ROLE) and {seat.level for seat in seats} <= set(LEVEL)
    assert {fact.source for fact in demo.facts} <= set(FACT_SOURCE)


def test_tier_answers_fit_the_playbook_and_make_every_tier() -> None:
    demo, edition = company(), default()
    size = Counter(account.parent or account.key for account in demo.accounts)
    tiers = Counter[str]()
    for account in demo.accounts:
        answers = {a.criterion: tier_rules.Answer(_minor(a), a.evidence) for a in account.answers}
        assert not tier_rules.check_answers(edition, answers), account.name
        facts = {"headcount": account.headcount, "seats": account.seats, "ownership": account.ownership}
        facts |= {"industry": account.industry, "group_size": size[account.parent or account.key]}
        tiers[tier_rules.judge_tier(edition, answers, facts).tier] += 1
    assert len(tiers) == 4 and min(tiers.values()) >= 10


def _minor(answer: Answer) -> bool | int | str:
    """The playbook counts money in fen."""
    return int(answer.value) * 100 if answer.criterion == "contract_amount" else answer.value


def test_telephones_are_valid_and_plainly_made_up() -> None:
    demo = company()
    numbers = (
        [p.mobile for p in demo.people] + [p.phone for p in demo.people] + [m.phone for m in demo.members]
    )
    numbers += [account.phone for account in demo.accounts]
    for number in filter(None, numbers):
        digits = "".join(sign for sign in number if sign.isdigit())
        assert "0000" in digits or "555" in digits or "5500" in digits or digits.startswith("400000"), number
        assert phonenumbers.is_possible_number(phonenumbers.parse(number, "CN")), number
    mobiles = [person.mobile for person in demo.people if person.mobile]
    assert len(mobiles) == len(set(mobiles))
    assert all(
        phonenumbers.is_valid_number(phonenumbers.parse(number, "CN"))
        for number in mobiles
        if number[0] == "1"
    )


def test_addresses_lead_nowhere() -> None:
    demo = company()
    emails = [member.email for member in demo.members]
    assert all(email.endswith("@example.com") for email in emails)
    theirs = [person.email for person in demo.people if person.email]
    assert all(email.endswith(".example") and email.isascii() for email in theirs)
    assert len(set(emails + theirs)) == len(emails + theirs)
    assert all(account.website.endswith(".example") for account in demo.accounts if account.website)


def test_one_primary_post_and_dates_in_order() -> None:
    demo = company()
    for person in demo.people:
        assert sum(post.is_primary for post in person.posts) == 1, person.name
        for post in person.posts:
            assert post.started_on <= demo.today
            assert post.ended_on is None or post.started_on < post.ended_on < demo.today


def test_some_moved_some_hold_two_posts_some_left() -> None:
    people = company().people
    two = [person for person in people if len(person.posts) == 2]
    moved = [p for p in two if any(post.ended_on for post in p.posts)]
    group = {account.key: account.parent or account.key for account in company().accounts}
    both = [p for p in two if not any(post.ended_on for post in p.posts)]
    assert len(moved) == 12 and all(len({post.account for post in p.posts}) == 2 for p in moved)
    assert len(both) == 8 and all(len({group[post.account] for post in p.posts}) == 1 for p in both)
    assert sum(1 for person in people if person.primary.ended_on) >= 6


def test_superiors_are_of_the_same_account_and_nobody_reports_in_a_circle() -> None:
    people = {person.key: person for person in company().people}
    above = {person.key: person.primary.reports_to for person in people.values()}
    for key, superior in above.items():
        seen = {key}
        while superior:
            assert superior not in seen, key
            seen.add(superior)
            superior = above[superior]
    for person in people.values():
        if person.primary.reports_to:
            assert people[person.primary.reports_to].primary.account == person.primary.account


def test_names_are_varied_and_one_pair_shares_a_name() -> None:
    names = Counter(person.name for person in company().people)
    assert [name for name, count in names.items() if count > 1] == ["王磊"]
    genders = Counter(person.gender for person in company().people)
    assert min(genders.values()) > 150
    assert sum(1 for person in company().people if person.name.isascii()) >= 5


def test_regions_are_in_force() -> None:
    """Cities that are invented stop at a province that is not."""
    for account in company().accounts:
        steps = regions.path(account.region)
        assert steps and steps[-1][0] == account.region, account.name
        assert len(steps) > 1 or account.phone.startswith("400-"), account.name


@pytest.mark.parametrize("key", ["lanhai-bank", "hengyuan-life", "huanxin-online", "sunda"])
def test_large_accounts_have_all_functions(key: str) -> None:
    functions = {unit.function for unit in company().units if unit.account == key}
    assert {"using", "technical", "finance", "executive"} <= functions
