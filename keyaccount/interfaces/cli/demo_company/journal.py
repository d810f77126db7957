"""Who can be talked to and who writes: the frame in which every journal text is set (ACC-3)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from keyaccount.interfaces.cli.demo_company.book import holder_on
from keyaccount.interfaces.cli.demo_company.days import Past
from keyaccount.interfaces.cli.demo_company.shapes import Account, Member, Note, Person, Post, Unit
from keyaccount.interfaces.cli.demo_company.sources import account_rows, table
from keyaccount.interfaces.cli.demo_company.wording import called, dated, filled

ORDER = ("head", "chief", "supervisor", "user")


@dataclass(frozen=True)
class World:
    """What the notes are about."""

    past: Past
    seed: int
    accounts: tuple[Account, ...]
    units: tuple[Unit, ...]
    people: tuple[Person, ...]
    members: tuple[Member, ...]


class Journal:
    """Answers "who was there that day" and puts a text into its frame."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.past = world.past
        self.rows: dict[str, dict[str, Any]] = {row["key"]: row for row in account_rows()}
        self._functions = {unit.key: unit.function for unit in world.units}
        self._names = {
            (post.account, person.name): person for person in world.people for post in person.posts
        }
        self._held: dict[str, list[tuple[Post, Person]]] = defaultdict(list)
        for person in world.people:
            for post in person.posts:
                if post.is_primary or post.ended_on:
                    self._held[post.account].append((post, person))
        self._used: dict[str, int] = defaultdict(int)

    def random(self, name: str) -> Random:
        return Random(f"{self.world.seed}/{name}")

    def owner(self, account: str, day: date) -> str:
        return holder_on(self.rows[account], self.past, day)

    def named(self, account: str, name: str) -> str:
        """The key of a story's person; "" for no person; a name nobody has fails loudly."""
        return self._names[account, name].key if name else ""

    def met(self, account: str, functions: tuple[str, ...], day: date) -> tuple[Post, Person] | None:
        """Somebody in post that day and known to us, of one of the functions: heads before users, the least used first."""
        there = [
            (post, person)
            for post, person in self._held[account]
            if self._functions[post.unit] in functions
            and post.started_on <= day
            and (post.ended_on is None or day < post.ended_on)
            and person.created_on <= day
        ]
        if not there:
            return None
        return min(
            there, key=lambda seat: (self._used[seat[1].key] // 3, ORDER.index(seat[0].rank), seat[1].key)
        )

    def head(self, account: str, function: str, day: date) -> tuple[Post, Person] | None:
        """The first of a function, whether or not already often met; anybody there if the function has none."""
        for functions in ((function,), ("using", "technical", "finance", "executive")):
            there = [
                seat
                for seat in self._held[account]
                if self._functions[seat[0].unit] in functions
                and (seat[0].ended_on is None or day < seat[0].ended_on)
                if seat[0].started_on <= day
            ]
            if there:
                return min(there, key=lambda seat: (ORDER.index(seat[0].rank), seat[1].key))
        return None

    def plain(self, account: str, by: str, name: str, text: str, day: date) -> tuple[str, str, str]:
        """(writer, person, text) of a story's entry."""
        return by, self.named(account, name), dated(text, day)

    def written(
        self, text: str, seat: tuple[Post, Person] | None, day: date, random: Random
    ) -> tuple[str, str]:
        """(person, text) of a text with slots; `{who}` needs a seat."""
        rival = random.choice(table("company")["rivals"])
        if seat is None or "{who}" not in text:
            return "", filled(text, day, random, rival=rival)
        post, person = seat
        self._used[person.key] += 1
        return person.key, filled(text, day, random, who=called(person.name, post.title), rival=rival)


def in_order(notes: list[Note]) -> tuple[Note, ...]:
    return tuple(sorted(notes, key=lambda note: (note.at, note.account, note.text)))
