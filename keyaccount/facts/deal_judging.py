"""Deals judged by their editions: facts, verdict, gate and win chance together, for one deal's page as for all of a night."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from keyaccount.access import everything
from keyaccount.facts.deal_editions import editions_of
from keyaccount.facts.deals import answers_in, deal_facts
from keyaccount.playbook.chance import Chance, judge_chance
from keyaccount.playbook.facts import Facts
from keyaccount.playbook.gates import GateVerdict, judge_gate
from keyaccount.playbook.qualification import Qualification, judge_qualification
from keyaccount.playbook.schema import Edition
from keyaccount.playbook.schema_deals import Pipeline, Stage
from keyaccount.records.deals.models import Opportunity, Waiver

_JUDGED = "a gate knows every waiver of the deal; the caller has opened it for the person"


@dataclass(frozen=True)
class Judged:
    """A deal with the edition it is judged by and all that follows. `waived`: gate items of its stage let go."""

    deal: Opportunity
    edition: Edition
    facts: Facts
    waived: dict[str, Waiver]
    qualification: Qualification
    gate: GateVerdict
    chance: Chance

    @property
    def pipeline(self) -> Pipeline:
        return self.edition.pipeline(self.deal.pipeline)

    @property
    def stage(self) -> Stage:
        return self.gate.stage


def judge_deals(deals: Sequence[Opportunity], today: date) -> dict[UUID, Judged]:
    """{deal: judged}, in a constant number of queries for each edition among them."""
    editions = editions_of(deals)
    groups: defaultdict[int | None, list[Opportunity]] = defaultdict(list)
    for deal in deals:
        groups[deal.edition_id].append(deal)
    waived = _waivers(deals)
    found: dict[UUID, Judged] = {}
    for key, group in groups.items():
        facts = deal_facts(editions[key], group, today)
        for deal in group:
            found[deal.pk] = judged(deal, editions[key], facts[deal.pk], waived[deal.pk])
    return found


def judge_deal(deal: Opportunity, today: date) -> Judged:
    """One deal judged."""
    return judge_deals([deal], today)[deal.pk]


def judged(deal: Opportunity, edition: Edition, facts: Facts, waived: dict[str, Waiver]) -> Judged:
    """What an edition makes of the facts: also for trying another edition without storing anything."""
    answers = answers_in(facts)
    path, stage = edition.pipeline(deal.pipeline), deal.stage
    here = {item: waiver for item, waiver in waived.items() if waiver.stage == stage}
    return Judged(
        deal,
        edition,
        facts,
        here,
        judge_qualification(edition, answers),
        judge_gate(edition, path.key, stage, facts, waived=frozenset(here)),
        judge_chance(edition, path.key, stage, facts, answers),
    )


def _waivers(deals: Sequence[Opportunity]) -> dict[UUID, dict[str, Waiver]]:
    """{deal: {item: waiver}} of the stage each deal stands in."""
    stages = {deal.pk: deal.stage for deal in deals}
    found: dict[UUID, dict[str, Waiver]] = {pk: {} for pk in stages}
    for waiver in everything(Waiver, why=_JUDGED).filter(opportunity_id__in=list(stages), revoked_at=None):
        if waiver.stage == stages[waiver.opportunity_id]:
            found[waiver.opportunity_id][waiver.item] = waiver
    return found
