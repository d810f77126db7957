"""What an export of stakeholders tells of them, as an import reads it again: seat, values of the map, the latest evidence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from keyaccount.access import Principal, opened
from keyaccount.base.language import say
from keyaccount.facts import power_rows
from keyaccount.facts.editions import edition_in_force
from keyaccount.queries.power.told import label_of
from keyaccount.queries.records.list_records import Row
from keyaccount.queries.records.names import names_for

_SEAT = {"title": say("职务"), "unit": say("部门"), "manager": say("直属上级")}


def map_columns() -> dict[str, str]:
    """{column: its label}: the seat, then every attribute of the playbook in force."""
    attributes = {one.key: str(one.label) for one in edition_in_force().power.attributes}
    return {**{name: str(label) for name, label in _SEAT.items()}, **attributes}


def map_cells(by: Principal, rows: Sequence[Row]) -> dict[Any, dict[str, Any]]:
    """{stakeholder: cells} for a page of them: what stands on the map, and the present post the reader may see."""
    ids = {row.id for row in rows}
    people = {row.values["person"] for row in rows if row.values.get("person")}
    attributes = {one.key: one for one in edition_in_force().power.attributes}
    found: dict[Any, dict[str, Any]] = {id: {} for id in ids}
    for card, attribute, value in power_rows.standing_values(ids):
        if attribute in attributes and value not in (None, "", []):
            found[card][attribute] = _cell(attributes[attribute], value)
    posts = opened(by, "post").filter(person_id__in=people, ended_on=None).select_related("unit")
    seats = {(post.account_id, post.person_id): post for post in posts.order_by("is_primary", "pk")}
    above = names_for(by, "person", {post.reports_to_id for post in seats.values() if post.reports_to_id})
    for row in rows:
        post = seats.get((row.values.get("account"), row.values.get("person")))
        if post:
            unit = post.unit.name if post.unit else None
            seat = {"title": post.title, "unit": unit, "manager": above.get(post.reports_to_id)}
            found[row.id] |= seat
    return found


def _cell(attribute: Any, value: Any) -> Any:
    if attribute.kind == "flag":
        return str(say("是")) if value else str(say("否"))
    if attribute.kind == "level":
        return value
    return (
        label_of(attribute, value)
        if attribute.options
        else "；".join(value)
        if isinstance(value, list)
        else value
    )
