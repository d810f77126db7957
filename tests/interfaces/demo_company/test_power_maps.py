"""The maps of the demo company: every name leads to somebody, every day lies after the deal was begun."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from keyaccount.interfaces.cli.demo_company import SEED
from keyaccount.interfaces.cli.demo_company.days import Past
from keyaccount.interfaces.cli.demo_company.deals import deals
from keyaccount.interfaces.cli.demo_company.sources import power_maps, stories, table
from tests.interfaces.demo_company.company import DAYS, company


def names(account: str) -> set[str]:
    added = {row[1] for told in power_maps() if told["account"] == account for row in told.get("people", ())}
    return added | {row[0] for row in stories()[account]["people"]}


def called(told: dict[str, Any]) -> Iterator[str]:
    """Everybody a map speaks of."""
    for row in (*told["said"], *told.get("account_said", ())):
        yield row[2]
        yield from (row[4]["source_person"],) if "source_person" in row[4] else ()
    for _, kind, person, other, _ in told.get("ties", ()):
        yield from (person,) if kind == "handler" else (person, other)
    yield from (row[2] for row in told.get("own", ()))
    yield from (row[2]["person"] for row in told.get("steps", ()) if "person" in row[2])
    yield from (row[1] for part in ("reasons", "profiles") for row in told.get(part, ()))
    for _, _, raw in told.get("statements", ()):
        yield from (raw[key] for key in ("about_person", "source_person", "learned_from") if key in raw)
    yield from (row["person"] for row in told.get("insider", ()))


def test_every_name_leads_somewhere() -> None:
    rivals = set(table("company")["rivals"])
    for told in power_maps():
        known = names(told["account"]) | {row[1] for row in told.get("unknown", ())}
        assert set(called(told)) <= known, told["deal"]
        assert {row[3] for row in told.get("ties", ()) if row[1] == "handler"} <= rivals
        assert {key.partition("@")[2] for row in told["said"] for key in row[3]} <= rivals | {""}


@pytest.mark.parametrize("today", DAYS)
def test_nothing_is_known_before_the_deal_was_begun(today: date) -> None:
    past = Past(today)
    found = {(deal.account, deal.name): deal for deal in deals(company(today).accounts, past, SEED)}
    for told in power_maps():
        deal = found[told["account"], told["deal"]]
        assert deal.state == "open"
        rows = [
            row for part in told.values() if isinstance(part, list) for row in part if isinstance(row, list)
        ]
        days = [past.day(row[0]) for row in rows if isinstance(row[0], int)]
        assert min(days) >= deal.entered[0], told["deal"]


def test_one_great_map_and_some_smaller_ones() -> None:
    sizes = [
        len({row[2] for row in told["said"]} | {row[1] for row in told.get("unknown", ())})
        for told in power_maps()
    ]
    assert sizes[0] >= 25 and all(6 <= size <= 10 for size in sizes[1:]) and len(sizes) == 5
