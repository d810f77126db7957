"""Facts of a whole map: who decides, how many are for us, how many threads there are, which functions are empty (PPL-7)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from keyaccount.base.clock import day_of
from keyaccount.facts.power_side import Side
from keyaccount.facts.power_steps import StepRows
from keyaccount.playbook.facts import Facts
from keyaccount.playbook.power import THREAD_DAYS, Standing, positions, sureness
from keyaccount.playbook.schema_power import PowerMethod

if TYPE_CHECKING:
    from keyaccount.facts.power import PersonOnMap
    from keyaccount.facts.power_rows import Said

FUNCTIONS = ("using", "technical", "finance", "executive")


def deal_facts(
    people: Iterable[PersonOnMap], side: Side, steps: Sequence[StepRows], method: PowerMethod, today: date
) -> Facts:
    """The deal's facts. Facts about insiders are None here: nobody's without being named."""
    known = [person for person in people if person.card.person]
    keys = [person for person in known if person.facts["key_player"]]
    scores = [_score(person) for person in known]
    key_scores = [_score(person) for person in keys]
    supporting = sum(score is not None and score >= 1 for score in key_scores)
    against = sum(score is not None and score <= -1 for score in key_scores)
    deciders = [person for person in known if person.facts["decides"]]
    met = [person for person in keys if person.touched.meetings]
    threads = {person.card.person for person in known if _live(person, today)}
    seated = {_function(person, side) for person in known} | {_rank(person) for person in known}
    met_functions = {_function(person, side) for person in known if person.touched.meetings}
    facing = {tie["member_id"] for one in known for tie in side.facing.get(_who(one), ())}
    return {
        "people_known": len(known),
        "deciders": len(deciders),
        "approvers": sum(bool(person.facts["approves"]) for person in known),
        "initiators": sum("initiator" in (person.value("roles") or ()) for person in known),
        "supporters": sum(score is not None and score >= 1 for score in scores),
        "opponents": sum(score is not None and score <= -1 for score in scores),
        "threads": len(threads),
        "own_members": len(side.members | facing),
        "key_against_more": against > supporting,
        "decider_supports": any((_score(person) or 0) >= 1 for person in deciders),
        "key_support_share": _share(supporting, len(keys)),
        "coverage_share": _share(len(met), len(keys)),
        "rivals": len({rival for person in known for rival in person.rivals}),
        "rival_lead": _rival_lead(keys, method.attribute("stance").half_life_days, today),
        "functions_without_person": sum(function not in seated for function in FUNCTIONS),
        "function_finance_met": "finance" in met_functions,
        "our_executives": side.executives,
        "steps": len(steps),
        "strategic": side.strategic,
        "insiders_confirmed": None,
        "insiders_started": None,
        "insider_silent_days": None,
    }


def _who(person: PersonOnMap) -> Any:
    return person.card.person


def _score(person: PersonOnMap) -> int | None:
    score = person.facts["stance_score"]
    return score if isinstance(score, int) else None


def _share(part: int, whole: int) -> int | None:
    return part * 100 // whole if whole else None


def _live(person: PersonOnMap, today: date) -> bool:
    """A thread is somebody we spoke with in the last three months."""
    last = person.touched.contacted
    return last is not None and (today - last).days <= THREAD_DAYS


def _function(person: PersonOnMap, side: Side) -> str:
    unit: Any = person.seat.unit if person.seat else None
    return side.functions.get(unit, "") if unit else ""


def _rank(person: PersonOnMap) -> str:
    return "executive" if person.seat and person.seat.rank == "chief" else ""


def _rival_lead(keys: Sequence[PersonOnMap], half_life: int, today: date) -> int | None:
    """By how many points of support the rival that stands best is ahead of us: what the map's scores say."""
    rivals = {str(rival) for person in keys for rival in person.rivals}
    if not rivals:
        return None

    def sure(said: Said | None) -> float:
        return (
            sureness(said.certainty, (today - (said.on or day_of(said.at))).days, half_life) if said else 0.0
        )

    people = [
        Standing(
            key=str(person.card.id),
            values={name: said.value for name, said in person.values.items()},
            sure=sure(person.values.get("stance")),
            theirs={str(rival): (said.value, sure(said)) for rival, said in person.rivals.items()},
        )
        for person in keys
    ]
    return max((-one.lead for one in positions(people, sorted(rivals))), default=None)
