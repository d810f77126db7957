"""What the verbs of the power map share: which map, may it be changed, and how its log is written (PPL-4, PPL-5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from keyaccount.access import Principal, changeable, everything, found, may_attach
from keyaccount.actions.shared import journaling
from keyaccount.actions.shared.cleaning import NotTaken, text
from keyaccount.base.errors import Invalid, Missing, Problem, Refused
from keyaccount.base.language import Say, say
from keyaccount.records.accounts.models import Account
from keyaccount.records.deals.models import Opportunity, Stakeholder, StakeholderValue
from keyaccount.records.library.models import Rival
from keyaccount.records.people.models import Person

_WHY = "the map was opened for change just above"


@dataclass(frozen=True)
class Place:
    """A map: a deal's, or the account's own. The row it hangs on is locked until the transaction ends."""

    account: Account
    deal: Opportunity | None

    @property
    def of(self) -> dict[str, Any]:
        """The columns of what stands on it."""
        return {"account_id": self.account.pk, "opportunity_id": self.deal.pk if self.deal else None}


@dataclass(frozen=True)
class Basis:
    """Where a value is from and how sure it is. Empty: the editor's own word, assumed."""

    source: str = ""
    source_person: Person | None = None
    evidence: str = ""
    reliability: str = ""
    credibility: str = ""
    certainty: str = "assumed"
    observed_on: date | None = None


NO_BASIS = Basis()


def open_map(by: Principal, *, account: UUID | str | None = None, deal: UUID | str | None = None) -> Place:
    """The map, locked for change. Raises `Missing` or `Refused`."""
    if deal:
        row: Opportunity = changeable(by, "opportunity", deal)
        return Place(everything(Account, why=_WHY).get(pk=row.account_id), row)
    if not account:
        raise Missing()
    held: Account = found(by, "account", account, lock=True)
    if not may_attach(by, "tie", held, verb="draw"):
        raise Refused()
    return Place(held, None)


def open_card(by: Principal, id: UUID | str, *, gone: bool = False) -> tuple[Place, Stakeholder]:
    """A stakeholder with the map it stands on, both locked; `gone`: also one that was taken off."""
    row: Stakeholder = found(by, "stakeholder", id)
    place = open_map(by, account=row.account_id, deal=row.opportunity_id)
    row = everything(Stakeholder, why=_WHY).select_for_update().get(pk=row.pk)
    if row.removed_at and not gone:
        raise Missing()
    return place, row


def person_of(by: Principal, place: Place, id: UUID | str) -> Person:
    """Somebody the editor sees who is, or was, of this customer."""
    row: Person = found(by, "person", id)
    theirs = Q(account_id=place.account.pk) | Q(posts__account_id=place.account.pk)
    if not everything(Person, why=_WHY).filter(theirs, pk=row.pk).exists():
        raise Invalid(Problem("other_account", say("所选联系人不属于这个客户"), field="person"))
    return row


def rival_of(by: Principal, id: UUID | str | None) -> Rival | None:
    """A rival of the list; None for none."""
    return found(by, "rival", id) if id else None


def new_card(by: Principal, at: datetime, place: Place, person: Person | None) -> Stakeholder:
    row = Stakeholder(
        **place.of, person=person, created_at=at, updated_at=at, created_by=by.id, updated_by=by.id
    )
    row.save(force_insert=True)
    return row


def only_card(place: Place, card: Stakeholder, person: UUID | None) -> None:
    """`Invalid` where the person has another card on the map."""
    others = everything(Stakeholder, why=_WHY).filter(**place.of, person_id=person, removed_at=None)
    if person and others.exclude(pk=card.pk).exists():
        raise refused("person", say("这个人已经在地图上"), "taken")


def standing(row: Stakeholder, attribute: str, rival: UUID | None = None) -> StakeholderValue | None:
    """What stands of one attribute."""
    values = everything(StakeholderValue, why=_WHY).filter(stakeholder=row, superseded_at=None)
    found_: StakeholderValue | None = values.filter(attribute=attribute, rival_id=rival).first()
    return found_


def say_of(
    row: Stakeholder,
    attribute: str,
    value: Any,
    *,
    by: Principal,
    at: datetime,
    rival: Rival | None = None,
    basis: Basis = NO_BASIS,
    undo_of: UUID | None = None,
) -> StakeholderValue:
    """Put a value into the log; the one that stood until now ends. No rule is asked here."""
    before = standing(row, attribute, rival.pk if rival else None)
    if before:
        everything(StakeholderValue, why=_WHY).filter(pk=before.pk).update(superseded_at=at)
    said = StakeholderValue(
        stakeholder=row,
        attribute=attribute,
        rival=rival,
        value=value,
        source=basis.source,
        source_person=basis.source_person,
        evidence=basis.evidence,
        reliability=basis.reliability,
        credibility=basis.credibility,
        certainty=basis.certainty,
        observed_on=basis.observed_on,
        at=at,
        by=by.id,
        undo_of=undo_of,
    )
    said.save(force_insert=True)
    everything(Stakeholder, why=_WHY).filter(pk=row.pk).update(updated_at=at, updated_by=by.id)
    return said


def called(row: Stakeholder) -> str:
    """What the journal calls a card."""
    if row.person_id:
        return str(everything(Person, why=_WHY).values_list("name", flat=True).get(pk=row.person_id))
    label = standing(row, "label")
    return str(label.value) if label and label.value else str(say("待识别"))


def tell(verb: str, place: Place, row: Stakeholder, *, by: Principal, at: datetime, **data: Any) -> None:
    """One journal entry about a card. Values of the closed lists are told, free text only as having changed."""
    journaling.write(
        f"stakeholder.{verb}",
        by=by,
        at=at,
        entity="stakeholder",
        object_id=row.pk,
        label=called(row),
        account_id=place.account.pk,
        person_id=row.person_id,
        data={"opportunity": row.opportunity_id, "card": row.pk, "person": row.person_id, **data},
    )


def words(field: str, raw: Any, *, most: int, one_line: bool = True) -> str:
    """A text that fits; `Invalid` says what is wrong with it."""
    try:
        return text(raw, limit=most, one_line=one_line).strip()
    except NotTaken as error:
        raise refused(field, error.message, error.code) from None


def id_of(field: str, raw: Any) -> UUID:
    """An id; `Invalid` where it is none."""
    try:
        return UUID(str(raw))
    except ValueError:
        raise refused(field, say("请从列表中选择"), "reference") from None


def refused(field: str, words: Say, code: str = "invalid") -> Invalid:
    return Invalid(Problem(code, words, field=field))
