"""Put a playbook edition in force (PLB-1): kept whole with number and hash, so that old decisions can be replayed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from keyaccount.access import Principal, everything
from keyaccount.actions.shared import journaling
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say
from keyaccount.playbook import reader
from keyaccount.records.library.models import PublishedEdition

_WHY = "the method in force is the same for everybody"


@transaction.atomic
def publish_edition(*, by: Principal | None, at: datetime, source: str) -> PublishedEdition:
    """The edition written in `source` (TOML), in force from now on; publishing the one in force changes nothing.

    `by` None is the product itself at its start. Raises EditionErrors with every fault of the text, `Refused`, or
    `Invalid` when the number is not above the last one published.
    """
    if by is not None:
        by.must("playbook.publish")
    edition = reader.read(source, "edition")
    earlier = everything(PublishedEdition, why=_WHY).filter(key=edition.key).order_by("-number")
    newest: PublishedEdition | None = earlier.select_for_update().first()
    if newest is not None and newest.digest == edition.hash:
        return newest
    if newest is not None and edition.number <= newest.number:
        wanted = say("版本号要大于已发布的 {n}", n=newest.number)
        raise Invalid(Problem("number", wanted, field="number"))
    published = PublishedEdition(
        key=edition.key,
        number=edition.number,
        digest=edition.hash,
        source=source,
        published_at=at,
        published_by=by.id if by else None,
    )
    published.save(force_insert=True)
    journaling.write(
        "edition.published",
        by=by,
        at=at,
        entity="edition",
        object_id=None,
        label=f"{edition.key} {edition.number}",
        data={"number": edition.number, "digest": edition.hash},
    )
    return published
