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
    assert 44 <= states["open"] <= 48 and (states["won"], states["lost"], states["shelved"]) == (12, 10, 3)
    assert {deal.stage for deal in found if deal.state == "open"} == set(STAGES)
    assert sum(deal.great for deal in found) == 1 and sold(today) == found
    assert all(LEAST <= deal.amount <= MOST for deal in found)


@pytest.mark.parametrize("today", DAYS)
def test_days_are_in_order_and_past(today: date) -> None:
    began = {account.key: account.created_on for account in company(today).accounts}
    for deal in sold(today):
        days = [began[deal.account], *deal.entered, *([deal.closed_on] if deal.closed_on else [])]
        assert all(before <= after for before, after in pairwise(days)) and days[-1] < today, deal
        assert len(deal.entered) == deal.rank
