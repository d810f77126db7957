"""Put somebody on a map by name, as it is typed there (PPL-5)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, everything, opened
from keyaccount.actions.people.create_person import create_person
from keyaccount.actions.power.maps import open_map
from keyaccount.actions.power.place_person import place_person
from keyaccount.records.deals.models import Stakeholder

_WHY = "the map was opened for change just above"


@transaction.atomic
def add_person(
    *,
    by: Principal,
    at: datetime,
    name: str,
    title: str = "",
    unit: UUID | str | None = None,
    manager: UUID | str | None = None,
    account: UUID | str | None = None,
    deal: UUID | str | None = None,
) -> Stakeholder:
    """Somebody of this name at the customer who is not on the map yet; else somebody new there, with title, department
    and superior (a person). Raises `Missing`, `Refused` or `Invalid`.
    """
    place = open_map(by, account=account, deal=deal)
    here = everything(Stakeholder, why=_WHY).filter(**place.of, removed_at=None, person__isnull=False)
    known = opened(by, "person").filter(account=place.account, name=name.strip())
    person = known.exclude(pk__in=here.values("person_id")).order_by("pk").first()
    if person is None:
        post = {"account": place.account.pk, "title": title, "unit": unit, "reports_to": manager}
        raw = {"name": name, **{key: value for key, value in post.items() if value}}
        person = create_person(by=by, at=at, raw=raw)
    return place_person(by=by, at=at, person=person.pk, account=account, deal=deal)
