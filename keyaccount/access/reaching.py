"""What a member reaches beyond what they own, read in one statement each: every request needs it, so it is plain SQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

_ABOVE = """WITH RECURSIVE above(id) AS (
  SELECT id FROM org_department WHERE id = %s
  UNION SELECT d.parent_id FROM org_department d JOIN above a ON d.id = a.id WHERE d.parent_id IS NOT NULL)"""
_BELOW = """WITH RECURSIVE below(id) AS (
  SELECT id FROM org_department WHERE id = %s
  UNION SELECT d.id FROM org_department d JOIN below b ON d.parent_id = b.id)
SELECT id FROM below"""
_JOINED = f"""{_ABOVE}
SELECT 'team', level, account_id FROM accounts_teamseat WHERE member_id = %s AND (until IS NULL OR until >= %s)
UNION ALL
SELECT 'share', level, account_id FROM accounts_share WHERE until >= %s AND (member_id = %s
  OR department_id IN (SELECT id FROM above)
  OR team_id IN (SELECT m.team_id FROM org_teammembership m JOIN org_team t ON t.id = m.team_id
    WHERE m.member_id = %s AND t.archived_at IS NULL))"""
_POOLS = f"""{_ABOVE}
SELECT id FROM accounts_pool WHERE department_id IS NULL OR department_id IN (SELECT id FROM above)"""
_ASKED = "SELECT proposal_id FROM contracts_proposalreview WHERE member_id = %s"
_NAMED = """SELECT id FROM people_insider WHERE owner_id = %s
UNION SELECT insider_id FROM people_insiderreader WHERE member_id = %s"""
_CONFIDED = "SELECT intelligence_id FROM deals_intelligencereader WHERE member_id = %s"
_ALL_POOLS = "SELECT id FROM accounts_pool"


def _stored(value: Any) -> Any:
    """An id or day as SQLite keeps it; PostgreSQL takes both as they are."""
    if connection.vendor != "sqlite" or value is None:
        return value
    return value.hex if isinstance(value, UUID) else value.isoformat()


def _rows(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [_stored(v) for v in values])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _id(value: Any) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)


def below(department: UUID | None) -> frozenset[UUID]:
    """The department and all below it."""
    return frozenset(_id(row[0]) for row in _rows(_BELOW, [department])) if department else frozenset()


def joined(member: UUID, department: UUID | None, today: date) -> list[tuple[str, str, UUID]]:
    """(team or share, level, account) of every seat and share in force for the member; a team put away opens nothing."""
    found = _rows(_JOINED, [department, member, today, today, member, member])
    return [(kind, level, _id(account)) for kind, level, account in found]


def asked(member: UUID) -> frozenset[UUID]:
    """Proposals the member was asked to review."""
    return frozenset(_id(row[0]) for row in _rows(_ASKED, [member]))


def named(member: UUID) -> frozenset[UUID]:
    """Insiders the member keeps or was named for."""
    return frozenset(_id(row[0]) for row in _rows(_NAMED, [member, member]))


def confided(member: UUID) -> frozenset[UUID]:
    """Secret statements the member was named for."""
    return frozenset(_id(row[0]) for row in _rows(_CONFIDED, [member]))


def pools(department: UUID | None, *, every: bool) -> frozenset[UUID]:
    """Pools of the company and of departments above the member; or all."""
    found = _rows(_ALL_POOLS, []) if every else _rows(_POOLS, [department])
    return frozenset(_id(row[0]) for row in found)
