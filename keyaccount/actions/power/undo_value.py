"""Take back one thing said of a stakeholder: what stood before stands again, with its basis (PPL-5)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from keyaccount.access import Principal, everything
from keyaccount.actions.power.maps import NO_BASIS, Basis, open_card, say_of, tell
from keyaccount.actions.power.set_value import digest
from keyaccount.base.errors import Conflict, FieldConflict, Missing
from keyaccount.playbook.schema_power import ATTRIBUTES
from keyaccount.records.deals.models import StakeholderValue

_WHY = "the card of the value is opened for change just below"


@transaction.atomic
def undo_value(*, by: Principal, at: datetime, value: UUID | str) -> StakeholderValue:
    """The value that stands again, as a new row of the log that names the one it takes back; that can be taken back too.

    Raises `Conflict` when somebody has said something else since, `Missing` or `Refused`.
    """
    rows = everything(StakeholderValue, why=_WHY).select_related("rival", "source_person")
    try:
        back: StakeholderValue = rows.get(pk=value)
    except (StakeholderValue.DoesNotExist, ValidationError, ValueError):
        raise Missing() from None
    place, card = open_card(by, back.stakeholder_id)
    if back.attribute not in ATTRIBUTES:
        raise Missing()
    log = list(rows.filter(stakeholder=card, attribute=back.attribute, rival=back.rival).order_by("pk"))
    now = _meant(log, log[-1])
    if back.pk not in (log[-1].pk, now and now.pk):
        label = ATTRIBUTES[back.attribute].label
        raise Conflict([FieldConflict(back.attribute, label, None, now.value if now else None, None)], 0)
    before = _meant(log, _previous(log, back.pk))
    said = say_of(
        card,
        back.attribute,
        before.value if before else None,
        by=by,
        at=at,
        rival=back.rival,
        basis=_basis(before) if before else NO_BASIS,
        undo_of=back.pk,
    )
    telling = said.value if ATTRIBUTES[back.attribute].kind not in ("text", "list") else None
    tell(
        "valued", place, card, by=by, at=at,
        attribute=back.attribute, rival=back.rival_id, value=telling, value_id=said.pk, digest=digest(said.value),
    )  # fmt: skip
    return said


def _previous(log: list[StakeholderValue], id: UUID) -> StakeholderValue | None:
    """What stood when the row was said; ids rise with time."""
    return next((row for row in reversed(log) if row.pk < id), None)


def _meant(log: list[StakeholderValue], row: StakeholderValue | None) -> StakeholderValue | None:
    """The row itself, or the one an undo brought back."""
    while row is not None and row.undo_of:
        row = _previous(log, row.undo_of)
        row = _meant(log, row)
    return row


def _basis(row: StakeholderValue) -> Basis:
    return Basis(
        source=row.source,
        source_person=row.source_person,
        evidence=row.evidence,
        reliability=row.reliability,
        credibility=row.credibility,
        certainty=row.certainty,
        observed_on=row.observed_on,
    )
