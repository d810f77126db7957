"""The documents filed with an account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from keyaccount.access import FieldClass, Principal, found, opened
from keyaccount.queries.records.names import names_for

MOST = 200


@dataclass(frozen=True)
class FileShown:
    """A filed document; `size` in bytes."""

    id: UUID
    title: str
    name: str
    size: int
    by: str
    at: datetime


def account_files(by: Principal, id: UUID | str) -> list[FileShown]:
    """The newest `MOST`, for readers of internal matters; `Missing` where the account is not seen."""
    account = found(by, "account", id, archived=True)
    rows = opened(by, "file", klass=FieldClass.INTERNAL).filter(account=account).select_related("document")
    kept = list(rows.order_by("-created_at", "-pk")[:MOST])
    names = names_for(by, "member", {row.created_by for row in kept if row.created_by})
    return [
        FileShown(r.pk, r.title, r.document.name, r.document.size, names.get(r.created_by, ""), r.created_at)
        for r in kept
    ]
