"""What comes round again: each job with how often, and at which second of its round. All may run twice without harm."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from keyaccount.actions.accounts.reclaim_accounts import reclaim_accounts
from keyaccount.actions.accounts.refresh_completeness import refresh_completeness
from keyaccount.actions.deals.daily import daily
from keyaccount.actions.journal.sweep import sweep
from keyaccount.actions.library.expire_files import expire_files
from keyaccount.actions.profiles.expire_profiles import expire_profiles
from keyaccount.base.clock import day_of

MINUTE, HOUR, DAY = 60, 3_600, 86_400
CHINA = 8 * HOUR


@dataclass(frozen=True)
class Job:
    """`every` seconds long is a round, `offset` seconds into it (China's clock) the job is due."""

    name: str
    every: int
    offset: int
    work: Callable[[datetime], object]

    def slot(self, at: datetime) -> int:
        """The number of the round that is due at a moment; a machine that slept through it finds it still due."""
        return (int(at.timestamp()) + CHINA - self.offset) // self.every


JOBS = (
    Job("reclaim-accounts", DAY, 2 * HOUR, lambda at: reclaim_accounts(at=at)),
    Job(
        "refresh-completeness", DAY, 2 * HOUR + 20 * MINUTE, lambda at: refresh_completeness(today=day_of(at))
    ),
    Job("deals-daily", DAY, 3 * HOUR, lambda at: daily(at=at)),
    Job("expire-profiles", DAY, 3 * HOUR + 30 * MINUTE, lambda at: expire_profiles(at=at)),
    Job("expire-files", HOUR, 10 * MINUTE, lambda at: expire_files(at=at)),
    Job("sweep", HOUR, 40 * MINUTE, lambda at: sweep(at=at)),
)
