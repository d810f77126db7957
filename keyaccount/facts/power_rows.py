"""The rows of power maps in plain form, of one map or of all deals at once, as they stand or as they stood (PPL-5).

`until`: the first moment that no longer counts; None is now. Values and ties are logs and are read as of then; seats (who
reports to whom, in which department) are today's with every later change in the journal taken back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q

from keyaccount.access import everything
from keyaccount.records.deals.models import Stakeholder, StakeholderValue
from keyaccount.records.journal.models import Entry
from keyaccount.records.people.models import OwnTie, Post, Tie

_WHY = "the map, or every deal at night, was opened before; what stands on it is read whole"


class Said(NamedTuple):
    """One value of a card with where it is from."""

    id: UUID | None
    value: Any
    source: str
    source_person: UUID | None
    evidence: str
    reliability: str
    credibility: str
    certainty: str
    on: date | None
    at: datetime
    by: UUID | None


@dataclass(slots=True)
class CardRows:
    """A place on a map; `values` by attribute, `rivals` the stance to each rival."""

    id: UUID
    map: UUID
    person: UUID | None
    since: datetime
    values: dict[str, Said] = field(default_factory=dict)
    rivals: dict[UUID, Said] = field(default_factory=dict)

    def value(self, attribute: str) -> Any:
        said = self.values.get(attribute)
        return said.value if said else None


@dataclass(frozen=True, slots=True)
class SeatRows:
    """The present post of a person at one account."""

    post: UUID
    person: UUID
    unit: UUID | None
    title: str
    rank: str
    manager: UUID | None
    ended: bool
    primary: bool


_BRIEF = "value certainty observed_on at".split()
_SAID = (
    "id value source source_person_id evidence reliability credibility certainty observed_on at by".split()
)


def deal_cards(
    deals: Iterable[UUID], until: datetime | None = None, *, brief: bool = False
) -> dict[UUID, list[CardRows]]:
    """{deal: its cards}, in two queries; `brief`: of each value only what it says, how sure and how old it is."""
    return _cards(Q(opportunity_id__in=list(deals)), "opportunity_id", until, brief)


def account_cards(
    accounts: Iterable[UUID], until: datetime | None = None, *, brief: bool = False
) -> dict[UUID, list[CardRows]]:
    """{account: the cards of its own map}, in two queries; `brief` as above."""
    return _cards(Q(account_id__in=list(accounts), opportunity=None), "account_id", until, brief)


def _cards(which: Q, map_column: str, until: datetime | None, brief: bool) -> dict[UUID, list[CardRows]]:
    rows = everything(Stakeholder, why=_WHY).filter(which)
    rows = rows.filter(created_at__lt=until) if until else rows.filter(removed_at=None)
    cards: dict[UUID, CardRows] = {}
    columns = ("id", map_column, "person_id", "created_at")
    for id, home, person, since in rows.order_by("id").values_list(*columns):
        cards[id] = CardRows(id, home, person, since)
    _fill(cards, {f"stakeholder__{name}": value for name, value in which.children}, until, brief)  # type: ignore[misc]
    found: defaultdict[UUID, list[CardRows]] = defaultdict(list)
    for card in cards.values():
        if until:
            who = card.value("person")
            card.person = UUID(who) if who else None
            if not card.value("shown"):
                continue
        found[card.map].append(card)
    return found


def _fill(
    cards: Mapping[UUID, CardRows], which: Mapping[str, Any], until: datetime | None, brief: bool
) -> None:
    values = everything(StakeholderValue, why=_WHY).filter(**which)
    if until:
        values = values.filter(Q(superseded_at=None) | Q(superseded_at__gte=until), at__lt=until)
    else:
        values = values.filter(superseded_at=None, stakeholder__removed_at=None)
    columns = _BRIEF if brief else _SAID
    for card, attribute, rival, *told in values.values_list(
        "stakeholder_id", "attribute", "rival_id", *columns
    ):
        if card not in cards:
            continue
        said = _brief(*told) if brief else Said(*told)
        if rival:
            cards[card].rivals[rival] = said
        else:
            cards[card].values[attribute] = said


def _brief(value: Any, certainty: str, on: date | None, at: datetime) -> Said:
    return Said(None, value, "", None, "", "", "", certainty, on, at, None)


def standing_values(stakeholders: Iterable[UUID]) -> list[tuple[UUID, str, Any]]:
    """(stakeholder, attribute, value) of what stands of us on each; one query."""
    rows = everything(StakeholderValue, why=_WHY).filter(
        stakeholder_id__in=list(stakeholders), superseded_at=None, rival=None
    )
    return list(rows.values_list("stakeholder_id", "attribute", "value"))


def seats(
    accounts: Sequence[UUID], today: date, until: datetime | None = None
) -> dict[UUID, dict[UUID, SeatRows]]:
    """{account: {person: seat}}: of several posts the present one, then the primary one."""
    columns = "id account_id person_id unit_id title rank reports_to_id ended_on is_primary".split()
    rows = everything(Post, why=_WHY).filter(account_id__in=accounts, person__archived_at=None)
    if until:
        rows = rows.filter(created_at__lt=until)
    posts = {row["id"]: row for row in rows.order_by("id").values(*columns)}
    if until:
        _turn_back(posts, accounts, until)
    found: defaultdict[UUID, dict[UUID, SeatRows]] = defaultdict(dict)
    for row in posts.values():
        seat = SeatRows(
            post=row["id"],
            person=row["person_id"],
            unit=row["unit_id"],
            title=row["title"],
            rank=row["rank"],
            manager=row["reports_to_id"],
            ended=bool(row["ended_on"] and row["ended_on"] <= today),
            primary=row["is_primary"],
        )
        other = found[row["account_id"]].get(seat.person)
        if other is None or (seat.ended, not seat.primary) < (other.ended, not other.primary):
            found[row["account_id"]][seat.person] = seat
    return found


_POST_FIELDS = {
    "unit": "unit_id",
    "title": "title",
    "rank": "rank",
    "reports_to": "reports_to_id",
    "ended_on": "ended_on",
    "is_primary": "is_primary",
    "person": "person_id",
    "account": "account_id",
}


def _turn_back(posts: dict[UUID, dict[str, Any]], accounts: Sequence[UUID], until: datetime) -> None:
    """Undo in `posts` every change and removal that the journal knows since `until`, the latest first."""
    entries = everything(Entry, why=_WHY).filter(entity="post", account_id__in=accounts, at__gte=until)
    for kind, post, data in entries.order_by("-at", "-id").values_list("kind", "object_id", "data"):
        if kind == "post.edited" and post in posts:
            for name, pair in data.get("changes", {}).items():
                if name in _POST_FIELDS:
                    posts[post][_POST_FIELDS[name]] = _stored(name, pair[0])
        elif kind == "post.removed" and data.get("removed"):
            kept = data["removed"]
            posts[post] = {"id": post, **{c: _stored(n, kept.get(n)) for n, c in _POST_FIELDS.items()}}
        elif kind == "post.created":
            posts.pop(post, None)


def _stored(name: str, value: Any) -> Any:
    """A value of the journal as the record holds it."""
    if name in ("unit", "reports_to", "person", "account"):
        return UUID(value) if value else None
    if name == "ended_on":
        return date.fromisoformat(value) if value else None
    return bool(value) if name == "is_primary" else (value or "")


def ties(accounts: Sequence[UUID], until: datetime | None = None) -> dict[UUID, list[dict[str, Any]]]:
    """{account: its ties}, each a mapping of columns."""
    columns = "id account_id kind person_id other_id rival_id weight basis note certainty".split()
    found: defaultdict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for row in _held(Tie, accounts, until).order_by("created_at", "id").values(*columns):
        found[row["account_id"]].append(row)
    return found


def own_ties(accounts: Sequence[UUID], until: datetime | None = None) -> dict[UUID, list[dict[str, Any]]]:
    """{account: who of us faces whom}, each a mapping of columns."""
    columns = "id account_id member_id person_id level wanted cadence_days created_at".split()
    found: defaultdict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for row in _held(OwnTie, accounts, until).order_by("created_at", "id").values(*columns):
        found[row["account_id"]].append(row)
    return found


def _held(model: type[Any], accounts: Sequence[UUID], until: datetime | None) -> Any:
    rows = everything(model, why=_WHY).filter(account_id__in=accounts)
    if until is None:
        return rows.filter(removed_at=None)
    return rows.filter(Q(removed_at=None) | Q(removed_at__gte=until), created_at__lt=until)
