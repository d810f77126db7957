"""When the journal is sealed: entries seen two minutes ago, by when every transaction before them has ended."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta

from keyaccount.actions.journal.seal_journal import newest_entry, seal_journal
from keyaccount.actions.journal.take_turn import take_turn

SETTLED = timedelta(seconds=120)
LOOK_EVERY = timedelta(seconds=10)
SEAL_EVERY = 60


class Sealer:
    """Remembers which entry was the newest when."""

    def __init__(self) -> None:
        self._seen: deque[tuple[datetime, int]] = deque()
        self._sealed = 0

    def turn(self, at: datetime) -> None:
        """Look, and once a minute seal what has settled; of several workers one does it."""
        if not self._seen or at - self._seen[-1][0] >= LOOK_EVERY:
            self._seen.append((at, newest_entry()))
        settled = 0
        while self._seen and at - self._seen[0][0] >= SETTLED:
            settled = self._seen.popleft()[1]
        if settled > self._sealed and take_turn(name="seal-journal", slot=int(at.timestamp()) // SEAL_EVERY):
            while seal_journal(at=at, up_to=settled):
                pass
            self._sealed = settled
