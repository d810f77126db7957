"""What the coach says about insiders of a customer's open deals, from what this reader may know and nothing else (PPL-7).

Three facts are made here, for the reader: how many are confirmed, how many were started, how long the quietest is silent.
Who is not named counts none, whether there are any or not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from keyaccount.access import Principal, opened
from keyaccount.facts.deal_editions import editions_of
from keyaccount.facts.power import deal_power
from keyaccount.playbook.coach import Judging, coach
from keyaccount.playbook.facts import FactValue
from keyaccount.playbook.schema_power import SEVERITIES, CoachRule
from keyaccount.queries.insiders.listing import InsiderLine
from keyaccount.records.accounts.models import Account
from keyaccount.records.deals.models import Opportunity

PLACE = "insiders"


@dataclass(frozen=True)
class InsiderFinding:
    """A rule about insiders, and the deals it holds for."""

    rule: CoachRule
    deals: list[Opportunity]


def insider_facts(lines: Sequence[InsiderLine]) -> dict[str, FactValue]:
    """The three facts. Lapsed ones count no more; candidates are not begun."""
    living = [line for line in lines if line.state in ("developing", "confirmed")]
    silent = [line.silent for line in lines if line.silent is not None]
    return {
        "insiders_confirmed": sum(line.state == "confirmed" for line in living),
        "insiders_started": len(living),
        "insider_silent_days": max(silent, default=None),
    }


def insider_findings(
    by: Principal, account: Account, lines: Sequence[InsiderLine], today: date
) -> list[InsiderFinding]:
    """Of the customer's open deals that the reader sees, the most urgent first."""
    deals = list(opened(by, "opportunity").filter(account=account, state="open").order_by("name", "pk"))
    power, editions = deal_power(deals, today) if deals else {}, editions_of(deals)
    ours = insider_facts(lines)
    found: dict[str, InsiderFinding] = {}
    for deal in deals:
        edition = editions[deal.edition_id]
        given = Judging({}, {}, {**power[deal.pk].facts, **ours})
        for one in coach(edition.power, edition.pipeline(deal.pipeline), deal.stage, given):
            if one.rule.place == PLACE:
                found.setdefault(one.rule.key, InsiderFinding(one.rule, [])).deals.append(deal)
    return sorted(found.values(), key=lambda one: SEVERITIES.index(one.rule.severity))
