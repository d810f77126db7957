"""Was the win chance right? What was read while deals were open, held against what became of them (OPP-6)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from keyaccount.access import Principal, everything, opened
from keyaccount.base.errors import Refused
from keyaccount.records.deals.models import ChanceReading

_WHY = "only readings of deals that the reader may see are counted"
BIN = 10


@dataclass(frozen=True)
class Bin:
    """Readings from `low` to `high` percent (both in): how many, what they said on average, how many were won."""

    low: int
    high: int
    count: int
    said: float
    came: float


@dataclass(frozen=True)
class Calibration:
    """`count` readings of `deals` closed deals. `brier`: mean squared error, 0 is perfect, None without readings.

    `base`: the error of always saying the share that was won; a chance that does not beat it knows nothing.
    """

    count: int
    deals: int
    won: int
    brier: float | None
    base: float | None
    bins: tuple[Bin, ...]


def calibration(by: Principal) -> Calibration:
    """Each closed deal counts once at every percentage it ever stood at, so that long deals don't drown the short.

    For those who read analyses, over the deals they see; `Refused` for others.
    """
    by.must("pareto.read")
    if not by.grants("opportunity"):
        raise Refused()
    closed = opened(by, "opportunity", archived=True).filter(state__in=("won", "lost"))
    rows = everything(ChanceReading, why=_WHY).filter(opportunity__in=closed.values("pk")).order_by()
    grouped = rows.values("percent", "opportunity__state").annotate(n=Count("opportunity_id", distinct=True))
    counts = [(r["percent"], r["opportunity__state"] == "won", r["n"]) for r in grouped]
    total = sum(n for _, _, n in counts)
    ends = rows.values("opportunity__state").annotate(n=Count("opportunity_id", distinct=True))
    ended = dict(ends.values_list("opportunity__state", "n"))
    if not total:
        return Calibration(0, 0, 0, None, None, ())
    share = sum(n for _, won, n in counts if won) / total
    return Calibration(
        count=total,
        deals=sum(ended.values()),
        won=ended.get("won", 0),
        brier=sum(n * (percent / 100 - won) ** 2 for percent, won, n in counts) / total,
        base=share * (1 - share),
        bins=tuple(one for low in range(0, 100, BIN) if (one := _bin(counts, low))),
    )


def _bin(counts: list[tuple[int, bool, int]], low: int) -> Bin | None:
    """None where nothing was read; the last bin also holds 100."""
    high = 100 if low + BIN >= 100 else low + BIN - 1
    kept = [(percent, won, n) for percent, won, n in counts if low <= percent <= high]
    total = sum(n for _, _, n in kept)
    if not total:
        return None
    said = sum(percent * n for percent, _, n in kept) / total
    came = sum(n for _, won, n in kept if won) * 100 / total
    return Bin(low, high, total, said, came)
