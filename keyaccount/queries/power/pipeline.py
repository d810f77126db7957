"""The coach over the whole pipeline: which deals want what, the most urgent first, in a constant number of queries (PPL-7)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from keyaccount.access import FieldClass, Principal, everything, opened
from keyaccount.base.memory import no_collecting
from keyaccount.facts.deal_editions import editions_of
from keyaccount.facts.power import DealPower, deal_power
from keyaccount.playbook.coach import CoachFinding, Judging, coach
from keyaccount.playbook.schema import Edition
from keyaccount.playbook.schema_power import SEVERITIES
from keyaccount.playbook.text import Text
from keyaccount.queries.power.judging import SECRET_PLACES
from keyaccount.queries.records.names import names_for
from keyaccount.records.deals.models import CoachMute, Opportunity

_WHY = "mutes of deals that were opened for the reader"
LOUD = ("urgent", "high")


@dataclass(frozen=True)
class Coached:
    """A deal with what the coach finds, the most urgent first."""

    deal: Opportunity
    edition: Edition
    findings: tuple[CoachFinding, ...]

    @property
    def weight(self) -> tuple[int, ...]:
        """How many of each severity, for sorting."""
        counts = Counter(one.rule.severity for one in self.findings)
        return tuple(counts[severity] for severity in SEVERITIES)


@dataclass(frozen=True)
class CoachedDeal:
    """A deal as the page lists it: `urgent` and `high` count findings; `labels` are the loudest rules, each once."""

    id: UUID
    name: str
    account: str
    owner: str
    urgent: int
    high: int
    count: int
    labels: tuple[tuple[Text, str], ...]


@dataclass(frozen=True)
class CoachedPipeline:
    """`rules`: how many deals each rule fires on, the most frequent first; `deals` the loudest, `count` all of them."""

    rules: tuple[tuple[str, Text, str, int], ...]
    deals: tuple[CoachedDeal, ...]
    count: int


def coach_deals(deals: Sequence[Opportunity], today: date) -> list[Coached]:
    """Every deal judged by its edition, without what was muted and what is secret; the queries don't grow with the deals."""
    with no_collecting():
        power, editions, muted = deal_power(deals, today), editions_of(deals), _muted(deals)
        return [
            _coached(power[deal.pk], editions[deal.edition_id], muted.get(deal.pk, set())) for deal in deals
        ]


def _coached(power: DealPower, edition: Edition, muted: set[tuple[str, str]]) -> Coached:
    deal = power.deal
    given = Judging({id: person.facts for id, person in power.people.items()}, power.steps, power.facts)
    findings = coach(edition.power, edition.pipeline(deal.pipeline), deal.stage, given)
    kept = [
        one
        for one in findings
        if one.rule.place not in SECRET_PLACES and (one.rule.key, one.subject) not in muted
    ]
    return Coached(deal, edition, tuple(kept))


def _muted(deals: Sequence[Opportunity]) -> dict[UUID, set[tuple[str, str]]]:
    rows = everything(CoachMute, why=_WHY).filter(
        opportunity_id__in=[deal.pk for deal in deals], revoked_at=None
    )
    found: defaultdict[UUID, set[tuple[str, str]]] = defaultdict(set)
    for deal, rule, subject in rows.values_list("opportunity_id", "rule", "subject"):
        found[deal].add((rule, subject))
    return found


def coached_pipeline(
    by: Principal,
    *,
    today: date,
    rows: QuerySet[Opportunity] | None = None,
    rule: str = "",
    limit: int = 50,
) -> CoachedPipeline:
    """The open deals whose customer the reader sees inside, or those of `rows`; `rule` keeps those on which it fires."""
    wanted = opened(by, "opportunity") if rows is None else rows
    inside = opened(by, "account", klass=FieldClass.INTERNAL).values("pk")
    open_ = wanted.filter(state="open", account__in=inside).order_by().defer("reason", "note")
    coached = coach_deals(list(open_), today)
    counts: Counter[str] = Counter()
    labels: dict[str, tuple[Text, str]] = {}
    for one in coached:
        for key in {finding.rule.key for finding in one.findings}:
            counts[key] += 1
        for finding in one.findings:
            labels.setdefault(finding.rule.key, (finding.rule.label, finding.rule.severity))
    if rule:
        coached = [one for one in coached if any(f.rule.key == rule for f in one.findings)]
    loudest = sorted((one for one in coached if one.findings), key=lambda one: one.weight, reverse=True)
    shown = loudest[:limit]
    accounts = names_for(by, "account", {one.deal.account_id for one in shown})
    owners = names_for(by, "member", {one.deal.owner_id for one in shown} - {None})
    return CoachedPipeline(
        rules=tuple((key, *labels[key], n) for key, n in counts.most_common()),
        deals=tuple(
            _listed(one, accounts.get(one.deal.account_id, ""), owners.get(one.deal.owner_id, ""))
            for one in shown
        ),
        count=len(loudest),
    )


def _listed(one: Coached, account: str, owner: str) -> CoachedDeal:
    loud = {f.rule.key: (f.rule.label, f.rule.severity) for f in one.findings if f.rule.severity in LOUD}
    weight = one.weight
    return CoachedDeal(
        id=one.deal.pk,
        name=one.deal.name,
        account=account,
        owner=owner,
        urgent=weight[0],
        high=weight[1],
        count=len(one.findings),
        labels=tuple(loud.values())[:4],
    )
