"""A generated company of 200 members and as many accounts as asked for; owners and activity are skewed as in life."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from bench import words
from keyaccount.base import names
from keyaccount.base.pinyin import sort_key

SIZES = {
    "S": (10_000, 50_000, 200_000),
    "M": (100_000, 500_000, 2_000_000),
    "L": (1_000_000, 2_000_000, 5_000_000),
    "B": (10_000, 50_000, 200_000),  # as S, with fifty thousand open deals
}
NOW = datetime(2026, 3, 3, 2, tzinfo=UTC)
TIERS = (("strategic", 1), ("key", 2), ("potential", 3), ("ordinary", 4))
STATUS = ("prospect", "active", "dormant", "lost")
MEMBERS = 200


def id_of(room: int, number: int) -> UUID:
    """A UUID of version 7 in order of `number`, as the product makes them."""
    return UUID(int=(0x18F000000000 + number) << 80 | 7 << 76 | room << 64 | 2 << 62 | number)


def moment(number: int, spread: int) -> datetime:
    """A moment of the last two years; higher numbers are later."""
    return NOW - timedelta(seconds=63_000_000 * (1 - number / max(spread, 1)))


@dataclass(frozen=True)
class World:
    """Rows by model, as dicts of column values; generating is cheap enough to be done while loading."""

    size: str

    @property
    def counts(self) -> tuple[int, int, int]:
        return SIZES[self.size]

    def departments(self) -> Iterator[dict[str, Any]]:
        """总部 > 4 regions > 5 teams each."""
        base = {"version": 1, "created_at": NOW, "updated_at": NOW, "sort": 0}
        yield {**base, "id": id_of(1, 0), "name": "总部", "parent_id": None}
        for region in range(4):
            yield {**base, "id": id_of(1, 1 + region), "name": f"大区 {region + 1}", "parent_id": id_of(1, 0)}
        for team in range(20):
            yield {
                **base,
                "id": id_of(1, 5 + team),
                "name": f"小组 {team + 1}",
                "parent_id": id_of(1, 1 + team // 5),
            }

    def members(self) -> Iterator[dict[str, Any]]:
        """Member 0 directs the company, 1–4 lead regions, 5–24 teams; the others sell."""
        for number in range(MEMBERS):
            role, department = self._place(number)
            name = words.person(number)
            yield {
                "id": id_of(2, number),
                "login": f"m{number}",
                "name": name,
                "name_sort": names.sort_key(name)[:120],
                "roles": [role],
                "department_id": department,
                "created_at": NOW,
                "updated_at": NOW,
                "password": "!",
            }

    @staticmethod
    def _place(number: int) -> tuple[str, UUID]:
        if number == 0:
            return "director", id_of(1, 0)
        if number <= 4:
            return "manager", id_of(1, number)
        if number <= 24:
            return "manager", id_of(1, number)
        return "sales", id_of(1, 5 + number % 20)

    def owner(self, number: int) -> int:
        """A few sellers hold most accounts."""
        return 25 + int((MEMBERS - 25) * words.dice(number, 21) ** 2)

    def accounts(self) -> Iterator[dict[str, Any]]:
        """One in twenty lies in the pool; one in a hundred is key."""
        total = self.counts[0]
        for number in range(total):
            name = words.company(number)
            keys = names.keys(name)
            pooled = number % 20 == 0
            owner = self.owner(number)
            tier, rank = TIERS[
                0 if number % 400 == 1 else 1 if number % 100 == 1 else 2 if number % 10 == 1 else 3
            ]
            at = moment(number, total)
            yield {
                "id": id_of(3, number),
                "name": name,
                "name_key": keys.exact[:200],
                "core_key": keys.core[:200],
                "pinyin_key": keys.pinyin[:600],
                "name_sort": sort_key(name)[:120],
                "status": STATUS[min(int(-math.log(1 - words.dice(number, 22))), 3)],
                "industry_id": id_of(4, number % 20),
                "ownership": "private",
                "region": "310000",
                "headcount": int(20 / (1 - words.dice(number, 23))) % 900_000,
                "seats": int(5 / (1 - words.dice(number, 24))) % 100_000,
                "tier": tier,
                "tier_rank": rank,
                "owner_id": None if pooled else id_of(2, owner),
                "department_id": None if pooled else self._place(owner)[1],
                "pool_id": id_of(5, 0) if pooled else None,
                "held_since": at,
                "followed_at": at,
                "budget_months": [10, 11],
                "created_at": at,
                "updated_at": at,
            }

    def people(self) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
        """Each person with the primary post; big accounts have more people."""
        accounts, total, _ = self.counts
        for number in range(total):
            account = int(accounts * words.dice(number, 25) ** 1.5)
            pooled, owner = account % 20 == 0, self.owner(account)
            scope = {
                "owner_id": None if pooled else id_of(2, owner),
                "department_id": None if pooled else self._place(owner)[1],
            }
            name, at = words.person(number), moment(number, total)
            common = {
                "created_at": at,
                "updated_at": at,
                "account_id": id_of(3, account),
                "title": words.title(number),
                **scope,
            }
            yield (
                {
                    **common,
                    "id": id_of(6, number),
                    "name": name,
                    "name_sort": names.sort_key(name)[:160],
                    "mobile": f"1{39_000_000_00 + number:010d}"[:11],
                    "email": f"p{number}@example.com",
                },
                {**common, "id": id_of(7, number), "person_id": id_of(6, number), "is_primary": True},
            )

    def entries(self) -> Iterator[dict[str, Any]]:
        """Journal rows; one account in ten has most of them."""
        accounts, _, total = self.counts
        for number in range(total):
            account = int(accounts * words.dice(number, 26) ** 3)
            yield {
                "at": moment(number, total),
                "actor_id": id_of(2, self.owner(account)),
                "kind": "account.edited",
                "entity": "account",
                "object_id": id_of(3, account),
                "account_id": id_of(3, account),
                "label": "",
                "field_class": 1,
                "data": {"changes": {"seats": [number % 90, number % 100]}},
            }
