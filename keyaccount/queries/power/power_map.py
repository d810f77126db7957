"""The power map of a deal or of an account, as its reader may see it, today or as it was on a past day (PPL-5).

Insiders are never on it, not even for those who know of them: a map is shown in meetings (INS-3).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from keyaccount.access import FieldClass, Principal, access_to, found, may_attach, opened
from keyaccount.base.clock import CHINA
from keyaccount.base.errors import Invalid, Missing, Problem
from keyaccount.base.language import say
from keyaccount.facts import power_rows
from keyaccount.facts.deal_editions import edition_of
from keyaccount.facts.editions import edition_in_force
from keyaccount.facts.power_rows import CardRows, Said, SeatRows
from keyaccount.playbook.schema import Edition
from keyaccount.playbook.schema_power import ATTRIBUTES
from keyaccount.records.accounts.models import Account
from keyaccount.records.deals.models import Opportunity
from keyaccount.records.people.models import CustomerUnit

FACE_TO_FACE = ("meeting", "online")
MOST_CLIMBS = 200
EARLIEST = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class ValueShown:
    """A value on a card. `inherited`: from the account's map; `account`: what that says where the deal says otherwise."""

    said: Said
    inherited: bool = False
    account: Any = None


@dataclass(slots=True)
class CardShown:
    """`id` is the stakeholder's, on an account's map `person:…`: there everybody is, whether something was said or not."""

    id: str
    person: UUID | None
    name: str
    seat: SeatRows | None
    unit: UUID | None
    since: datetime | None
    values: dict[str, ValueShown] = field(default_factory=dict)
    rivals: dict[UUID, ValueShown] = field(default_factory=dict)
    manager: str | None = None
    met: datetime | None = None
    meetings: int = 0

    def value(self, attribute: str) -> Any:
        shown = self.values.get(attribute)
        return shown.said.value if shown else None


@dataclass(frozen=True)
class PowerMap:
    """`until` None: as things stand. `ties` and `own` are of people who are on the map.

    `inside`: the reader sees the inside of the customer. Who only works the deal gets what is said on the deal's map, and
    nothing that hangs on the customer: posts, ties, counterparts, the account's own judgement.
    """

    account: Account
    deal: Opportunity | None
    edition: Edition
    today: date
    until: datetime | None
    inside: bool
    may_change: bool
    cards: list[CardShown]
    units: list[CustomerUnit]
    ties: list[dict[str, Any]]
    own: list[dict[str, Any]]
    members: dict[UUID, str]
    rivals: dict[UUID, str]


def until_of(given: str, today: date) -> datetime | None:
    """The first moment after the day asked for (ISO); None for today and for nothing asked. Raises `Invalid`."""
    if not given:
        return None
    try:
        day = date.fromisoformat(given)
    except ValueError:
        raise Invalid(Problem("date", say("日期要写成 2026-10-01 的样子"), field="at")) from None
    if not EARLIEST <= day <= today:
        raise Invalid(Problem("date", say("只能回看到今天为止的日子"), field="at"))
    return None if day == today else datetime.combine(day + timedelta(days=1), time(), CHINA).astimezone(UTC)


def power_map(
    by: Principal,
    *,
    today: date,
    account: UUID | str | None = None,
    deal: UUID | str | None = None,
    until: datetime | None = None,
) -> PowerMap:
    """The map. Raises `Missing` for who doesn't see the inside of the account or the deal."""
    row: Opportunity | None = found(by, "opportunity", deal, related=("account",)) if deal else None
    home = row.account if row else found(by, "account", account or "", archived=True)
    inside = FieldClass.INTERNAL in access_to(by, "account").classes(home)
    if row is None and not inside:
        raise Missing()
    edition = edition_of(row) if row else edition_in_force()
    seats = power_rows.seats([home.pk], today, until).get(home.pk, {}) if inside else {}
    cards = _cards(home, row, seats, until, inside)
    _name(by, cards)
    _line_up(cards, seats)
    _met(by, home, cards, until)
    at = {card.person: card.id for card in cards if card.person}
    drawn = power_rows.ties([home.pk], until).get(home.pk, []) if inside else []
    ties = [
        {**tie, "person": at[tie["person_id"]], "other": at.get(tie["other_id"])}
        for tie in drawn
        if tie["person_id"] in at and (tie["other_id"] in at or tie["rival_id"])
    ]
    facing = power_rows.own_ties([home.pk], until).get(home.pk, []) if inside else []
    own = [tie for tie in facing if tie["person_id"] in at]
    return PowerMap(
        account=home,
        deal=row,
        edition=edition,
        today=today,
        until=until,
        inside=inside,
        may_change=until is None and _may_change(by, home, row),
        cards=cards,
        units=list(opened(by, "unit").filter(account=home).order_by("sort", "name", "pk")) if cards else [],
        ties=ties,
        own=own,
        members=_members(by, row, own),
        rivals=dict(opened(by, "rival").order_by("name_sort", "pk").values_list("pk", "name")),
    )


def _may_change(by: Principal, home: Account, row: Opportunity | None) -> bool:
    if row:
        return row.archived_at is None and access_to(by, "opportunity").allows(row, "edit")
    return home.archived_at is None and may_attach(by, "tie", home, verb="draw")


def _cards(
    home: Account, deal: Opportunity | None, seats: dict[UUID, SeatRows], until: datetime | None, inside: bool
) -> list[CardShown]:
    own = power_rows.account_cards([home.pk], until).get(home.pk, []) if inside else []
    told = {card.person: card for card in own if card.person}
    if deal:
        rows = power_rows.deal_cards([deal.pk], until).get(deal.pk, [])
        return [_card(row, seats, told.get(row.person) if row.person else None) for row in rows]
    cards = [_card(row, seats, None) for row in own if row.person is None or row.person in seats]
    for card in cards:
        card.id = f"person:{card.person}" if card.person else card.id
    unsaid = [seat for person, seat in seats.items() if person not in told and not seat.ended]
    cards += [CardShown(f"person:{s.person}", s.person, "", s, s.unit, None) for s in unsaid]
    return cards


def _card(row: CardRows, seats: dict[UUID, SeatRows], account: CardRows | None) -> CardShown:
    seat = seats.get(row.person) if row.person else None
    unit = seat.unit if seat else _id(row.value("unit"))
    card = CardShown(str(row.id), row.person, str(row.value("label") or ""), seat, unit, row.since)
    card.values = _shown(_attributes(row), _attributes(account) if account else {})
    card.rivals = _shown(row.rivals, account.rivals if account else {})
    return card


def _attributes(row: CardRows) -> dict[str, Said]:
    return {key: said for key, said in row.values.items() if key in ATTRIBUTES}


def _shown(mine: dict[Any, Said], account: dict[Any, Said]) -> dict[Any, ValueShown]:
    """The deal's word counts; where it has none the account's does, and where they differ both are shown."""
    found_ = {
        key: ValueShown(said, inherited=True) for key, said in account.items() if said.value is not None
    }
    for key, said in mine.items():
        other = account.get(key)
        differs = other is not None and other.value is not None and other.value != said.value
        if said.value is not None:
            found_[key] = ValueShown(said, account=other.value if differs and other else None)
    return found_


def _id(value: Any) -> UUID | None:
    return UUID(value) if value else None


def _name(by: Principal, cards: list[CardShown]) -> None:
    """Names of those the reader sees; of others the card stands without one."""
    people = opened(by, "person", archived=True).filter(pk__in=[c.person for c in cards if c.person])
    names = dict(people.values_list("pk", "name"))
    for card in cards:
        card.name = names.get(card.person, "") if card.person else card.name


def _line_up(cards: list[CardShown], seats: dict[UUID, SeatRows]) -> None:
    """Whom each reports to: the nearest superior who is on the map."""
    at = {card.person: card for card in cards if card.person}
    for card in cards:
        above = card.seat.manager if card.seat else None
        for _ in range(MOST_CLIMBS):
            if above is None or above in at:
                break
            above = seats[above].manager if above in seats else None
        card.manager = at[above].id if above in at and at[above] is not card else None


def _met(by: Principal, home: Account, cards: list[CardShown], until: datetime | None) -> None:
    """When we last met each face to face, and how often, in contacts the reader sees."""
    at = {card.person: card for card in cards if card.person}
    contacts = opened(by, "contact").filter(account=home, channel__in=FACE_TO_FACE)
    if until:
        contacts = contacts.filter(happened_at__lt=until)
    rows = opened(by, "contact_person").filter(contact__in=contacts, person_id__in=list(at))
    for person, moment in rows.values_list("person_id", "contact__happened_at"):
        card = at[person]
        card.meetings += 1
        card.met = max(card.met, moment) if card.met else moment


def _members(by: Principal, deal: Opportunity | None, own: Iterable[dict[str, Any]]) -> dict[UUID, str]:
    """Our side: who works the deal and who faces somebody."""
    ids = {tie["member_id"] for tie in own}
    if deal:
        ids |= {deal.owner_id} - {None}
        ids |= set(
            opened(by, "opportunity_member").filter(opportunity=deal).values_list("member_id", flat=True)
        )
    members = opened(by, "member", archived=True).filter(pk__in=ids)
    return dict(members.order_by("name", "pk").values_list("pk", "name"))
