"""Who decides on some of the deals, told as it was found out: cards, values, ties, the customer's steps (PPL-3..7)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from keyaccount.access import everything
from keyaccount.actions.deals.save_decision_step import save_decision_step
from keyaccount.actions.people.create_person import create_person
from keyaccount.actions.power.add_placeholder import add_placeholder
from keyaccount.actions.power.draw_tie import draw_tie
from keyaccount.actions.power.place_person import place_person
from keyaccount.actions.power.set_own_tie import set_own_tie
from keyaccount.actions.power.set_seat import set_seat
from keyaccount.actions.power.set_values import set_values
from keyaccount.actions.records.create_record import create_record
from keyaccount.actions.visits.log_contact import log_contact
from keyaccount.interfaces.cli.demo import power_secrets
from keyaccount.interfaces.cli.demo.deals import Sold, put_early, step_at
from keyaccount.interfaces.cli.demo.world import OPERATIONS, Event, later, when
from keyaccount.interfaces.cli.demo_company.days import Past, month_start, working_on
from keyaccount.interfaces.cli.demo_company.deals import Deal
from keyaccount.interfaces.cli.demo_company.sources import power_maps, table
from keyaccount.records.accounts.models import Account

_WHY = "the demo company's maps hang on the accounts it made itself"


@dataclass
class Chart:
    """One map on its way: everybody at the account by name, cards and steps made so far."""

    sold: Sold
    deal: Deal
    told: dict[str, Any]
    people: dict[str, UUID] = field(default_factory=dict)
    units: dict[str, UUID] = field(default_factory=dict)
    cards: dict[str, UUID] = field(default_factory=dict)
    steps: dict[str, UUID] = field(default_factory=dict)
    statements: list[UUID] = field(default_factory=list)

    @property
    def owner(self) -> str:
        return self.sold.world.held[self.deal.account]

    @property
    def account(self) -> UUID:
        return self.sold.world.accounts[self.deal.account]

    @property
    def id(self) -> UUID:
        return self.sold.ids[self.deal.key]

    def day(self, ago: int) -> date:
        return Past(self.sold.world.company.today).day(ago)

    def moment(self, ago: int, number: int) -> datetime:
        """On that day and never before the deal is there; what is told later in the file comes later."""
        begun = later(step_at(self.deal, self.deal.entered[0], 0), seconds=2)
        return later(max(when(self.day(ago), self.deal.key, "map"), begun), seconds=number)

    def ahead(self, days: int) -> date:
        """A working day so many days from today; before today for less than nothing."""
        today = self.sold.world.company.today
        return working_on(today + timedelta(days=days)) if days > 0 else self.day(-days)

    def act(self, login: str, verb: Any) -> Any:
        return self.sold.world.act(login or self.owner, self.deal.account, verb)


def events(sold: Sold) -> Iterator[Event]:
    """In the order of the file within a day. The first makes the deal's row, on which everything else hangs."""
    people: dict[str, dict[str, UUID]] = {}
    units: dict[str, dict[str, UUID]] = {}
    for told in power_maps():
        key = told["account"]
        deal = next(d for d in sold.deals if (d.account, d.name) == (told["account"], told["deal"]))
        chart = Chart(sold, deal, told, people.setdefault(key, {}), units.setdefault(key, {}))
        yield Event(later(step_at(deal, deal.entered[0], 0), seconds=1), 41, partial(_begin, chart))
        for number, (part, row) in enumerate(_rows(told)):
            ago, *rest = row
            yield Event(chart.moment(ago, number), 70, partial(PARTS[part], chart, *rest))
        yield from power_secrets.events(chart)


def _rows(told: dict[str, Any]) -> Iterator[tuple[str, list[Any]]]:
    for part in PARTS:
        for row in told.get(part, ()):
            yield part, row


def _begin(chart: Chart, at: datetime) -> None:
    world = chart.sold.world
    account = everything(Account, why=_WHY).get(pk=chart.account)
    put_early(chart.sold, chart.deal, account)
    for person in world.company.people:
        for post in person.posts:
            if post.account == chart.deal.account and post.ended_on is None and person.key in world.people:
                chart.people[person.name] = world.people[person.key]
    for unit in world.company.units:
        if unit.account == chart.deal.account and unit.key in world.units:
            chart.units[unit.name] = world.units[unit.key]
    for name in table("company")["rivals"]:
        if name not in chart.sold.rivals:
            raw = {"name": name}
            made = create_record(by=world.by(OPERATIONS), at=at, entity="rival", raw=raw)
            chart.sold.rivals[name] = made.pk


def _unit(chart: Chart, name: str, parent: str, function: str, at: datetime) -> None:
    if name not in chart.units:
        raw = {
            "account": chart.account,
            "name": name,
            "function": function,
            "parent": chart.units.get(parent, ""),
        }
        made = chart.act("", lambda by: create_record(by=by, at=at, entity="unit", raw=raw))
        chart.units[name] = made.pk


def _person(
    chart: Chart, name: str, gender: str, unit: str, title: str, rank: str, above: str, at: datetime
) -> None:
    raw: dict[str, Any] = {"name": name, "gender": {"m": "male", "f": "female"}[gender]}
    raw |= {"account": chart.account, "unit": chart.units[unit], "title": title, "rank": rank}
    raw |= {
        "started_on": month_start(at.date(), 30),
        "source": "referral",
        "is_key": rank in ("chief", "head"),
    }
    if above in chart.people:
        raw["reports_to"] = chart.people[above]
    made = chart.act("", lambda by: create_person(by=by, at=at, raw=raw))
    chart.people[name] = made.pk


def _unknown(chart: Chart, label: str, unit: str, function: str, at: datetime) -> None:
    made = chart.act(
        "",
        lambda by: add_placeholder(
            by=by, at=at, label=label, unit=chart.units.get(unit), function=function, deal=chart.id
        ),
    )
    chart.cards[label] = made.pk


def _said(
    chart: Chart, login: str, name: str, values: dict[str, Any], basis: dict[str, Any], at: datetime
) -> None:
    if name not in chart.cards:
        placed = chart.act(
            "", lambda by: place_person(by=by, at=at, person=chart.people[name], deal=chart.id)
        )
        chart.cards[name] = placed.pk
    _say(chart, login, chart.cards[name], values, basis, at)


def _account_said(
    chart: Chart, login: str, name: str, values: dict[str, Any], basis: dict[str, Any], at: datetime
) -> None:
    """The same on the account's own map."""
    placed = chart.act(
        "", lambda by: place_person(by=by, at=at, person=chart.people[name], account=chart.account)
    )
    _say(chart, login, placed.pk, values, basis, at)


def _say(
    chart: Chart, login: str, card: UUID, values: dict[str, Any], basis: dict[str, Any], at: datetime
) -> None:
    given = {}
    for key, value in values.items():
        attribute, _, rival = key.partition("@")
        given[attribute, str(chart.sold.rivals[rival]) if rival else None] = value
    kept = dict(basis)
    if "source_person" in kept:
        kept["source_person"] = chart.people[kept["source_person"]]
    chart.act(login, lambda by: set_values(by=by, at=at, id=card, values=given, basis=kept))


def _tie(chart: Chart, kind: str, person: str, other: str, more: dict[str, Any], at: datetime) -> None:
    to = {"rival": chart.sold.rivals[other]} if kind == "handler" else {"other": chart.people[other]}
    raw = {"observed_on": at.date(), **more}
    chart.act(
        "",
        lambda by: draw_tie(
            by=by, at=at, account=chart.account, kind=kind, person=chart.people[person], raw=raw, **to
        ),
    )


def _own(chart: Chart, login: str, person: str, level: int, wanted: int, cadence: int, at: datetime) -> None:
    chart.act(
        "",
        lambda by: set_own_tie(
            by=by,
            at=at,
            account=chart.account,
            person=chart.people[person],
            member=chart.sold.world.members[login].pk,
            level=level,
            wanted=wanted,
            cadence_days=cadence or None,
        ),
    )


def _step(chart: Chart, name: str, raw: dict[str, Any], at: datetime) -> None:
    """`due` and `done` count days from today."""
    kept: dict[str, Any] = {"name": name, "sort": len(chart.steps), **raw}
    after = [chart.steps[one] for one in kept.pop("after", ())]
    for key in ("due", "done"):
        if key in kept:
            kept[f"{key}_on"] = chart.ahead(kept.pop(key))
    if "person" in kept:
        kept["person"] = chart.people[kept["person"]]
    if "unit" in kept:
        kept["unit"] = chart.units[kept["unit"]]
    made = chart.act("", lambda by: save_decision_step(by=by, at=at, deal=chart.id, raw=kept, after=after))
    chart.steps[name] = made.pk


def _seat(chart: Chart, name: str, above: str, at: datetime) -> None:
    """Who reports to whom, of people the company already has."""
    who, change = chart.people[name], {"reports_to": chart.people[above]}
    chart.act("", lambda by: set_seat(by=by, at=at, account=chart.account, person=who, change=change))


def _met(chart: Chart, login: str, channel: str, names: list[str], text: str, at: datetime) -> None:
    """A contact about the deal with those named."""
    raw = {
        "account": chart.account,
        "opportunity": chart.id,
        "channel": channel,
        "happened_at": at,
        "text": text,
    }
    persons = [chart.people[name] for name in names]
    chart.act(
        login, lambda by: log_contact(by=by, at=at, raw=raw, persons=persons, members=[], next_step=None)
    )


def _reason(chart: Chart, person: str, raw: dict[str, Any], at: datetime) -> None:
    kept = {**raw, "person": chart.people[person], "opportunity": chart.id}
    chart.act("", lambda by: create_record(by=by, at=at, entity="reason", raw=kept))


PARTS: dict[str, Callable[..., None]] = {
    "units": _unit,
    "people": _person,
    "seats": _seat,
    "met": _met,
    "unknown": _unknown,
    "said": _said,
    "account_said": _account_said,
    "ties": _tie,
    "own": _own,
    "steps": _step,
    "reasons": _reason,
}
