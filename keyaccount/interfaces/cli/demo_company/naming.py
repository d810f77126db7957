"""Names for the people no story names, each used once; two of them share a name on purpose, as in life."""

from __future__ import annotations

from random import Random

from keyaccount.interfaces.cli.demo_company.sources import stories, table


class Namer:
    """Gives out (name, Latin name, gender); the order of asking decides, so the same seed gives the same company."""

    def __init__(self, random: Random) -> None:
        names = table("names")
        self._random = random
        self._surnames: list[str] = names["surnames"].split()
        self._given: dict[str, list[str]] = {gender: names[gender].split() for gender in ("male", "female")}
        self._waiting: dict[str, list[list[str]]] = {key: list(rows) for key, rows in names["given"].items()}
        self._taken = {name for story in stories().values() for name, *_ in story["people"]}
        self._taken |= {row[1] for row in table("company")["members"]}

    def next(self, account: str) -> tuple[str, str, str]:
        waiting = self._waiting.get(account)
        if waiting:
            name, latin_name, gender = waiting.pop(0)
            return name, latin_name, gender
        while True:
            gender = self._random.choice(("male", "female"))
            name = self._random.choice(self._surnames) + self._random.choice(self._given[gender])
            if name not in self._taken:
                self._taken.add(name)
                return name, "", gender
