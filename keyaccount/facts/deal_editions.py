"""The playbook editions deals are pinned to: a deal is judged by the edition it was begun with until it is moved."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from keyaccount.access import everything
from keyaccount.facts.editions import read_edition
from keyaccount.playbook import reader
from keyaccount.playbook.schema import Edition
from keyaccount.records.deals.models import Opportunity
from keyaccount.records.library.models import PublishedEdition

_WHY = "the method is the same for everybody"


def newest_published() -> PublishedEdition | None:
    """What a new deal is pinned to; None before the first publication, which stands for the shipped edition."""
    newest: PublishedEdition | None = (
        everything(PublishedEdition, why=_WHY).defer("source").order_by("-published_at", "-id").first()
    )
    return newest


def is_on(edition_id: int | None, newest: PublishedEdition) -> bool:
    """Whether deals of this `edition_id` are judged by `newest`; None stands for the shipped edition."""
    return edition_id == newest.pk or (edition_id is None and newest.digest == reader.default().hash)


def behind(newest: PublishedEdition) -> Q:
    """Deals judged by another edition than `newest`."""
    others = ~Q(edition_id=newest.pk)
    return others & Q(edition__isnull=False) if is_on(None, newest) else others


def editions_of(deals: Iterable[Opportunity]) -> dict[int | None, Edition]:
    """Edition by `edition_id` for all the deals, in at most one query."""
    ids = {deal.edition_id for deal in deals}
    rows = everything(PublishedEdition, why=_WHY).filter(pk__in=[pk for pk in ids if pk])
    found: dict[int | None, Edition] = {}
    if None in ids:
        found[None] = reader.default()
    if any(ids):
        found |= {pk: read_edition(digest) for pk, digest in rows.values_list("pk", "digest")}
    return found


def edition_of(deal: Opportunity) -> Edition:
    """The edition one deal is judged by."""
    return editions_of([deal])[deal.edition_id]
