"""Which customers bring in most of the money, who rose and who fell (KA-2). Exact integers throughout."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from keyaccount.playbook.schema import Edition, Move

NONE_BEFORE: tuple[int | None, bool] = (None, False)
WHOLE = 10_000  # shares are given in hundredths of a percent: 8000 is 80 %


class Amount(NamedTuple):
    """Money of one account, in minor units.

    May be zero, or negative after refunds. `months`: since the first money came.
    """

    account_id: str
    name: str
    amount: int
    previous: int
    tier: str = ""
    months: int | None = None


class CurveRow(NamedTuple):
    """One point of the curve: the account's `Amount`, then where it stands.

    Shares are in hundredths of a percent of all positive amounts; `rank_before` is None where no money came
    in the previous period.
    """

    account_id: str
    name: str
    amount: int
    previous: int
    tier: str
    months: int | None
    rank: int
    share: int
    cumulative: int
    cumulative_share: int
    in_core: bool
    rank_before: int | None
    in_core_before: bool

    @property
    def change(self) -> int:
        return self.amount - self.previous


@dataclass(frozen=True, slots=True)
class Concentration:
    """How much hangs on few.

    Shares, Gini and core in hundredths of a percent, HHI 0–10000 (1 account alone: 10000).
    """

    top1: int
    top5: int
    hhi: int
    gini: int
    core_accounts: int
    core_of_accounts: int


@dataclass(frozen=True, slots=True)
class ParetoResult:
    """`base` is the sum of positive amounts (the 100 %), `net` of all.

    The movers are the largest changes in money.
    """

    share: int
    base: int
    net: int
    rows: tuple[CurveRow, ...]
    concentration: Concentration
    risers: tuple[CurveRow, ...]
    fallers: tuple[CurveRow, ...]

    @property
    def core(self) -> tuple[CurveRow, ...]:
        return self.rows[: self.concentration.core_accounts]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An account to be judged again: proposed, never moved by the numbers alone."""

    row: CurveRow
    tier: str
    to: str


@dataclass(frozen=True, slots=True)
class Candidates:
    promotions: tuple[Candidate, ...]
    demotions: tuple[Candidate, ...]


def pareto(rows: Iterable[Amount], share: int, *, movers: int = 10) -> ParetoResult:
    """The curve over `rows`, its core being the fewest accounts that bring `share` percent of the money."""
    curve = _curve(list(rows), share)
    base = sum(row.amount for row in curve if row.amount > 0)
    moved = sorted(curve, key=lambda row: (-row.change, row.rank))
    return ParetoResult(
        share=share,
        base=base,
        net=sum(row.amount for row in curve),
        rows=tuple(curve),
        concentration=_concentration(curve, base),
        risers=tuple(row for row in moved[:movers] if row.change > 0),
        fallers=tuple(row for row in moved[: -movers - 1 : -1] if row.change < 0),
    )


def candidates(edition: Edition, result: ParetoResult) -> Candidates:
    """Who should be judged again.

    Outside the key tiers but in the core, or key and out of it, by the playbook's rules.
    """
    promote, demote = edition.pareto.promote, edition.pareto.demote
    promotions = tuple(
        Candidate(row, row.tier, promote.to)
        for row in result.rows
        if row.tier in promote.tiers and row.in_core and (promote.periods == 1 or row.in_core_before)
    )
    demotions = tuple(
        Candidate(row, row.tier, demote.to)
        for row in result.rows
        if row.tier in demote.tiers and _fell(row, demote, edition.pareto.min_months)
    )
    return Candidates(promotions, demotions)


def _fell(row: CurveRow, demote: Move, min_months: int) -> bool:
    too_new = row.months is not None and row.months < min_months
    return not too_new and not row.in_core and (demote.periods == 1 or not row.in_core_before)


def _curve(rows: list[Amount], share: int) -> list[CurveRow]:
    """Largest first, equals by name; in the core are accounts before which the share was not yet reached."""
    before = _before(rows, share)
    base = sum(row.amount for row in rows if row.amount > 0)
    curve, reached = [], 0
    for rank, row in enumerate(sorted(rows, key=lambda row: (-row.amount, row.name, str(row.account_id))), 1):
        in_core = row.amount > 0 and reached * 100 < share * base
        reached += row.amount
        part, sum_part = _part(row.amount, base), _part(reached, base)
        curve.append(
            CurveRow(*row, rank, part, reached, sum_part, in_core, *before.get(row.account_id, NONE_BEFORE))
        )
    return curve


def _before(rows: list[Amount], share: int) -> dict[str, tuple[int | None, bool]]:
    """Rank and core of the previous period, of the accounts that brought money then."""
    earned = sorted(
        (row for row in rows if row.previous > 0),
        key=lambda row: (-row.previous, row.name, str(row.account_id)),
    )
    base, reached = sum(row.previous for row in earned), 0
    found: dict[str, tuple[int | None, bool]] = {}
    for rank, row in enumerate(earned, 1):
        found[row.account_id] = (rank, reached * 100 < share * base)
        reached += row.previous
    return found


def _concentration(curve: list[CurveRow], base: int) -> Concentration:
    earned = [row.amount for row in curve if row.amount > 0]
    core = sum(row.in_core for row in curve)
    if not base:
        return Concentration(0, 0, 0, 0, 0, 0)
    count = len(curve)
    spread = sum((count + 1 - 2 * rank) * amount for rank, amount in enumerate(earned, 1))
    return Concentration(
        top1=_part(earned[0], base),
        top5=_part(sum(earned[:5]), base),
        hhi=sum(amount * amount for amount in earned) * WHOLE // (base * base),
        gini=spread * WHOLE // (count * base),
        core_accounts=core,
        core_of_accounts=_part(core, count),
    )


def _part(amount: int, base: int) -> int:
    """Hundredths of a percent, rounded half up; 0 of nothing."""
    return (2 * amount * WHOLE + base) // (2 * base) if base else 0
