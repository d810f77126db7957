"""File the signed paper of a contract (CON-1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, changeable
from keyaccount.actions.contracts.moving import deal_changed, move, must_be
from keyaccount.actions.shared import storing
from keyaccount.records.contracts import choices
from keyaccount.records.contracts.models import Contract


@dataclass(frozen=True)
class Copy:
    """A file as it was uploaded."""

    name: str
    media_type: str
    content: BinaryIO


@transaction.atomic
def file_copy(*, by: Principal, at: datetime, id: UUID | str, copy: Copy) -> Contract:
    """For a contract that is signed. Raises `Missing`, `Refused` or `Invalid` (empty, too big)."""
    row: Contract = changeable(by, "contract", id)
    must_be(row, ("signed", "ended"), choices.CONTRACT_STATE)
    keep_copy(row, copy, by=by, at=at)
    deal_changed(row.opportunity_id, at, by)
    return row


def keep_copy(row: Contract, copy: Copy, *, by: Principal, at: datetime) -> None:
    """Store the file with a locked contract."""
    document = storing.store(by=by, at=at, name=copy.name, media_type=copy.media_type, content=copy.content)
    move(row, "contract.copy-filed", by=by, at=at, signed_copy=document, data={"document": document.pk})
