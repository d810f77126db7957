"""Our side of the deals: who works them, who faces whom, how weighty the customer is (bulk)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from keyaccount.access import everything
from keyaccount.facts import power_rows
from keyaccount.facts.editions import edition_in_force
from keyaccount.records.accounts.models import Account
from keyaccount.records.deals.models import Opportunity, OpportunityMember
from keyaccount.records.people.models import CustomerUnit

_WHY = "facts of a deal count all that is stored of it; the caller has opened it for the person"


@dataclass(slots=True)
class Side:
    """Who of us is in a deal, and by person of the customer who faces them; functions of the customer's departments."""

    members: set[UUID] = field(default_factory=set)
    executives: int = 0
    strategic: bool = False
    facing: Mapping[UUID, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    functions: Mapping[UUID, str] = field(default_factory=dict)


def sides(deals: Sequence[Opportunity]) -> dict[UUID, Side]:
    """{deal: our side}, in four queries."""
    accounts = sorted({deal.account_id for deal in deals})
    top = {tier.key for tier in edition_in_force().tiers if tier.rank == 1}
    rows = everything(Account, why=_WHY).filter(pk__in=accounts, tier__in=top)
    strategic = set(rows.values_list("pk", flat=True))
    facing = _facing(accounts)
    functions: defaultdict[UUID, dict[UUID, str]] = defaultdict(dict)
    units = everything(CustomerUnit, why=_WHY).filter(account_id__in=accounts)
    for account, unit, function in units.values_list("account_id", "id", "function"):
        functions[account][unit] = function
    found = {
        deal.pk: Side(
            members={deal.owner_id} if deal.owner_id else set(),
            strategic=deal.account_id in strategic,
            facing=facing.get(deal.account_id, {}),
            functions=functions.get(deal.account_id, {}),
        )
        for deal in deals
    }
    team = everything(OpportunityMember, why=_WHY).filter(opportunity_id__in=list(found))
    for deal_id, member, role in team.values_list("opportunity_id", "member_id", "role"):
        found[deal_id].members.add(member)
        found[deal_id].executives += role == "executive"
    return found


def _facing(accounts: Sequence[UUID]) -> dict[UUID, dict[UUID, list[Mapping[str, Any]]]]:
    found: dict[UUID, dict[UUID, list[Mapping[str, Any]]]] = {}
    for account, ties in power_rows.own_ties(accounts).items():
        by_person: dict[UUID, list[Mapping[str, Any]]] = found.setdefault(account, {})
        for tie in ties:
            by_person.setdefault(tie["person_id"], []).append(tie)
    return found
