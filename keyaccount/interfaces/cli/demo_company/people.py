"""The customers' people: who they are, how to reach them, which post they hold and whom they report to (PPL-1, PPL-2)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from keyaccount.interfaces.cli.demo_company.codes import landline, latin, mobile
from keyaccount.interfaces.cli.demo_company.days import Past, month_start
from keyaccount.interfaces.cli.demo_company.naming import Namer
from keyaccount.interfaces.cli.demo_company.shapes import Account, Person, Post, Unit
from keyaccount.interfaces.cli.demo_company.sources import stories
from keyaccount.interfaces.cli.demo_company.structure import Opening, openings, unit_key
from keyaccount.interfaces.cli.demo_company.wording import called, spaced

RANKS = ("chief", "head", "supervisor", "user")
KEY_RANKS = ("chief", "head")
FIRST_MET = 4  # the first posts of a template are the doors we came in by


@dataclass
class Held:
    """A post being put together; `reports_to` is found when everybody has a place."""

    account: str
    unit: str
    title: str
    rank: str
    started_on: date
    ended_on: date | None = None
    is_primary: bool = True


@dataclass
class Draft:
    """A person being put together; `home` is the account that gives telephone and mail."""

    key: str
    name: str
    latin_name: str
    gender: str
    home: Account
    told: bool
    created_on: date
    created_by: str
    held: list[Held] = field(default_factory=list)

    def post(self, title: str) -> Held:
        return next(held for held in self.held if held.title == title)


def drafts(accounts: tuple[Account, ...], past: Past, seed: int) -> list[Draft]:
    """Everybody in the post we first knew them in."""
    random = Random(f"{seed}/people")
    namer = Namer(random)
    found: list[Draft] = []
    for account in accounts:
        met = _first_mentions(account.key)
        for place, opening in enumerate(openings(account)):
            name, latin_name, gender = _identity(opening, namer, account.key)
            since = _known_since(account, met.get(name), place, past, random)
            draft = Draft(
                f"P{len(found) + 1:04d}",
                name,
                latin_name,
                gender,
                account,
                bool(opening.name),
                since,
                account.created_by,
            )
            started = month_start(past.today - timedelta(days=random.randint(800, 3400)))
            draft.held.append(
                Held(account.key, unit_key(account.key, opening.unit), opening.title, opening.rank, started)
            )
            found.append(draft)
    return found


def _identity(opening: Opening, namer: Namer, account: str) -> tuple[str, str, str]:
    if opening.name:
        return opening.name, "", {"m": "male", "f": "female"}[opening.gender]
    return namer.next(account)


def _first_mentions(account: str) -> dict[str, int]:
    """Days ago each person of a story is first met."""
    met: dict[str, int] = {}
    for ago, _, who, _ in stories().get(account, {}).get("notes", ()):
        met.setdefault(who, ago)
    return met


def _known_since(account: Account, mentioned: int | None, place: int, past: Past, random: Random) -> date:
    if mentioned is not None:
        return max(account.created_on, past.day(mentioned))
    age = past.ago(account.created_on)
    if place < FIRST_MET:
        return account.created_on
    return past.day(age - random.randint(0, max(age - 5, 1) * 2 // 3))


def finished(found: list[Draft], units: tuple[Unit, ...], seed: int) -> tuple[Person, ...]:
    """The people with superiors, telephones and addresses."""
    parents = {unit.key: unit.parent for unit in units}
    seats: dict[str, list[tuple[int, str]]] = {}
    for draft in found:
        for held in draft.held:
            if held.ended_on is None and held.is_primary:
                seats.setdefault(held.unit, []).append((RANKS.index(held.rank), draft.key))
    random, emails = Random(f"{seed}/channels"), set[str]()
    return tuple(
        _person(draft, serial, seats, parents, emails, random) for serial, draft in enumerate(found, 1)
    )


def _superior(
    person: str, held: Held, seats: dict[str, list[tuple[int, str]]], parents: dict[str, str]
) -> str:
    """The next higher rank in the same department, else the highest of the department above."""
    rank, unit = RANKS.index(held.rank), held.unit
    above = [seat for seat in seats.get(unit, ()) if seat[0] < rank and seat[1] != person]
    while not above and (unit := parents.get(unit, "")):
        above = [seat for seat in seats.get(unit, ()) if seat[0] <= rank and seat[1] != person][:1]
    return max(above)[1] if above else ""


def _person(
    draft: Draft,
    serial: int,
    seats: dict[str, list[tuple[int, str]]],
    parents: dict[str, str],
    emails: set[str],
    random: Random,
) -> Person:
    primary = next(held for held in draft.held if held.is_primary)
    key_person = (
        primary.rank in ("chief", "head", "supervisor")
        if draft.told
        else primary.rank in KEY_RANKS and bool(draft.home.answers)
    )
    known = draft.told or random.random() < 0.86
    surname, given = latin(draft.latin_name.split(",")[0] if draft.name.isascii() else draft.name)
    initials = surname[0] + given[:1]
    posts = tuple(
        Post(
            h.account,
            h.unit,
            h.title,
            h.rank,
            _superior(draft.key, h, seats, parents),
            h.started_on,
            h.ended_on,
            h.is_primary,
        )
        for h in sorted(draft.held, key=lambda h: h.started_on, reverse=True)
    )
    told = {item: spaced(text) for item, text in _told_of(draft)}
    return Person(
        key=draft.key,
        external_id=f"LX-{serial:05d}",
        name=draft.name,
        english_name=draft.latin_name if draft.latin_name != draft.name else "",
        honorific="" if draft.name.isascii() else called(draft.name, primary.title),
        gender=draft.gender,
        mobile=mobile(draft.home.region, serial) if known else "",
        phone=landline(draft.home.region, 2000 + serial) if random.random() < 0.55 else "",
        email=_email(surname, given, draft.home.key, draft.name.isascii(), emails)
        if draft.told or random.random() < 0.8
        else "",
        wechat=f"{initials}_{random.randint(100, 989)}" if random.random() < 0.62 else "",
        is_key=key_person,
        source=draft.home.source if random.random() < 0.7 else "referral",
        note=told.get("note", ""),
        goals=told.get("goals", ""),
        posts=posts,
        created_on=draft.created_on,
        created_by=draft.created_by,
    )


def _told_of(draft: Draft) -> list[tuple[str, str]]:
    rows = stories().get(draft.home.key, {}).get("facts", ())
    return [(row[0].partition(":")[0], row[1]) for row in rows if row[0].partition(":")[2] == draft.name]


def _email(surname: str, given: str, domain: str, foreign: bool, taken: set[str]) -> str:
    """Surname and given name at the account's own invented domain; a number where two would share it."""
    whole = f"{given}.{surname}" if foreign else f"{surname}{given}"
    local = "".join(sign for sign in whole if sign.isascii() and (sign.isalnum() or sign == "."))
    serial, address = 1, f"{local}@{domain}.example"
    while address in taken:
        serial += 1
        address = f"{local}{serial}@{domain}.example"
    taken.add(address)
    return address
