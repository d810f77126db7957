"""What was done on deals: needs, contacts, whom we met, proposals, quotes, negotiation; counted in bulk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Max, Q

from keyaccount.access import everything
from keyaccount.base.clock import day_of
from keyaccount.playbook.facts import FactValue
from keyaccount.records.contracts.models import (
    NegotiationPoint,
    Proposal,
    ProposalFeedback,
    ProposalReview,
    Quote,
)
from keyaccount.records.deals.models import Need, OpportunityMember
from keyaccount.records.people.models import Post
from keyaccount.records.visits.models import Contact, ContactPerson

_WHY = "facts of a deal count all that is stored of it; the caller has opened it for the person"
FACE_TO_FACE = ("meeting", "online")
_FUNCTIONS = ("using", "technical", "finance", "executive")
Found = dict[UUID, dict[str, FactValue]]


def work_facts(ids: Sequence[UUID], today: date) -> Found:
    """{deal: facts of the work done}, in nine queries whatever the number of deals."""
    found: Found = {id: {} for id in ids}
    for part in (_needs, _team, _proposals, _quotes, _points):
        part(found)
    _contacts(found, today)
    _met(found)
    return found


def last_contacts(ids: Sequence[UUID]) -> dict[UUID, datetime]:
    """{deal: moment of the last contact}, of those that have one."""
    rows = everything(Contact, why=_WHY).filter(opportunity_id__in=ids, archived_at=None).order_by()
    return dict(
        rows.values("opportunity_id").annotate(last=Max("happened_at")).values_list("opportunity_id", "last")
    )


def _needs(found: Found) -> None:
    closable = Q(scope="closable", gap_effort__isnull=False, gap_on__isnull=False)
    rows = everything(Need, why=_WHY).filter(opportunity_id__in=found).order_by()
    counted = rows.values("opportunity_id").annotate(
        needs_count=Count("id"),
        needs_unscoped=Count("id", filter=Q(scope="unchecked")),
        needs_gaps_open=Count("id", filter=Q(scope__in=("outside", "closable")) & ~closable),
    )
    _put(found, counted, {"needs_count": 0, "needs_unscoped": 0, "needs_gaps_open": 0})


def _team(found: Found) -> None:
    rows = everything(OpportunityMember, why=_WHY).filter(opportunity_id__in=found).order_by()
    _put(found, rows.values("opportunity_id").annotate(team_count=Count("id")), {"team_count": 0})


def _contacts(found: Found, today: date) -> None:
    rows = everything(Contact, why=_WHY).filter(opportunity_id__in=found, archived_at=None).order_by()
    for facts in found.values():
        facts |= {"contacts_count": 0, "days_since_contact": None}
    for row in rows.values("opportunity_id").annotate(n=Count("id"), last=Max("happened_at")):
        days = max((today - day_of(row["last"])).days, 0)
        found[row["opportunity_id"]] |= {"contacts_count": row["n"], "days_since_contact": days}


def _met(found: Found) -> None:
    """Whom we met face to face, and of which departments they are; a head of the company counts as an executive."""
    rows = everything(ContactPerson, why=_WHY).filter(
        contact__opportunity_id__in=found, contact__archived_at=None, contact__channel__in=FACE_TO_FACE
    )
    met: dict[UUID, set[UUID]] = {id: set() for id in found}
    for deal, person in rows.values_list("contact__opportunity_id", "person_id"):
        met[deal].add(person)
    functions: defaultdict[UUID, set[str]] = defaultdict(set)
    posts = everything(Post, why=_WHY).filter(person_id__in=set().union(*met.values()), ended_on=None)
    for person, function, rank in posts.values_list("person_id", "unit__function", "rank"):
        functions[person].update({function or "", "executive" if rank == "chief" else ""})
    for deal, persons in met.items():
        kinds = set().union(*(functions[person] for person in persons)) if persons else set()
        found[deal] |= {
            "people_met": len(persons),
            "functions_met": sum(kind in kinds for kind in _FUNCTIONS),
            **{f"{kind}_met": kind in kinds for kind in _FUNCTIONS},
        }


def _proposals(found: Found) -> None:
    """Of the proposals that were not dropped; reviewed is one somebody agreed to and nobody wants changed."""
    rows = everything(Proposal, why=_WHY).filter(opportunity_id__in=found).exclude(state="dropped").order_by()
    counted = rows.values("opportunity_id").annotate(
        proposals_count=Count("id"),
        shown=Count("id", filter=Q(presented_on__isnull=False)),
        settled=Count("id", filter=Q(settled_on__isnull=False)),
    )
    counts = {row["opportunity_id"]: row for row in counted}
    reviews = everything(ProposalReview, why=_WHY).filter(proposal__in=rows).order_by()
    agreed = set()
    for row in reviews.values("proposal_id", "proposal__opportunity_id").annotate(
        good=Count("id", filter=Q(opinion="agree")), bad=Count("id", filter=Q(opinion="change"))
    ):
        if row["good"] and not row["bad"]:
            agreed.add(row["proposal__opportunity_id"])
    told = everything(ProposalFeedback, why=_WHY).filter(proposal__in=rows)
    heard = set(told.values_list("proposal__opportunity_id", flat=True))
    for deal, facts in found.items():
        row = counts.get(deal, {})
        facts |= {
            "proposals_count": row.get("proposals_count", 0),
            "proposal_reviewed": deal in agreed,
            "proposal_presented": bool(row.get("shown")),
            "proposal_feedback": deal in heard,
            "proposal_confirmed": bool(row.get("settled")),
        }


def _quotes(found: Found) -> None:
    rows = everything(Quote, why=_WHY).filter(opportunity_id__in=found).exclude(state="dropped").order_by()
    good = Q(state__in=("approved", "sent", "accepted"))
    for facts in found.values():
        facts |= {"quote_count": 0, "quote_approved": False}
    for row in rows.values("opportunity_id").annotate(n=Count("id"), good=Count("id", filter=good)):
        found[row["opportunity_id"]] |= {"quote_count": row["n"], "quote_approved": row["good"] > 0}


def _points(found: Found) -> None:
    rows = everything(NegotiationPoint, why=_WHY).filter(opportunity_id__in=found).exclude(state="dropped")
    counted = (
        rows.order_by()
        .values("opportunity_id")
        .annotate(
            points_count=Count("id"),
            points_open=Count("id", filter=Q(state="open")),
            points_beyond_limit_open=Count("id", filter=Q(beyond_limit=True, approved_at=None)),
        )
    )
    _put(found, counted, {"points_count": 0, "points_open": 0, "points_beyond_limit_open": 0})


def _put(found: Found, rows: object, none: dict[str, FactValue]) -> None:
    for facts in found.values():
        facts |= none
    for row in rows:  # type: ignore[attr-defined]
        found[row.pop("opportunity_id")] |= row
