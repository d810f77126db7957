"""Where somebody sits at the customer, as drawn on the map: to whom they report, in which department (PPL-1, PPL-5)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, everything
from keyaccount.actions.people import person_rules  # noqa: F401  the rules of a post must be known
from keyaccount.actions.power.maps import open_map, person_of
from keyaccount.actions.records.create_record import create_record
from keyaccount.actions.records.edit_record import edit_record
from keyaccount.records.people.models import Post

_WHY = "the account was opened for change just above"


@transaction.atomic
def set_seat(
    *,
    by: Principal,
    at: datetime,
    account: UUID | str,
    person: UUID | str,
    change: dict[str, Any],
    seen: dict[str, Any] | None = None,
) -> Post:
    """Change `reports_to` (a person) or `unit` of the person's present post at this account; a post is made where there
    is none. `seen`: what the editor saw. Raises `Missing`, `Refused`, `Invalid` (a circle) or `Conflict`.
    """
    place = open_map(by, account=account)
    who = person_of(by, place, person)
    raw: dict[str, Any] = {name: change[name] or None for name in ("reports_to", "unit") if name in change}
    if raw.get("reports_to"):
        person_of(by, place, raw["reports_to"])
    posts = everything(Post, why=_WHY).filter(account=place.account, person=who)
    post: Post | None = posts.filter(ended_on=None).order_by("-is_primary", "pk").first()
    if post is None:
        raw |= {"person": str(who.pk), "account": str(place.account.pk)}
        made: Post = create_record(by=by, at=at, entity="post", raw=raw)
        return made
    stale = seen is not None and any(
        str(getattr(post, f"{n}_id") or "") != str(seen.get(n) or "") for n in raw
    )
    edited: Post = edit_record(
        by=by, at=at, entity="post", id=post.pk, raw=raw, version=0 if stale else None, seen=seen
    )
    return edited
