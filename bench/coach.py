"""The coach over a whole pipeline: `python -m bench.coach [--deals 10000]` in the database of DATABASE_URL or KEYACCOUNT_DATA.

Draws eight people with their values on the map of each deal, then judges all the deals at once. Prints seconds and
queries for a tenth of the deals and for all of them: the queries must be the same.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
TODAY, NOW = date(2026, 11, 20), datetime(2026, 11, 1, tzinfo=UTC)
PEOPLE = 8
STANCES = "strong_support support neutral oppose strong_oppose straddling unknown".split()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--deals", type=int, default=10_000)
    wanted = parser.parse_args().deals
    import django

    django.setup()
    from django.db import connection, reset_queries
    from django.test.utils import CaptureQueriesContext

    from keyaccount.queries.power.pipeline import coach_deals
    from keyaccount.records.deals.models import Opportunity

    deals = list(Opportunity.rows.filter(state="open").order_by("id")[:wanted])
    _draw(deals)
    for part in (deals[: len(deals) // 10], deals):
        reset_queries()
        began = time.perf_counter()
        with CaptureQueriesContext(connection) as queries:
            found = coach_deals(part, TODAY)
        took = time.perf_counter() - began
        findings = sum(len(one.findings) for one in found)
        print(f"{len(part)} deals, {len(queries)} queries, {took:.2f} s, {findings} findings", flush=True)


def _draw(deals: list[Any]) -> None:
    """People of each deal's customer on its map, where none are yet."""
    from keyaccount.actions.shared.bulk import insert_all
    from keyaccount.records.deals.models import Stakeholder, StakeholderValue
    from keyaccount.records.people.models import Person

    if Stakeholder.rows.filter(opportunity=deals[0]).exists():
        return
    people: dict[Any, list[Any]] = {}
    for account, person in Person.rows.order_by("id").values_list("account_id", "id"):
        people.setdefault(account, []).append(person)
    cards = [
        Stakeholder(account_id=deal.account_id, opportunity_id=deal.pk, person_id=person, created_at=NOW, updated_at=NOW)
        for deal in deals
        for person in (people.get(deal.account_id, []) + [None] * PEOPLE)[:PEOPLE]
    ]  # fmt: skip
    insert_all(Stakeholder, cards)
    insert_all(StakeholderValue, list(_values(StakeholderValue, cards)))


def _values(model: Any, cards: list[Any]) -> Iterator[Any]:
    for number, card in enumerate(cards):
        said = {
            "stance": STANCES[number % 7],
            "power": number % 5 + 1,
            "roles": [("decider", "approver", "user", "technical")[number % 4]],
            "veto": number % 11 == 0,
            "criteria": ["价格"],
        }
        for attribute, value in said.items():
            yield model(
                stakeholder_id=card.pk, attribute=attribute, value=value, at=NOW, observed_on=NOW.date()
            )


if __name__ == "__main__":
    main()
