"""What was offered in one deal: proposals with reviews and feedback, quotes, negotiation points with limits for a few."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from keyaccount.access import Principal, access_to, found, opened
from keyaccount.queries.records.list_records import Page, list_records
from keyaccount.queries.records.names import names_for
from keyaccount.records.contracts.models import NegotiationPoint, Proposal


@dataclass(frozen=True)
class ReviewShown:
    id: UUID
    version: int
    member_name: str
    opinion: str
    text: str


@dataclass(frozen=True)
class FeedbackShown:
    id: UUID
    version: int
    person_id: UUID
    person_name: str
    text: str
    said_on: date


@dataclass(frozen=True)
class ProposalShown:
    """`presented_to`: names of those of the customer it was presented to, as far as the reader may see them."""

    id: UUID
    version: int
    title: str
    number: int
    state: str
    author_name: str
    summary: str
    presented_on: date | None
    presented_by_name: str
    presented_to: tuple[str, ...]
    settled_on: date | None
    reviews: tuple[ReviewShown, ...]
    feedback: tuple[FeedbackShown, ...]


@dataclass(frozen=True)
class PointShown:
    """`limit`: how far we would go, None for those who may not know it."""

    id: UUID
    version: int
    topic: str
    our_wish: str
    their_wish: str
    given: str
    got: str
    margin_change: Decimal | None
    beyond_limit: bool
    approved_by_name: str
    state: str
    limit: str | None


@dataclass(frozen=True)
class Offering:
    """`margin_change`: of all points that stand, together."""

    proposals: tuple[ProposalShown, ...]
    quotes: Page
    points: tuple[PointShown, ...]
    margin_change: Decimal


def deal_offering(by: Principal, opportunity: UUID | str) -> Offering:
    """The offering of a deal as its reader may see it, or `Missing`."""
    deal = found(by, "opportunity", opportunity, archived=True)
    quotes = _quotes(by, deal.pk)
    points = _points(by, deal.pk)
    changes = (p.margin_change for p in points if p.margin_change is not None and p.state != "dropped")
    return Offering(_proposals(by, deal.pk), quotes, points, sum(changes, Decimal(0)))


def _quotes(by: Principal, deal: UUID) -> Page:
    """The quotes of the deal; a page without fields for who reads no prices anywhere."""
    if not access_to(by, "quote").fields:
        return Page("quote", {}, [], {}, "", "", "")
    return list_records(by, "quote", {"opportunity": [str(deal)]}, default_sort="-created_at", count=False)


def _proposals(by: Principal, deal: UUID) -> tuple[ProposalShown, ...]:
    rows: list[Proposal] = list(opened(by, "proposal").filter(opportunity_id=deal).order_by("-number", "-pk"))
    ids = [row.pk for row in rows]
    reviews = list(opened(by, "proposal_review").filter(proposal_id__in=ids).order_by("pk"))
    feedback = list(opened(by, "proposal_feedback").filter(proposal_id__in=ids).order_by("said_on", "pk"))
    members = names_for(
        by,
        "member",
        {r.member_id for r in reviews} | {m for p in rows for m in (p.author_id, p.presented_by_id)},
    )
    people = names_for(
        by, "person", {f.person_id for f in feedback} | {i for p in rows for i in p.presented_to}
    )
    named = {str(key): name for key, name in people.items()}
    return tuple(
        ProposalShown(
            id=row.pk,
            version=row.version,
            title=row.title,
            number=row.number,
            state=row.state,
            author_name=members.get(row.author_id, ""),
            summary=row.summary,
            presented_on=row.presented_on,
            presented_by_name=members.get(row.presented_by_id, ""),
            presented_to=tuple(named[i] for i in row.presented_to if i in named),
            settled_on=row.settled_on,
            reviews=tuple(
                ReviewShown(r.pk, r.version, members.get(r.member_id, ""), r.opinion, r.text)
                for r in reviews
                if r.proposal_id == row.pk
            ),
            feedback=tuple(
                FeedbackShown(f.pk, f.version, f.person_id, people.get(f.person_id, ""), f.text, f.said_on)
                for f in feedback
                if f.proposal_id == row.pk
            ),
        )
        for row in rows
    )


def _points(by: Principal, deal: UUID) -> tuple[PointShown, ...]:
    rows: list[NegotiationPoint] = list(
        opened(by, "negotiation_point").filter(opportunity_id=deal).order_by("sort", "pk")
    )
    limits = dict(
        opened(by, "negotiation_limit")
        .filter(point_id__in=[row.pk for row in rows])
        .values_list("point_id", "text")
    )
    members = names_for(by, "member", {row.approved_by_id for row in rows})
    return tuple(
        PointShown(
            id=row.pk,
            version=row.version,
            topic=row.topic,
            our_wish=row.our_wish,
            their_wish=row.their_wish,
            given=row.given,
            got=row.got,
            margin_change=row.margin_change,
            beyond_limit=row.beyond_limit,
            approved_by_name=members.get(row.approved_by_id, ""),
            state=row.state,
            limit=limits.get(row.pk),
        )
        for row in rows
    )
