"""The profile on the page of a person: masked, with who looked for who may look; nothing at all below the class (PPL-2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from keyaccount.access import Principal, access_to, everything, may_attach, opened
from keyaccount.base.language import Say, say
from keyaccount.facts.profiles import LOOKED, may_reveal, reads_sensitive
from keyaccount.records.accounts.models import Account
from keyaccount.records.journal.models import Entry
from keyaccount.records.org.models import Member
from keyaccount.records.people.choices import PROFILE
from keyaccount.records.people.models import KinTie, Person, ProfileEntry

MOST_LOOKED = 20
_WHY = "the person was opened for who may reveal what is looked at here"


@dataclass(frozen=True)
class Kin:
    """A tie of kinship as seen from one end."""

    tie: KinTie
    other: Person


@dataclass(frozen=True)
class Looked:
    at: datetime
    who: str
    what: Say
    purpose: str


@dataclass(frozen=True)
class ProfileShown:
    """Entries without their text; `looked` newest first, None for who may not reveal."""

    entries: list[ProfileEntry]
    kin: list[Kin]
    looked: list[Looked] | None
    may_keep: bool
    may_add: bool
    may_draw: bool


def show_profile(by: Principal, person: Person) -> ProfileShown | None:
    """What the reader of a person's page learns of the profile; None below the class, whether there is one or not."""
    if not reads_sensitive(by, person):
        return None
    there, opens = person.archived_at is None, may_reveal(by, person)
    entries = opened(by, "profile_entry").filter(person=person).defer("sealed")
    return ProfileShown(
        entries=list(entries.order_by("kind", "created_at", "pk")),
        kin=_kin(by, person),
        looked=_looked(person) if opens else None,
        may_keep=opens,
        may_add=there and opens,
        may_draw=there and _may_draw(by, person),
    )


def profile_entry(by: Principal, person: UUID, id: UUID) -> ProfileEntry | None:
    """One entry of that person, without its text."""
    found: ProfileEntry | None = opened(by, "profile_entry").filter(person_id=person, pk=id).first()
    return found


def _kin(by: Principal, person: Person) -> list[Kin]:
    mine = Q(person=person) | Q(other=person)
    ties = list(opened(by, "kin_tie").filter(mine, removed_at=None).order_by("created_at", "pk"))
    ends = {t.other_id if t.person_id == person.pk else t.person_id: t for t in ties}
    people = opened(by, "person", archived=True).filter(pk__in=list(ends)).order_by("name_sort", "pk")
    return [Kin(ends[other.pk], other) for other in people]


def _may_draw(by: Principal, person: Person) -> bool:
    if person.account_id is None:
        return False
    account: Account = everything(Account, why=_WHY).get(pk=person.account_id)
    return access_to(by, "kin_tie").may("draw") and may_attach(by, "kin_tie", account, verb="draw")


def _looked(person: Person) -> list[Looked]:
    rows = everything(Entry, why=_WHY).filter(person_id=person.pk, kind__in=LOOKED)
    entries = list(rows.order_by("-at", "-id")[:MOST_LOOKED])
    ids = {e.actor_id for e in entries}
    names = dict(everything(Member, why=_WHY).filter(pk__in=ids).values_list("pk", "name"))
    return [
        Looked(e.at, names.get(e.actor_id, ""), _what(e), str(e.data.get("purpose", ""))) for e in entries
    ]


def _what(entry: Entry) -> Say:
    if entry.kind == "person.reported":
        return say("全部信息")
    return PROFILE.get(str(entry.data.get("field", "")), say("私人电话"))
