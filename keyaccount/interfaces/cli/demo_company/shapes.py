"""The demo company as plain values: what the loader puts through the product's actions, in this order of fields.

Keys are ours and stable (`lanhai-bank`, `P0001`); whoever loads maps them to stored ids. Days are calendar days in
China, moments aware (+08:00), money exact in yuan.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True)
class Department:
    """A node of our tree; `parent` "" is the root. Parents come before children."""

    key: str
    name: str
    parent: str
    sort: int


@dataclass(frozen=True)
class Member:
    """One of us. `left_on` and `successor` (a login) are set for the one who left."""

    login: str
    name: str
    email: str
    phone: str
    title: str
    department: str
    role: str
    joined_on: date
    left_on: date | None = None
    successor: str = ""


@dataclass(frozen=True)
class Team:
    name: str
    note: str
    members: tuple[str, ...]


@dataclass(frozen=True)
class Industry:
    key: str
    name: str
    name_hant: str
    name_en: str
    sort: int


@dataclass(frozen=True)
class Pool:
    """A public pool; `department` "" means the whole company."""

    key: str
    name: str
    department: str
    is_default: bool


@dataclass(frozen=True)
class SavedView:
    """`member` "" means suggested to everybody; `query` is the query string of the list."""

    member: str
    page: str
    name: str
    query: str
    shared: bool


@dataclass(frozen=True)
class Address:
    kind: str
    country: str
    region: str
    street: str
    postcode: str
    is_main: bool


@dataclass(frozen=True)
class Seat:
    """A colleague on the account team; `role` and `level` as in `records.accounts.choices`."""

    member: str
    role: str
    level: str


@dataclass(frozen=True)
class Answer:
    """An answer to a criterion of the playbook: int yuan, the key of an option, or yes; with its evidence."""

    criterion: str
    value: bool | int | str
    evidence: str
    by: str
    on: date


@dataclass(frozen=True)
class Account:
    """A customer. Exactly one of `owner` (login) and `pool` (key) is set; `parent` is the key of another account."""

    key: str
    external_id: str
    name: str
    short_name: str
    english_name: str
    credit_code: str
    industry: str
    ownership: str
    parent: str
    region: str
    addresses: tuple[Address, ...]
    phone: str
    website: str
    headcount: int | None
    seats: int | None
    revenue: Decimal | None
    currency: str
    founded: int | None
    business: str
    fiscal_year_start: int
    budget_months: tuple[int, ...]
    owner: str
    pool: str
    status: str
    source: str
    tags: tuple[str, ...]
    team: tuple[Seat, ...]
    answers: tuple[Answer, ...]
    created_on: date
    created_by: str
    language: str


@dataclass(frozen=True)
class Holding:
    """Who held an account from when to when; the last one is open. `owner` "" means it lay in `pool`."""

    account: str
    owner: str
    pool: str
    began_on: date
    ended_on: date | None
    how: str
    reason: str
    by: str


@dataclass(frozen=True)
class Unit:
    """A department at the customer; `parent` is the key of another unit or ""; parents come before children."""

    key: str
    account: str
    parent: str
    name: str
    function: str
    sort: int
    note: str


@dataclass(frozen=True)
class Post:
    """A post from–to; `reports_to` is the key of a person or "". A person has exactly one primary post."""

    account: str
    unit: str
    title: str
    rank: str
    reports_to: str
    started_on: date
    ended_on: date | None
    is_primary: bool


@dataclass(frozen=True)
class Person:
    """Somebody at a customer, newest post first. `goals` is personal (class C3)."""

    key: str
    external_id: str
    name: str
    english_name: str
    honorific: str
    gender: str
    mobile: str
    phone: str
    email: str
    wechat: str
    is_key: bool
    source: str
    note: str
    goals: str
    posts: tuple[Post, ...]
    created_on: date
    created_by: str

    @property
    def primary(self) -> Post:
        return next(post for post in self.posts if post.is_primary)


@dataclass(frozen=True)
class Fact:
    """A statement of the dossier; `item` is a key of the playbook's dossier whose source is a fact."""

    account: str
    item: str
    text: str
    source: str
    said_by: str
    observed_on: date
    verified_on: date | None
    by: str


@dataclass(frozen=True)
class Note:
    """A journal entry by one of us about an account and, if `person` is set, somebody there."""

    account: str
    person: str
    by: str
    at: datetime
    text: str


@dataclass(frozen=True)
class Document:
    """A small Markdown file filed with an account."""

    account: str
    title: str
    filename: str
    media_type: str
    text: str
    by: str
    at: datetime


@dataclass(frozen=True)
class MonthlyResult:
    """Yuan received in a month and the margin on them; `month` is the first of the month."""

    account: str
    month: date
    received: Decimal
    margin: Decimal
    currency: str


@dataclass(frozen=True)
class Duplicate:
    """`dropped` was planted as a near-duplicate of `kept`, to be found and merged; `why` says what differs."""

    kept: str
    dropped: str
    why: str


@dataclass(frozen=True)
class DemoCompany:
    """Everything, in an order in which it can be loaded: accounts with parents first, notes by time."""

    today: date
    name: str
    short_name: str
    english_name: str
    departments: tuple[Department, ...]
    members: tuple[Member, ...]
    teams: tuple[Team, ...]
    industries: tuple[Industry, ...]
    pools: tuple[Pool, ...]
    accounts: tuple[Account, ...]
    holdings: tuple[Holding, ...]
    units: tuple[Unit, ...]
    people: tuple[Person, ...]
    facts: tuple[Fact, ...]
    notes: tuple[Note, ...]
    documents: tuple[Document, ...]
    results: tuple[MonthlyResult, ...]
    views: tuple[SavedView, ...]
    duplicates: tuple[Duplicate, ...]
