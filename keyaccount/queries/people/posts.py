"""The posts of one person, as far as the reader may see the customers they are at (PPL-1)."""

from __future__ import annotations

from uuid import UUID

from django.db.models import F

from keyaccount.access import Principal, opened
from keyaccount.records.people.models import Post


def person_posts(by: Principal, id: UUID | str) -> list[Post]:
    """Present posts first, the primary one at the head, then former ones, newest first; one query."""
    rows = opened(by, "post").filter(person_id=id).select_related("account", "unit", "reports_to", "person")
    return list(
        rows.order_by(
            F("ended_on").desc(nulls_first=True), "-is_primary", F("started_on").desc(nulls_last=True), "pk"
        )
    )
