"""The posts of one person, as far as the reader may see the customers they are at (PPL-1)."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import F

from keyaccount.access import Principal, opened
from keyaccount.records.people.models import Post


def person_posts(by: Principal, id: UUID | str) -> list[Post]:
    """Present posts first, the primary one at the head, then former ones, newest first; two queries."""
    rows = opened(by, "post").filter(person_id=id).select_related("account", "unit", "reports_to", "person")
    order = (F("ended_on").desc(nulls_first=True), "-is_primary", F("started_on").desc(nulls_last=True), "pk")
    return without_unseen(by, rows.order_by(*order))


def without_unseen(by: Principal, posts: Iterable[Post]) -> list[Post]:
    """The posts; a superior at a customer whom the reader doesn't see is left out, name and all (a line is a leak)."""
    found = list(posts)
    superiors = {post.reports_to_id for post in found if post.reports_to_id}
    people = opened(by, "person", archived=True)
    seen = set(people.filter(pk__in=superiors).values_list("pk", flat=True)) if superiors else set()
    for post in found:
        if post.reports_to_id not in seen:
            post.reports_to = None
    return found
