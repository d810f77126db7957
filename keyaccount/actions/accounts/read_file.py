"""Hand out a stored document, on record (SEC-3): who read which file is known afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import transaction

from keyaccount.access import FieldClass, Principal, access_to, found
from keyaccount.actions.shared import journaling, storing
from keyaccount.base.errors import Missing
from keyaccount.records.accounts.models import AccountFile


@dataclass(frozen=True)
class Content:
    """A stored content and the name it was filed under."""

    path: Path
    name: str
    size: int


@transaction.atomic
def read_file(*, by: Principal, at: datetime, id: UUID | str, account: UUID | str | None = None) -> Content:
    """Where the content lies; without a journal entry there is none. Raises `Missing`, also for one not of `account`."""
    file: AccountFile = found(by, "file", id, archived=True)
    inside = FieldClass.INTERNAL in access_to(by, "file").classes(file)
    path = storing.path_of(file.document.digest)
    if not inside or (account is not None and str(file.account_id) != str(account)) or not path.exists():
        raise Missing()
    journaling.write(
        "file.read",
        by=by,
        at=at,
        entity="file",
        object_id=file.pk,
        label=file.title,
        account_id=file.account_id,
        data={"document": file.document_id},
    )
    return Content(path, file.document.name, file.document.size)
