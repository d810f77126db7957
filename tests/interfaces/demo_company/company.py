"""The company the tests look at, built once per day asked for."""

from __future__ import annotations

from datetime import date
from functools import cache

from keyaccount.interfaces.cli.demo_company import DemoCompany, build

TUESDAY = date(2026, 11, 24)
DAYS = (TUESDAY, date(2026, 2, 25), date(2026, 7, 13), date(2026, 10, 9), date(2027, 3, 2))


@cache
def company(today: date = TUESDAY) -> DemoCompany:
    return build(today)
