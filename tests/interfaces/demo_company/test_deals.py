"""The demo company's deals hold together before they become rows."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import pairwise

import pytest

from keyaccount.interfaces.cli.demo_company import SEED
from keyaccount.interfaces.cli.demo_company.days import Past
from keyaccount.interfaces.cli.demo_company.deals import LEAST, MOST, STAGES, Deal, deals
from tests.interfaces.demo_company.company import DAYS, company


def sold(today: date) -> tuple[Deal, ...]:
    return deals(company(today).accounts, Past(today), SEED)


@pytest.mark.parametrize("today", DAYS)
def test_enough_of_every_kind(today: date) -> None:
    found = sold(today)
    states = Counter(deal.state for deal in found)
    assert 57 <= states["open"] <= 61 and (states["won"], states["lost"], states["shelved"]) == (13, 11, 4)
    assert {deal.stage for deal in found if deal.state == "open"} == set(STAGES)
    assert sum(deal.great for deal in found) == 1 and sold(today) == found
    assert all(LEAST <= deal.amount <= MOST for deal in found)


def test_a_seller_of_the_demo_has_deals_in_every_stage() -> None:
    owners = {account.key: account.owner for account in company(DAYS[0]).accounts}
    mine = [deal for deal in sold(DAYS[0]) if owners[deal.account] == "guqinghe"]
    assert {deal.stage for deal in mine} >= {
        "seek",
        "judge",
        "draft",
        "present",
        "negotiate",
        "sign",
        "collect",
    }
    assert {deal.state for deal in mine} == {"open", "won", "lost", "shelved"} and 8 <= len(mine) <= 14
    assert len({deal.name for deal in mine}) == len(mine)


@pytest.mark.parametrize("today", DAYS)
def test_days_are_in_order_and_past(today: date) -> None:
    began = {account.key: account.created_on for account in company(today).accounts}
    for deal in sold(today):
        days = [began[deal.account], *deal.entered, *([deal.closed_on] if deal.closed_on else [])]
        assert all(before <= after for before, after in pairwise(days)) and days[-1] < today, deal
        assert len(deal.entered) == deal.rank
