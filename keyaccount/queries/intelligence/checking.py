"""How statements stand to one another, worked out while reading, from what the reader sees and nothing else (INT-2).

Nothing of it is stored, so a statement that was kept secret changes no verdict for those who don't know of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from keyaccount.access import Principal, opened
from keyaccount.base.language import Say, say
from keyaccount.playbook.cross_check import Checked, Pair, Statement, cross_check, state_alone

STATES: dict[str, Say] = {
    "confirmed": say("已印证"),
    "disputed": say("有矛盾"),
    "single": say("单一来源"),
    "stale": say("已过期"),
    "refuted": say("不成立"),
    "withdrawn": say("已撤回"),
}
COLUMNS = (
    "pk",
    "account_id",
    "owner_id",
    "source_kind",
    "source_person_id",
    "source_name",
    "learned_from_id",
    "expires_on",
    "outcome",
    "withdrawn_at",
)


@dataclass(frozen=True)
class Standing:
    """One of `STATES`, and the ids of the statements it is so by."""

    state: str
    by: tuple[UUID, ...] = ()


def standings(by: Principal, rows: Iterable[Mapping[str, Any]], today: date) -> dict[UUID, Standing]:
    """{id: standing} of rows with `COLUMNS`; three queries, however many."""
    kept = {row["pk"]: row for row in rows}
    return _judged(by, kept, {row["account_id"] for row in kept.values()}, today)


def ids_standing(by: Principal, states: Iterable[str], today: date) -> Q:
    """The condition for statements that stand in one of these ways. Raises KeyError for a state that isn't one."""
    paired = _judged(by, {}, None, today)
    wanted = Q(pk__in=[])
    for state in states:
        wanted |= _condition(state, paired, today)
    return wanted


def _condition(state: str, paired: Mapping[UUID, Standing], today: date) -> Q:
    """`state_alone` and what the pairs say once more, for the database: a test holds the two equal, case by case."""
    ids = [id for id, one in paired.items() if one.state == state]
    alive = Q(withdrawn_at=None)
    fresh = Q(expires_on=None) | Q(expires_on__gte=today)
    if state == "withdrawn":
        return Q(withdrawn_at__isnull=False)
    if state == "stale":
        return alive & Q(outcome="", expires_on__lt=today)
    if state == "refuted":
        return alive & (Q(outcome="wrong") | Q(pk__in=ids))
    if state == "confirmed":
        return alive & (Q(outcome="right") | Q(pk__in=ids))
    if state == "disputed":
        return alive & Q(pk__in=ids)
    if state == "single":
        others = [id for id, one in paired.items() if one.state != "single"]
        return alive & fresh & Q(outcome="") & ~Q(pk__in=others)
    raise KeyError(state)


def _judged(
    by: Principal, rows: dict[UUID, Mapping[str, Any]], accounts: set[UUID] | None, today: date
) -> dict[UUID, Standing]:
    """Of the rows given and of all they are paired with; `accounts` None: every pair the reader sees."""
    pairs = opened(by, "intelligence_pair")
    if accounts is not None:
        pairs = pairs.filter(one__account_id__in=accounts)
    held = [
        (one, other, Pair(str(one), str(other), relation, str(holds or "")))
        for one, other, relation, holds in pairs.values_list("one_id", "other_id", "relation", "holds_id")
    ]
    missing = {id for one, other, _ in held for id in (one, other)} - set(rows)
    if missing:
        found = opened(by, "intelligence").filter(pk__in=missing).values(*COLUMNS)
        rows = rows | {row["pk"]: row for row in found}
    plain = {id: state for id, row in rows.items() if (state := _plain(row, today))}
    fallen = {id for one, other, pair in held if pair.holds for id in (one, other) if str(id) != pair.holds}
    counted = [id for id in rows if plain.get(id, "confirmed") == "confirmed" or id in fallen]
    told = _statements(by, [rows[id] for id in counted]) if held else []
    checked = cross_check(told, [pair for _, _, pair in held])
    return {id: _standing(plain.get(id), checked.get(str(id))) for id in rows}


def _plain(row: Mapping[str, Any], today: date) -> str:
    """What is so whatever the others say."""
    expired = bool(row["expires_on"] and row["expires_on"] < today)
    return state_alone(bool(row["withdrawn_at"]), row["outcome"], expired)


def _standing(plain: str | None, checked: Checked | None) -> Standing:
    others = tuple(UUID(key) for key in checked.by) if checked else ()
    return Standing(plain, others) if plain else Standing(checked.standing if checked else "single", others)


def _statements(by: Principal, rows: list[Mapping[str, Any]]) -> list[Statement]:
    """Who each goes back to. Those who report to one another, formally or on a dotted line, share a voice."""
    persons = {row[c] for row in rows for c in ("source_person_id", "learned_from_id") if row[c]}
    lines = _lines(by, persons)
    return [Statement(str(row["pk"]), frozenset(_voices(row, lines))) for row in rows]


def _voices(row: Mapping[str, Any], lines: Mapping[UUID, set[str]]) -> Iterable[str]:
    told = [row[column] for column in ("source_person_id", "learned_from_id") if row[column]]
    for person in told:
        yield f"person:{person}"
        yield from lines.get(person, ())
    if not row["source_person_id"] and row["source_name"]:
        yield f"{row['source_kind']}:{''.join(row['source_name'].casefold().split())}"
    elif not told and row["source_kind"] == "visit":
        yield f"member:{row['owner_id']}"


def _lines(by: Principal, persons: set[UUID]) -> dict[UUID, set[str]]:
    """{person: reporting lines between them and another of the persons}."""
    if len(persons) < 2:
        return {}
    posts = opened(by, "post").filter(person_id__in=persons, reports_to_id__in=persons, ended_on=None)
    dotted = opened(by, "tie").filter(
        kind="dotted", removed_at=None, person_id__in=persons, other_id__in=persons
    )
    found: dict[UUID, set[str]] = {}
    ties = [*posts.values_list("person_id", "reports_to_id"), *dotted.values_list("person_id", "other_id")]  # fmt: skip
    for one, other in ties:
        line = "line:" + "|".join(sorted((str(one), str(other))))
        found.setdefault(one, set()).add(line)
        found.setdefault(other, set()).add(line)
    return found
