"""Hand out the signed paper of a contract, on record (CON-1, SEC-3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, found, policy_of
from keyaccount.actions.shared import journaling, storing
from keyaccount.base.errors import Missing
from keyaccount.records.contracts.models import Contract


@dataclass(frozen=True)
class SignedCopy:
    """Where the file lies and the name it was filed under."""

    path: Path
    name: str


@transaction.atomic
def read_copy(*, by: Principal, at: datetime, id: UUID | str) -> SignedCopy:
    """For whoever may read the contract. Raises `Missing`, also where none was filed."""
    row: Contract = found(by, "contract", id, archived=True, related=["signed_copy"])
    document = row.signed_copy
    if document is None or not storing.kept(document):
        raise Missing()
    journaling.write(
        "contract.copy-read",
        by=by,
        at=at,
        entity="contract",
        object_id=row.pk,
        label=f"{row.number} {row.title}",
        account_id=row.account_id,
        klass=policy_of("contract").floor,
        data={"document": document.pk},
    )
    return SignedCopy(storing.path_of(document.digest), document.name)
