"""Delete a saved view of one's own."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, found
from keyaccount.base.errors import Refused
from keyaccount.records.org.models import SavedView


@transaction.atomic
def forget_view(*, by: Principal, id: UUID | str) -> None:
    """Delete an own view; a shared one belongs to who made it."""
    view: SavedView = found(by, "saved_view", id, lock=True)
    if view.member_id != by.id:
        raise Refused()
    view.delete()
