"""The floor: the rows a page shows, fetched by hand-written SQL and put into bare HTML for a signed-in member.

Same server, same session, same scope, same sort; no policy engine, no names of references, no frame, no form.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any
from uuid import UUID

from django.db import connection
from django.http import HttpRequest, HttpResponse

from keyaccount.access import Principal

COLUMNS = "a.id, a.name, a.tier, i.name, a.status, a.region, a.seats, m.name, a.followed_at, a.updated_at"
TABLES = "accounts_account a LEFT JOIN accounts_industry i ON i.id = a.industry_id LEFT JOIN org_member m ON m.id = a.owner_id"


def key(value: UUID) -> Any:
    """An id as this database stores it."""
    return value.hex if connection.vendor == "sqlite" else value


def fetch(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def html(rows: Iterable[Sequence[Any]]) -> HttpResponse:
    body = "".join("<tr>" + "".join(f"<td>{escape(str(v))}</td>" for v in row) + "</tr>" for row in rows)
    return HttpResponse(f"<!doctype html><table>{body}</table>")


def scope(request: HttpRequest) -> tuple[str, list[Any]]:
    """The member's rows as SQL: own, or of the departments below."""
    principal: Principal = request.principal  # type: ignore[attr-defined]
    if "sales" in principal.member.roles:
        return "a.owner_id = %s", [key(principal.id)]
    below = [key(d) for d in principal.subtree]
    return f"(a.department_id IN ({', '.join(['%s'] * len(below))}) OR a.owner_id = %s)", [
        *below,
        key(principal.id),
    ]


def listing(request: HttpRequest) -> HttpResponse:
    """`?sort=updated|seats`, `?tier=`, `?after=` (a moment, for a deep page)."""
    where, values = scope(request)
    order = "a.seats DESC" if request.GET.get("sort") == "seats" else "a.updated_at DESC, a.id DESC"
    if tier := request.GET.get("tier"):
        where, values = f"{where} AND a.tier = %s", [*values, tier]
    if after := request.GET.get("after"):
        where, values = f"{where} AND a.updated_at < %s", [*values, after]
    held = "a.archived_at IS NULL AND a.pool_id IS NULL"
    rows = fetch(f"SELECT {COLUMNS} FROM {TABLES} WHERE {held} AND {where} ORDER BY {order} LIMIT 51", values)
    counted = f"SELECT count(*) FROM (SELECT 1 FROM accounts_account a WHERE {held} AND {where} LIMIT 1001) c"
    return html([*rows, *fetch(counted, values)])


def account(request: HttpRequest, id: UUID) -> HttpResponse:
    """The account with its people, departments, facts and last entries."""
    parts = (
        "SELECT a.*, m.name FROM accounts_account a LEFT JOIN org_member m ON m.id = a.owner_id WHERE a.id = %s",
        "SELECT p.*, q.title FROM people_post q JOIN people_person p ON p.id = q.person_id WHERE q.account_id = %s LIMIT 50",
        "SELECT * FROM people_customerunit WHERE account_id = %s",
        "SELECT * FROM accounts_dossierfact WHERE account_id = %s AND superseded_at IS NULL",
        "SELECT * FROM journal_entry WHERE account_id = %s ORDER BY at DESC, id DESC LIMIT 31",
    )
    return html(row for sql in parts for row in fetch(sql, [key(id)]))


def search(request: HttpRequest) -> HttpResponse:
    """The newest 20 records of the index whose names hold the text, within the member's rows."""
    principal: Principal = request.principal  # type: ignore[attr-defined]
    text = request.GET.get("q", "")
    where, values = (
        ("d.owner_id = %s", [key(principal.id)]) if "sales" in principal.member.roles else ("1 = 1", [])
    )
    words = request.GET.get("words", text)
    if connection.vendor == "sqlite":
        sql = "SELECT d.id, d.entity, d.names FROM search_fts f JOIN search_searchdoc d ON d.id = f.rowid WHERE search_fts MATCH %s"
        found = fetch(f"{sql} AND {where} ORDER BY f.rowid DESC LIMIT 20", [words, *values])
    else:
        sql = "SELECT d.id, d.entity, d.names FROM search_searchdoc d WHERE d.tsv @@ %s::tsquery"
        found = fetch(f"{sql} AND {where} ORDER BY d.id DESC LIMIT 20", [words, *values])
    return html(found)
