"""What follows from a map: scores with the list behind each, findings of the coach, the critical steps (PPL-6, PPL-7)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from keyaccount.facts.power_steps import StepRows


@dataclass(frozen=True)
class MapJudged:
    """`scores` and `findings` are ready to be shown; `critical` are the steps on the way that takes longest."""

    scores: list[dict[str, Any]] = field(default_factory=list)
    findings: list[dict[str, Any]] = field(default_factory=list)
    steps: list[StepRows] = field(default_factory=list)
    critical: frozenset[str] = frozenset()
    expected: dict[str, Any] = field(default_factory=dict)
