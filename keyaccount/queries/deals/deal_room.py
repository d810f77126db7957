"""Everything the page of one deal shows of its judgement: verdict, gate, chance, needs, products, team, the way so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from keyaccount.access import FieldClass, Principal, access_to, everything
from keyaccount.base.language import Say
from keyaccount.facts.deal_editions import is_on, newest_published
from keyaccount.facts.deal_judging import Judged, judge_deal
from keyaccount.facts.deal_money import PRICED
from keyaccount.playbook.blind_spots import BlindSpotFound, find_blind_spots
from keyaccount.playbook.chance import Chance
from keyaccount.playbook.facts import Facts
from keyaccount.playbook.gates import GateVerdict
from keyaccount.playbook.qualification import Qualification
from keyaccount.playbook.schema import Edition
from keyaccount.playbook.schema_deals import Pipeline, Stage
from keyaccount.queries.records.list_records import Page, list_records
from keyaccount.queries.records.names import names_for
from keyaccount.queries.records.show_record import Shown, show_record
from keyaccount.records.deals.models import Answer, Passage

_WHY = "the deal was opened for the reader just above; what hangs on it is seen with it"
_PASSAGES = 100
VERBS = ("edit", "advance", "waive", "archive", "transfer", "move_edition")


@dataclass(frozen=True)
class AnswerShown:
    """The answer that stands to one question; `earlier` counts those it replaced."""

    answer: str
    evidence: str
    source: str
    person_id: UUID | None
    person_name: str
    by_name: str
    observed_on: date
    at: datetime
    earlier: int


@dataclass(frozen=True)
class WaiverShown:
    id: UUID
    reason: str
    by_name: str
    at: datetime


@dataclass(frozen=True)
class PassageShown:
    """One step of the deal; stage and reason in words of the edition it was judged by, as far as the deal's has them.

    `days`: how long it had stood where it came from. `replay`: facts and items were stored (`queries.deals.replay`).
    """

    id: UUID
    kind: str
    from_stage: str
    to_stage: str
    reason: str
    note: str
    lost_to: str
    days: int
    at: datetime
    by_name: str
    edition_number: int
    replay: bool


@dataclass(frozen=True)
class DealRoom:
    """`needs`, `lines` and `team` are pages of their lists. `waived` holds those of the stage the deal stands in."""

    shown: Shown
    edition: Edition
    newer_edition: int | None
    pipeline: Pipeline
    stage: Stage
    qualification: Qualification
    answers: dict[str, AnswerShown]
    facts: Facts
    gate: GateVerdict
    waived: dict[str, WaiverShown]
    chance: Chance
    blind_spots: tuple[BlindSpotFound, ...]
    needs: Page
    lines: Page
    team: Page
    passages: tuple[PassageShown, ...]
    may: dict[str, bool]


def deal_room(by: Principal, id: UUID | str, *, today: date) -> DealRoom:
    """The deal as its reader may see it, judged as things stand; `Missing` when it may not be seen."""
    shown = show_record(by, "opportunity", id)
    deal = shown.row
    found = judge_deal(deal, today)
    access = access_to(by, "opportunity")
    hidden = frozenset() if FieldClass.COMMERCIAL in access.classes(deal) else PRICED
    answers = _answers(deal.pk)
    passages = list(everything(Passage, why=_WHY).filter(opportunity=deal).order_by("-at", "-id")[:_PASSAGES])
    actors = {a.created_by for a, _ in answers.values()} | {p.by for p in passages}
    members = names_for(by, "member", {*actors, *(w.created_by for w in found.waived.values())} - {None})
    persons = names_for(by, "person", {a.person_id for a, _ in answers.values()} - {None})
    return DealRoom(
        shown=shown,
        edition=found.edition,
        newer_edition=_newer(deal.edition_id),
        pipeline=found.pipeline,
        stage=found.stage,
        qualification=found.qualification,
        answers={key: _answer(one, n, members, persons) for key, (one, n) in answers.items()},
        facts={key: value for key, value in found.facts.items() if key not in hidden},
        gate=_gate(found.gate, hidden),
        waived=_waived(found, members),
        chance=found.chance,
        blind_spots=find_blind_spots(found.edition, deal.pipeline, deal.stage, found.facts),
        needs=_hanging(by, "need", deal.pk),
        lines=_hanging(by, "opportunity_line", deal.pk),
        team=_hanging(by, "opportunity_member", deal.pk),
        passages=tuple(_passage(p, found, members) for p in passages),
        may={verb: access.allows(deal, verb) for verb in VERBS},
    )


def _gate(gate: GateVerdict, hidden: frozenset[str]) -> GateVerdict:
    """The gate without the figures behind its conditions that the reader may not know: open or met, and no more."""
    return replace(
        gate,
        items=tuple(
            replace(one, known=tuple((key, value) for key, value in one.known if key not in hidden))
            for one in gate.items
        ),
    )


def answer_history(by: Principal, id: UUID | str, question: str) -> list[AnswerShown]:
    """All answers ever given to one question of a deal, the latest first."""
    deal = show_record(by, "opportunity", id).row
    rows = everything(Answer, why=_WHY).filter(opportunity=deal, question=question)
    kept = list(rows.order_by("-created_at", "-pk")[:_PASSAGES])
    members = names_for(by, "member", {a.created_by for a in kept} - {None})
    persons = names_for(by, "person", {a.person_id for a in kept} - {None})
    return [_answer(one, len(kept) - n - 1, members, persons) for n, one in enumerate(kept)]


def _newer(edition_id: int | None) -> int | None:
    """The number of the edition in force when the deal is judged by another one."""
    newest = newest_published()
    return newest.number if newest and not is_on(edition_id, newest) else None


def _answers(deal: UUID) -> dict[str, tuple[Answer, int]]:
    found: dict[str, tuple[Answer, int]] = {}
    counts: dict[str, int] = {}
    rows = everything(Answer, why=_WHY).filter(opportunity_id=deal).order_by("created_at", "pk")
    for row in rows:
        counts[row.question] = counts.get(row.question, -1) + 1
        if row.superseded_at is None:
            found[row.question] = (row, 0)
    return {key: (row, counts[key]) for key, (row, _) in found.items()}


def _answer(row: Answer, earlier: int, members: Mapping[Any, str], persons: Mapping[Any, str]) -> AnswerShown:
    return AnswerShown(
        answer=row.answer,
        evidence=row.evidence,
        source=row.source,
        person_id=row.person_id,
        person_name=persons.get(row.person_id, ""),
        by_name=members.get(row.created_by, ""),
        observed_on=row.observed_on,
        at=row.created_at,
        earlier=earlier,
    )


def _waived(found: Judged, members: Mapping[Any, str]) -> dict[str, WaiverShown]:
    return {
        item: WaiverShown(w.pk, w.reason, members.get(w.created_by, ""), w.created_at)
        for item, w in found.waived.items()
    }


def _hanging(by: Principal, entity: str, deal: UUID) -> Page:
    """What hangs on the deal, the oldest first, at most a page's most."""
    params = {"opportunity": [str(deal)], "limit": ["200"]}
    columns = list(access_to(by, entity).fields)
    return list_records(by, entity, params, default_sort="-updated_at", columns=columns, count=False)


def _passage(row: Passage, found: Judged, members: Mapping[Any, str]) -> PassageShown:
    labels = {stage.key: str(stage.label) for stage in found.pipeline.stages}
    reasons = {r.key: r.label for r in (*found.edition.loss_reasons, *found.edition.shelve_reasons)}
    reason: Say | Any = reasons.get(row.reason, row.reason)
    return PassageShown(
        id=row.pk,
        kind=row.kind,
        from_stage=labels.get(row.from_stage, row.from_stage),
        to_stage=labels.get(row.to_stage, row.to_stage),
        reason=str(reason),
        note=row.note,
        lost_to=row.lost_to,
        days=row.days,
        at=row.at,
        by_name=members.get(row.by, ""),
        edition_number=row.edition_number,
        replay=bool(row.facts),
    )
