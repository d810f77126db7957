"""Nobody loses a customer on the first night: who let one slide was in touch in time, a few only just (ACC-5)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from random import Random

from keyaccount.base.clock import CHINA
from keyaccount.interfaces.cli.demo_company.daily import Daily
from keyaccount.interfaces.cli.demo_company.days import Past, working_on
from keyaccount.interfaces.cli.demo_company.shapes import Account, Holding, Note

# Days without a note after which the pool rules of the first edition begin to warn, and for how many accounts it goes so far;
# first for those of a seller whom visitors sign in as.
LATEST, LATE, WHOSE = 55, 2, "xuyang"
# Days since the last note: of an account that sleeps or is lost, of a prospect.
ASLEEP, AWAKE = (44, 50), (12, 40)


def upkeep(daily: Daily, notes: Iterable[Note], holdings: Iterable[Holding]) -> list[Note]:
    """One more note about each account that the pool would otherwise take back."""
    past, random = daily.journal.past, daily.journal.random("upkeep")
    found: list[Note] = []
    last = _last(notes, holdings)
    for account in sorted(daily.journal.world.accounts, key=lambda account: account.owner != WHOSE):
        if account.owner and account.status != "active" and past.ago(last[account.key]) > LATEST:
            note = daily.note(account, on=_day(account, past, random, late=len(found) < LATE))
            if note:
                found.append(note)
    return found


def _last(notes: Iterable[Note], holdings: Iterable[Holding]) -> dict[str, date]:
    """The day on which each account was last written about or came to whoever holds it."""
    days: dict[str, date] = {}
    for holding in holdings:
        days[holding.account] = max(days.get(holding.account, date.min), holding.began_on)
    for note in notes:
        days[note.account] = max(days.get(note.account, date.min), note.at.astimezone(CHINA).date())
    return days


def _day(account: Account, past: Past, random: Random, *, late: bool) -> date:
    least, most = ASLEEP if account.status in ("dormant", "lost") else AWAKE
    ago = LATEST if late else random.randint(least, most)
    return working_on(past.today - timedelta(days=ago))
