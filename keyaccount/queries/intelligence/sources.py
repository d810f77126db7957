"""How often a source was right, wrong, and is still open, of what the reader sees (INT-2; field 5.2-12)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from keyaccount.access import Principal, opened
from keyaccount.playbook.cross_check import Record

Source = tuple[str, str]


def source_of(row: Mapping[str, Any]) -> Source:
    """What tells one source from another: the person, else the kind with the name; one's own eyes are the member."""
    if row["source_person_id"]:
        return ("person", str(row["source_person_id"]))
    if row["source_name"]:
        return (row["source_kind"], row["source_name"])
    return (row["source_kind"], str(row["owner_id"]))


def source_records(by: Principal, rows: Iterable[Mapping[str, Any]]) -> dict[Source, Record]:
    """{source: record} of the sources of rows with `checking.COLUMNS`; one query."""
    kept = list(rows)
    if not kept:
        return {}
    persons = {row["source_person_id"] for row in kept if row["source_person_id"]}
    names = {row["source_name"] for row in kept if not row["source_person_id"] and row["source_name"]}
    owners: set[UUID] = {
        row["owner_id"] for row in kept if not row["source_person_id"] and not row["source_name"]
    }
    named = Q(source_person=None, source_name__in=names)
    unnamed = Q(source_person=None, source_name="", owner_id__in=owners)
    told = opened(by, "intelligence").filter(Q(source_person_id__in=persons) | named | unnamed)
    counted = (
        told.filter(withdrawn_at=None)
        .order_by()
        .values("source_kind", "source_person_id", "source_name", "owner_id")
        .annotate(
            right=Count("pk", filter=Q(outcome="right")),
            wrong=Count("pk", filter=Q(outcome="wrong")),
            open=Count("pk", filter=Q(outcome="")),
        )
    )
    found: dict[Source, Record] = {}
    for row in counted:
        key = source_of(row)
        found[key] = found.get(key, Record()) + Record(row["right"], row["wrong"], row["open"])
    return found
