"""What we ought to know of a deal and don't (PPL-7): rules of the edition against the facts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from keyaccount.playbook.facts import Facts
from keyaccount.playbook.gates import condition_state
from keyaccount.playbook.schema import Edition
from keyaccount.playbook.schema_deals import Pipeline
from keyaccount.playbook.schema_practice import BlindSpot


@dataclass(frozen=True, slots=True)
class BlindSpotFound:
    """A rule that holds, or one whose fact nobody knows, which is no better."""

    spot: BlindSpot
    state: Literal["found", "unknown"]


def find_blind_spots(edition: Edition, pipeline: str, stage: str, facts: Facts) -> tuple[BlindSpotFound, ...]:
    """Those of the rules that matter from this stage on, the certain ones first. KeyError for an unknown stage."""
    path = edition.pipeline(pipeline)
    rank = path.rank(stage)
    found = []
    for spot in edition.blind_spots:
        state = condition_state(spot.when, facts) if _due(path, spot, rank) else "open"
        if state != "open":
            found.append(BlindSpotFound(spot, "found" if state == "met" else "unknown"))
    return tuple(sorted(found, key=lambda each: each.state))


def _due(path: Pipeline, spot: BlindSpot, rank: int) -> bool:
    """A stage that only another pipeline has makes no difference here."""
    ranks = {stage.key: place for place, stage in enumerate(path.stages, 1)}
    return rank >= ranks.get(spot.from_stage, 0)
