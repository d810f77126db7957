"""The floor: the rows a page shows, fetched by hand-written SQL and put into bare HTML for a signed-in member.

Same server, same session, same scope, same sort, the same template engine with the same escaping; but no policy engine,
no field in words, no frame, no form and no script. It is the least that an honest page could cost on this stack.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.http import HttpRequest, HttpResponse
from jinja2 import Environment

from keyaccount.access import Principal
from keyaccount.records.search.matching import LANES

COLUMNS = "a.id, a.name, a.tier, i.name, a.status, a.region, a.seats, m.name, a.followed_at, a.updated_at"
TABLES = "accounts_account a LEFT JOIN accounts_industry i ON i.id = a.industry_id LEFT JOIN org_member m ON m.id = a.owner_id"


def key(value: UUID) -> Any:
    """An id as this database stores it."""
    return value.hex if connection.vendor == "sqlite" else value


def fetch(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


PAGE = Environment(autoescape=True).from_string(
    "<!doctype html><title>{{ title }}</title>{% for rows in tables %}<table>{% for row in rows %}<tr>"
    '<td><a href="/accounts/{{ row[0] }}/">{{ row[1] }}</a></td>'
    "{% for value in row[2:] %}<td>{{ value }}</td>{% endfor %}</tr>{% endfor %}</table>{% endfor %}"
)


def html(title: str, *tables: Sequence[Sequence[Any]]) -> HttpResponse:
    """One table for each query; the first column is the address, the second the name."""
    return HttpResponse(PAGE.render(title=title, tables=tables))


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
    return html(f"{fetch(counted, values)[0][0]}", rows)


ACCOUNT = """SELECT a.*, m.name, i.name, g.name FROM accounts_account a LEFT JOIN org_member m ON m.id = a.owner_id
    LEFT JOIN accounts_industry i ON i.id = a.industry_id LEFT JOIN accounts_account g ON g.id = a.parent_id WHERE a.id = %s"""
AROUND = (
    "SELECT t.id, t.name FROM accounts_accounttag l JOIN accounts_tag t ON t.id = l.tag_id WHERE l.account_id = %s",
    "SELECT f.id, f.item, f.text, f.source, f.observed_on, f.verified_on, f.said_by FROM accounts_dossierfact f"
    " WHERE f.account_id = %s AND f.superseded_at IS NULL",
    "SELECT u.id, u.name, u.function FROM people_customerunit u WHERE u.account_id = %s",
    "SELECT p.id, p.name, p.mobile, p.email, p.is_key, q.title, q.unit_id, q.rank FROM people_post q JOIN people_person p"
    " ON p.id = q.person_id WHERE q.account_id = %s AND q.ended_on IS NULL AND p.archived_at IS NULL",
    "SELECT d.id, d.street, d.kind, d.region, d.postcode, d.is_main FROM accounts_address d WHERE d.account_id = %s LIMIT 51",
)


def account(request: HttpRequest, id: UUID) -> HttpResponse:
    """The account with what its first page judges and shows: tags, facts, departments, people, addresses."""
    where, values = scope(request)
    rows = fetch(f"{ACCOUNT} AND {where}", [key(id), *values])
    return html(rows[0][1], rows, *(fetch(sql, [key(id)]) for sql in AROUND))


SHOWN = "SELECT d.object_id, d.names, d.entity"


def search(request: HttpRequest) -> HttpResponse:
    """The newest 200 records of each lane that hold the text, within the member's rows: what a ranking must have read."""
    words = request.GET.get("words", "")
    where, values = scope(request)
    where = where.replace("a.", "d.")
    tables = []
    for entities in LANES:
        kinds = ", ".join(f"'{entity}'" for entity in entities)
        if connection.vendor == "sqlite":
            sql = f"{SHOWN} FROM search_fts f CROSS JOIN search_searchdoc d ON d.id = f.rowid WHERE search_fts MATCH %s"
            order = "f.rowid"
        else:
            sql, order = f"{SHOWN} FROM search_searchdoc d WHERE d.tsv @@ %s::tsquery", "d.id"
        narrow = f"d.entity IN ({kinds}) AND {where}"
        tables.append(fetch(f"{sql} AND {narrow} ORDER BY {order} DESC LIMIT 200", [words, *values])[:6])
    return html(words, *tables)
