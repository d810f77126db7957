"""Notes that belong to a time of the year: budget months (OPP-3), the days before the Spring Festival, the big sales."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from keyaccount.interfaces.cli.demo_company.days import DAY, is_working, moment, month_start
from keyaccount.interfaces.cli.demo_company.journal import Journal
from keyaccount.interfaces.cli.demo_company.shapes import Account, Note
from keyaccount.interfaces.cli.demo_company.sources import stories, table

SALES = ("ecommerce", "logistics")
SALE_DAYS = ((6, 18), (11, 11))
YEARS = timedelta(days=725)
MET = ("using", "finance", "technical")
BIG_SHARE, SMALL_SHARE = 0.95, 0.5


def season_notes(journal: Journal) -> list[Note]:
    """Only in months that have been, only while the account was ours."""
    random = journal.random("seasons")
    decks = {name: Deck(texts, random) for name, texts in table("texts/seasons").items()}
    notes: list[Note] = []
    for account in journal.world.accounts:
        if not _in_season(account):
            continue
        for name, day in _occasions(account, journal, random):
            seat = journal.met(account.key, MET, day)
            if seat is None:
                continue
            said = decks[name].next().replace("{y+1}", str(_budget_year(account, day)))
            person, text = journal.written(said, seat, day, random)
            notes.append(
                Note(account.key, person, journal.owner(account.key, day), moment(day, random), text)
            )
    return notes


def _in_season(account: Account) -> bool:
    """Accounts somebody works on; defence units are left in peace, those in 繁體 have their own notes."""
    working = account.owner and account.external_id and account.status in ("active", "prospect")
    return bool(working) and account.ownership != "military" and account.language == "zh-hans"


def _budget_year(account: Account, day: date) -> int:
    """The year of the fiscal year that starts next."""
    return day.year if day.month < account.fiscal_year_start else day.year + 1


class Deck:
    """Deals its texts in random order, all of them before any comes again."""

    def __init__(self, texts: list[str], random: Random) -> None:
        self._texts, self._random, self._left = texts, random, list[str]()

    def next(self) -> str:
        if not self._left:
            self._left = self._random.sample(self._texts, len(self._texts))
        return self._left.pop()


def _occasions(account: Account, journal: Journal, random: Random) -> Iterator[tuple[str, date]]:
    today = journal.past.today
    first, last = max(account.created_on, today - YEARS), today - DAY
    share = BIG_SHARE if account.key in stories() or account.team else SMALL_SHARE
    for year in range(first.year, last.year + 1):
        if random.random() < share:
            month = random.choice(account.budget_months)
            yield from _within(date(year, month, random.randint(9, 28)), "budget", first, last)
        if account.status == "active" and random.random() < share / 3:
            yield from _within(_before_spring_festival(year), "new_year", first, last)
        if account.industry in SALES and account.status == "active":
            for month, day in SALE_DAYS:
                yield from _within(
                    date(year, month, day) + timedelta(days=random.randint(-9, 6)), "promotion", first, last
                )


def _within(day: date, name: str, first: date, last: date) -> Iterator[tuple[str, date]]:
    while not is_working(day):
        day += DAY
    if first <= day <= last:
        yield name, day


def _before_spring_festival(year: int) -> date:
    """The second last working day before the first long holiday after mid-January."""
    day = month_start(date(year, 1, 1)) + 14 * DAY
    while any(is_working(day + n * DAY) for n in range(1, 6)):
        day += DAY
    return day - DAY if is_working(day - DAY) else day - 3 * DAY
