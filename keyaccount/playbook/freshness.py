"""How much an old value still counts: half after its half-life, then stale (PPL-4)."""

from __future__ import annotations


def fresh(age_days: int, half_life_days: int) -> float:
    """1 for a value of today, 0.5 at its half-life; a half-life of 0 doesn't age."""
    return 1.0 if half_life_days <= 0 else float(0.5 ** (max(age_days, 0) / half_life_days))


def is_stale(age_days: int, half_life_days: int) -> bool:
    """From the half-life on it ought to be asked again."""
    return half_life_days > 0 and age_days >= half_life_days
