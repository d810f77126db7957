"""What the coach judges deals by: facts of each person on the map, of each step of the customer, of the deal (PPL-7).

For one deal or for all of them, in a constant number of queries. Names and kinds are those of
`playbook.power_facts`; None is unknown, and silences a rule. Nothing secret is counted here: facts about insiders are
made in `queries.insiders`, for who may know.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from keyaccount.base.clock import day_of
from keyaccount.facts import power_rows
from keyaccount.facts.deal_editions import editions_of
from keyaccount.facts.power_deal import deal_facts
from keyaccount.facts.power_history import (
    StanceLog,
    Touched,
    meetings_since,
    reasoned,
    seen_by_rivals,
    stance_logs,
    touches,
)
from keyaccount.facts.power_rows import CardRows, Said, SeatRows
from keyaccount.facts.power_side import Side, sides
from keyaccount.facts.power_steps import StepRows, deal_steps
from keyaccount.playbook.facts import Facts, FactValue
from keyaccount.playbook.power import key_player
from keyaccount.playbook.schema_power import STANCE_SCORE
from keyaccount.records.deals.models import Opportunity


@dataclass(slots=True)
class PersonOnMap:
    """A card with what stands of it on this map: the deal's word, else the account's."""

    card: CardRows
    values: dict[str, Said]
    rivals: dict[UUID, Said]
    seat: SeatRows | None
    touched: Touched
    facts: dict[str, FactValue] = field(default_factory=dict)

    def value(self, attribute: str) -> Any:
        said = self.values.get(attribute)
        return said.value if said else None


@dataclass(slots=True)
class DealPower:
    """All that is judged of one deal's map. `people` and `steps` by the id that findings and mutes name."""

    deal: Opportunity
    people: dict[str, PersonOnMap]
    steps: dict[str, Facts]
    step_rows: list[StepRows]
    facts: Facts


def deal_power(deals: Sequence[Opportunity], today: date) -> dict[UUID, DealPower]:
    """{deal: what its map says}, in the same number of queries for one deal and for all."""
    ids, accounts = [deal.pk for deal in deals], sorted({deal.account_id for deal in deals})
    cards, told = power_rows.deal_cards(ids, brief=True), power_rows.account_cards(accounts, brief=True)
    seats, ties = power_rows.seats(accounts, today), power_rows.ties(accounts)
    met, logs = touches(accounts), stance_logs(ids)
    near = _Near(today, ties, sides(deals), met, logs, seen_by_rivals(accounts), reasoned(ids))
    steps, editions = deal_steps(ids), editions_of(deals)
    found: dict[UUID, DealPower] = {}
    for deal in deals:
        own: dict[Any, CardRows] = {
            card.person: card for card in told.get(deal.account_id, ()) if card.person
        }
        seated = seats.get(deal.account_id) or {}
        people = {
            str(card.id): _person(card, own.get(card.person), seated, near, deal)
            for card in cards.get(deal.pk, ())
        }
        found[deal.pk] = DealPower(deal, people, {}, steps.get(deal.pk, []), {})
    _raised(found, near)
    for deal in deals:
        power = found[deal.pk]
        stances = {p.card.person: p.facts["stance_score"] for p in power.people.values() if p.card.person}
        power.steps = {str(row.id): _step(row, stances, today) for row in power.step_rows}
        method = editions[deal.edition_id].power
        power.facts = deal_facts(power.people.values(), near.sides[deal.pk], power.step_rows, method, today)
    return found


@dataclass(slots=True)
class _Near:
    """What lies around the cards of all the deals."""

    today: date
    ties: Mapping[UUID, Sequence[Mapping[str, Any]]]
    sides: Mapping[UUID, Side]
    met: Mapping[tuple[UUID, UUID], Touched]
    logs: Mapping[UUID, StanceLog]
    rivals: Mapping[tuple[UUID, UUID], date]
    reasons: set[tuple[UUID, UUID]]
    gates: dict[UUID, set[UUID]] = field(default_factory=dict)

    def keeps_gate(self, account: UUID, person: UUID | None) -> bool:
        if account not in self.gates:
            kept = self.ties.get(account, ())
            self.gates[account] = {t["person_id"] for t in kept if t["kind"] == "gatekeeper"}
        return person in self.gates[account]


def _person(
    card: CardRows,
    account: CardRows | None,
    seats: Mapping[UUID, SeatRows],
    near: _Near,
    deal: Opportunity,
) -> PersonOnMap:
    values = {**(account.values if account else {}), **card.values}
    rivals = {**(account.rivals if account else {}), **card.rivals}
    place: Any = (deal.account_id, card.person)
    touched = near.met.get(place) or Touched()
    seat = seats.get(card.person) if card.person else None
    person = PersonOnMap(card, values, rivals, seat, touched)
    person.facts = {
        **_said_facts(person, near.today),
        **_touched_facts(person, near, place),
        **_tied_facts(person, near, deal),
        "placeholder": card.person is None,
        "gatekeeper": near.keeps_gate(deal.account_id, card.person),
        "days_on_map": max((near.today - day_of(card.since)).days, 0),
        "post_ended": bool(card.person) and (seat is None or seat.ended),
    }
    return person


def _said_facts(person: PersonOnMap, today: date) -> dict[str, FactValue]:
    stance, power = person.values.get("stance"), person.values.get("power")
    roles = person.value("roles") or ()
    scores = [
        score
        for said in person.rivals.values()
        if (score := STANCE_SCORE.get(said.value or "unknown")) is not None
    ]
    return {
        "power": person.value("power"),
        "veto": bool(person.value("veto")),
        "stance": person.value("stance") or "unknown",
        "stance_score": STANCE_SCORE.get(person.value("stance") or "unknown"),
        "decides": "decider" in roles,
        "approves": "approver" in roles,
        "key_player": key_player({name: said.value for name, said in person.values.items()}),
        "stance_certainty": stance.certainty if stance and stance.value else None,
        "stance_age": _age(stance, today),
        "power_age": _age(power, today),
        "criteria_known": bool(person.value("criteria")),
        "win_known": bool(person.value("win")),
        "rival_stance": max(scores, default=None),
    }


def _age(said: Said | None, today: date) -> int | None:
    if said is None or said.value is None:
        return None
    return max((today - (said.on or day_of(said.at))).days, 0)


def _touched_facts(person: PersonOnMap, near: _Near, place: Any) -> dict[str, FactValue]:
    touched, today = person.touched, near.today
    rival = near.rivals.get(place)
    log = near.logs.get(person.card.id)
    now = STANCE_SCORE.get(person.value("stance") or "unknown")
    before = STANCE_SCORE.get(log.before or "unknown") if log else None
    raised = log is not None and log.before_at is not None and now is not None and now > (before or 0)
    return {
        "meetings": touched.meetings,
        "days_since_met": (today - touched.met).days if touched.met else None,
        "days_since_contact": (today - touched.contacted).days if touched.contacted else None,
        "days_since_rival": (today - rival).days if rival else None,
        "stance_raised": raised,
        "meetings_since_change": None,
        "stance_sources": len(log.sources) if log and person.value("stance") else None,
    }


def _tied_facts(person: PersonOnMap, near: _Near, deal: Opportunity) -> dict[str, FactValue]:
    facing = near.sides[deal.pk].facing.get(person.card.person, []) if person.card.person else []
    concerns = person.value("concerns") or ()
    answered = (deal.pk, person.card.person) in near.reasons
    last = person.touched.contacted
    late = [
        (near.today - (last or day_of(tie["created_at"]))).days - tie["cadence_days"]
        for tie in facing
        if tie["cadence_days"]
    ]
    wanted, level = (max((tie[name] for tie in facing), default=0) for name in ("wanted", "level"))
    return {
        "own_ties": len(facing),
        "tie_gap": wanted - level if facing else None,
        "cadence_late": max(late) if late else None,
        "concerns_open": 0 if answered else len(concerns),
    }


def _raised(found: Mapping[UUID, DealPower], near: _Near) -> None:
    """Of those whose stance was raised, how often we met them since it was lower."""
    wanted: dict[Any, PersonOnMap] = {
        (power.deal.account_id, person.card.person, log.before_at): person
        for power in found.values()
        for person in power.people.values()
        if person.facts["stance_raised"] and person.card.person
        if (log := near.logs.get(person.card.id)) and log.before_at
    }
    counted: dict[Any, int] = meetings_since(wanted) if wanted else {}
    for (account, who, _), person in wanted.items():
        person.facts["meetings_since_change"] = counted.get((account, who), 0)


def _step(row: StepRows, stances: Mapping[UUID, FactValue], today: date) -> Facts:
    return {
        "person_known": row.person is not None,
        "date_known": row.due_on is not None,
        "state": row.state,
        "late_days": max((today - row.due_on).days, 0) if row.due_on else None,
        "person_stance": stances.get(row.person)
        if row.person and row.state in ("waiting", "doing")
        else None,
        "needs_known": bool(row.needs),
        "days_to_due": (row.due_on - today).days
        if row.due_on and row.state in ("waiting", "doing")
        else None,
    }
