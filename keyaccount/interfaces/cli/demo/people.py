"""The customers' departments and persons: met one after another, moving on to new posts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any

from keyaccount.access import opened
from keyaccount.actions.people.create_person import create_person
from keyaccount.actions.records.create_record import create_record
from keyaccount.actions.records.edit_record import edit_record
from keyaccount.interfaces.cli.demo.accounts import born
from keyaccount.interfaces.cli.demo.world import OPERATIONS, Event, World, later, when
from keyaccount.interfaces.cli.demo_company.shapes import Person, Post, Unit

PLAIN = "name english_name honorific gender is_key mobile phone email wechat source note external_id".split()


def events(world: World) -> Iterator[Event]:
    homes = {account.key: born(account) for account in world.company.accounts}
    met = {person.key: _met(person, homes) for person in world.company.people}
    yield from _units(world, met, homes)
    for person in world.company.people:
        at = met[person.key]
        yield Event(at, 11, partial(create, world, person))
        yield from _later_posts(world, person, homes, at)
        for post in person.posts:
            if post.reports_to and met[post.reports_to] >= at:
                moment = later(met[post.reports_to], minutes=1)
                yield Event(moment, 13, partial(set_superior, world, person, post))


def first(person: Person) -> Post:
    """The post in which we met the person; posts stand newest first."""
    return person.posts[-1]


def _met(person: Person, homes: dict[str, datetime]) -> datetime:
    return max(when(person.created_on, person.key), later(homes[first(person).account], minutes=10))


def _units(world: World, met: dict[str, datetime], homes: dict[str, datetime]) -> Iterator[Event]:
    """A department is taken up with the first person we meet in it or below it, else with its account."""
    needed = {unit.key: homes[unit.account] for unit in world.company.units}
    firsts: dict[str, datetime] = {}
    for person in world.company.people:
        for post in person.posts:
            at = max(met[person.key], homes[post.account])
            firsts[post.unit] = min(firsts.get(post.unit, at), at)
    for unit in reversed(world.company.units):  # children first: what they need their parents need too
        if unit.key in firsts:
            needed[unit.key] = firsts[unit.key]
            if unit.parent:
                firsts[unit.parent] = min(firsts.get(unit.parent, needed[unit.key]), needed[unit.key])
    for number, unit in enumerate(world.company.units):
        at = max(later(needed[unit.key], minutes=-1), later(homes[unit.account], minutes=3))
        yield Event(at, -10_000 + number, partial(add_unit, world, unit))


def add_unit(world: World, unit: Unit, at: datetime) -> None:
    raw: dict[str, Any] = {n: getattr(unit, n) for n in ("name", "function", "sort", "note")}
    raw |= {"account": world.accounts[unit.account], "parent": world.units.get(unit.parent, "")}
    made = world.act("", unit.account, lambda by: create_record(by=by, at=at, entity="unit", raw=raw))
    world.units[unit.key] = made.pk


def create(world: World, person: Person, at: datetime) -> None:
    post = first(person)
    raw: dict[str, Any] = {
        name: value for name in PLAIN if (value := getattr(person, name)) not in ("", None)
    }
    raw |= _post(world, post)
    if post.ended_on and post.ended_on <= at.date():
        raw["ended_on"] = post.ended_on
    made = world.act(person.created_by, post.account, lambda by: create_person(by=by, at=at, raw=raw))
    world.people[person.key] = made.pk


def _post(world: World, post: Post) -> dict[str, Any]:
    raw: dict[str, Any] = {"account": world.accounts[post.account], "unit": world.units[post.unit]}
    raw |= {"title": post.title, "rank": post.rank, "started_on": post.started_on}
    if post.reports_to in world.people:
        raw["reports_to"] = world.people[post.reports_to]
    return raw


def _later_posts(world: World, person: Person, homes: dict[str, datetime], met: datetime) -> Iterator[Event]:
    """The first post may end, and others begin, after we met."""
    ended = first(person).ended_on
    if ended and ended > met.date():
        yield Event(
            max(when(ended, person.key, "end"), later(met, minutes=5)), 12, partial(end_post, world, person)
        )
    for post in reversed(person.posts[:-1]):
        at = max(
            when(post.started_on, person.key, post.title),
            later(met, minutes=6),
            later(homes[post.account], minutes=15),
        )
        yield Event(at, 12, partial(add_post, world, person, post))


def end_post(world: World, person: Person, at: datetime) -> None:
    post = first(person)
    _edit_post(world, person, post, {"ended_on": post.ended_on}, at)


def add_post(world: World, person: Person, post: Post, at: datetime) -> None:
    """By operations, who sees both customers."""
    raw = {**_post(world, post), "person": world.people[person.key], "is_primary": post.is_primary}
    create_record(by=world.by(OPERATIONS), at=at, entity="post", raw=raw)


def set_superior(world: World, person: Person, post: Post, at: datetime) -> None:
    _edit_post(world, person, post, {"reports_to": world.people[post.reports_to]}, at)


def _edit_post(world: World, person: Person, post: Post, raw: dict[str, Any], at: datetime) -> None:
    where = {
        "person_id": world.people[person.key],
        "account_id": world.accounts[post.account],
        "title": post.title,
    }
    found = opened(world.by(OPERATIONS), "post").filter(**where).first()
    if found is not None:
        world.act("", post.account, lambda by: edit_record(by=by, at=at, entity="post", id=found.pk, raw=raw))
