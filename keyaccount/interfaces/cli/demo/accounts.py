"""The accounts' own history: taken up, given a team, judged, won, handed on, released."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial
from random import Random
from typing import Any

from keyaccount.access import Principal, everything
from keyaccount.actions.accounts.create_account import create_account
from keyaccount.actions.accounts.judge_account import judge_account
from keyaccount.actions.accounts.placing import HoldingBook, Target, place
from keyaccount.actions.accounts.release_accounts import release_accounts
from keyaccount.actions.accounts.transfer_accounts import transfer_accounts
from keyaccount.actions.org.disable_member import disable_member
from keyaccount.actions.records.create_record import create_record
from keyaccount.actions.records.edit_record import edit_record
from keyaccount.actions.shared import journaling
from keyaccount.interfaces.cli.demo.world import ADMIN, OPERATIONS, Event, World, later, when
from keyaccount.interfaces.cli.demo_company.days import working_on
from keyaccount.interfaces.cli.demo_company.shapes import Account, Holding, Seat
from keyaccount.records.accounts.models import Account as Row

PLAIN = (
    "name short_name english_name credit_code ownership source region headcount seats revenue currency founded business "
    "phone website fiscal_year_start budget_months external_id"
).split()
JUDGED_AFTER, WON_AFTER = 25, 20
_WHY = "the nightly reclaim of the demo's past works for the whole company, as the real one does"


def born(account: Account) -> datetime:
    """When the account was taken up."""
    return when(account.created_on, account.key, "created")


def events(world: World) -> Iterator[Event]:
    first_note: dict[tuple[str, str], datetime] = {}
    for note in world.company.notes:
        first_note.setdefault((note.account, note.by), note.at)
    for account in world.company.accounts:
        at = born(account)
        yield Event(at, 0, partial(create, world, account))
        for number, address in enumerate(account.addresses):
            yield Event(later(at, minutes=1), number, partial(add_address, world, account, address))
        for seat in account.team:
            usual = when(
                _after(account, Random(seat.member + account.key).randint(3, 40), world),
                account.key,
                seat.member,
            )
            needed = first_note.get((account.key, seat.member), usual) - timedelta(hours=1)
            yield Event(
                max(min(usual, needed), later(at, minutes=2)), 0, partial(add_seat, world, account, seat)
            )
        yield from _judged(world, account, at)
        yield from _states(world, account, at)
    yield from _parents(world)
    for holding in world.company.holdings:
        if holding.how in HANDED:
            at = when(holding.began_on, holding.account, holding.how)
            yield Event(at.replace(hour=9), 5, partial(HANDED[holding.how], world, holding))
    for member in world.company.members:
        if member.left_on:
            at = when(member.left_on, member.login).replace(hour=18)
            yield Event(at, 9, partial(leave, world, member.login, member.successor))


def create(world: World, account: Account, at: datetime) -> None:
    """By whoever brought it in, or by operations straight into a pool."""
    raw: dict[str, Any] = {
        name: value for name in PLAIN if (value := getattr(account, name)) not in (None, "", ())
    }
    raw |= {"industry": world.industries[account.industry], "tags": [world.tags[tag] for tag in account.tags]}
    raw |= {
        "revenue": str(account.revenue) if account.revenue is not None else "",
        "budget_months": list(account.budget_months),
    }
    if account.parent in world.accounts and account.created_by == OPERATIONS:
        raw["parent"] = world.accounts[account.parent]
    if account.created_by == OPERATIONS and account.pool:
        raw["pool"] = world.pools[account.pool]
    made = create_account(by=world.by(account.created_by), at=at, raw=raw, options={"confirmed": True})
    world.accounts[account.key] = made.pk
    world.held[account.key] = "" if "pool" in raw else account.created_by


def add_address(world: World, account: Account, address: Any, at: datetime) -> None:
    raw = {**vars(address), "account": world.accounts[account.key]}
    world.act(
        account.created_by, account.key, lambda by: create_record(by=by, at=at, entity="address", raw=raw)
    )


def add_seat(world: World, account: Account, seat: Seat, at: datetime) -> None:
    member = world.members[seat.member].pk
    raw = {"account": world.accounts[account.key], "member": member, "role": seat.role, "level": seat.level}
    world.act("", account.key, lambda by: create_record(by=by, at=at, entity="team_seat", raw=raw))
    world.changed(seat.member)


def _after(account: Account, days: int, world: World) -> date:
    """A working day so long after the account was taken up, yesterday at the latest."""
    return min(working_on(account.created_on + timedelta(days=days)), world.company.today - timedelta(days=1))


def _judged(world: World, account: Account, at: datetime) -> Iterator[Event]:
    by_day = defaultdict(list)
    for answer in account.answers:
        by_day[answer.on].append(answer)
    if not by_day and account.owner:
        by_day[_after(account, JUDGED_AFTER, world)] = []
    for day, answers in by_day.items():
        given = {a.criterion: {"value": a.value, "evidence": a.evidence} for a in answers}
        moment = max(when(day, account.key, "judged"), later(at, minutes=5))
        yield Event(moment, 3, partial(judge, world, account, answers[0].by if answers else "", given))


def judge(world: World, account: Account, login: str, answers: dict[str, Any], at: datetime) -> None:
    id = world.accounts[account.key]
    world.act(login, account.key, lambda by: judge_account(by=by, at=at, id=id, answers=answers))


def _states(world: World, account: Account, at: datetime) -> Iterator[Event]:
    """Prospect first; active from the first money on; asleep or lost some weeks ago."""
    paid = [result.month for result in world.company.results if result.account == account.key]
    won = (
        max(working_on(min(paid) + timedelta(days=9)), account.created_on)
        if paid
        else _after(account, WON_AFTER, world)
    )
    last = world.company.today - timedelta(days=1)
    if account.status == "active" or (paid and account.status in ("dormant", "lost")):
        moment = max(when(min(won, last), account.key, "won"), later(at, minutes=6))
        yield Event(moment, 4, partial(set_status, world, account, "active"))
    if account.status in ("dormant", "lost"):
        ago = Random(account.key).randint(40, 90)
        day = max(working_on(last - timedelta(days=ago)), _after(account, WON_AFTER + 10, world))
        yield Event(
            when(min(day, last), account.key, "ended"), 6, partial(set_status, world, account, account.status)
        )


def set_status(world: World, account: Account, status: str, at: datetime) -> None:
    _edit(world, account.key, {"status": status}, at, world.held.get(account.key, ""))


def _parents(world: World) -> Iterator[Event]:
    """Operations keeps the group trees: as soon as both accounts are there."""
    known = {account.key: account for account in world.company.accounts}
    for account in world.company.accounts:
        if account.parent:
            at = max(born(account), born(known[account.parent]))
            yield Event(later(at, minutes=40), 2, partial(set_parent, world, account))


def set_parent(world: World, account: Account, at: datetime) -> None:
    _edit(world, account.key, {"parent": world.accounts[account.parent]}, at, OPERATIONS)


def _edit(world: World, key: str, raw: dict[str, Any], at: datetime, login: str) -> None:
    id = world.accounts[key]
    world.act(login, key, lambda by: edit_record(by=by, at=at, entity="account", id=id, raw=raw))


def transfer(world: World, holding: Holding, at: datetime) -> None:
    ids, to = [world.accounts[holding.account]], world.members[holding.owner].pk
    transfer_accounts(by=world.by(holding.by), at=at, ids=ids, to=to, reason=holding.reason)
    world.held[holding.account] = holding.owner


def release(world: World, holding: Holding, at: datetime) -> None:
    by: Principal = world.by(holding.by)
    release_accounts(by=by, at=at, ids=[world.accounts[holding.account]], reason=holding.reason)
    world.held[holding.account] = ""


def reclaim(world: World, holding: Holding, at: datetime) -> None:
    """As the nightly job does, at two in the morning."""
    at = at.replace(hour=2, minute=0)
    account: Row = everything(Row, why=_WHY).get(pk=world.accounts[holding.account])
    owner, book = account.owner, HoldingBook()
    target = Target(pool=book.pool_for(account.department_id))
    place([account], target, how="reclaimed", by=None, at=at, reason=holding.reason, book=book)
    journaling.write(
        "account.reclaimed",
        by=None,
        at=at,
        entity="account",
        object_id=account.pk,
        label=account.name,
        account_id=account.pk,
        data={"from": owner and owner.pk, "from_name": owner.name if owner else "", "reason": holding.reason},
    )
    world.held[holding.account] = ""


def leave(world: World, login: str, successor: str, at: datetime) -> None:
    to = world.members[successor].pk
    disable_member(by=world.by(ADMIN), at=at, id=world.members[login].pk, to=to)
    world.held = {key: successor if who == login else who for key, who in world.held.items()}
    world.members[login].is_active = False
    world.changed(login)


HANDED = {"transferred": transfer, "released": release, "reclaimed": reclaim}
