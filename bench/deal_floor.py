"""The floor of the pages of deals and money: what each shows, by hand-written SQL in bare HTML (see `floor`)."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from bench.deals import STAGES, TODAY
from bench.floor import fetch, html, key
from keyaccount.access import Principal

NAMED = (
    " LEFT JOIN org_member m ON m.id = o.owner_id LEFT JOIN accounts_account a ON a.id = o.account_id"
    " AND a.archived_at IS NULL"
)
CARD = (
    "o.id, o.name, o.account_id, a.name, m.name, o.amount, o.currency, o.chance, o.verdict, o.sign_on, o.stage_since,"
    " o.contacted_at, o.version"
)
DAY = (9, 13, 2, 2)  # where the rows of the calendar's four queries hold their day
OPEN = "o.state = 'open' AND o.archived_at IS NULL AND o.pipeline = 'ka'"


def scope(request: HttpRequest, row: str = "o") -> tuple[str, list[Any]]:
    """The member's deals or contracts as SQL: worked or held by the member or, for a leader, by the departments below."""
    principal: Principal = request.principal  # type: ignore[attr-defined]
    me = key(principal.id)
    own = f"({row}.owner_id = %s OR {row}.holder_id = %s)"
    if "sales" in principal.member.roles:
        return own, [me, me]
    below = [key(d) for d in principal.subtree]
    marks = ", ".join(["%s"] * len(below))
    rule = f"({row}.department_id IN ({marks}) OR {row}.holder_department_id IN ({marks}) OR {own})"
    return rule, [*below, *below, me, me]


def deals(request: HttpRequest) -> tuple[str, list[Any]]:
    """As `scope`; `?owner=me` the member's own alone."""
    principal: Principal = request.principal  # type: ignore[attr-defined]
    return ("o.owner_id = %s", [key(principal.id)]) if request.GET.get("owner") else scope(request)


def now(where: str, values: list[Any]) -> list[tuple[Any, ...]]:
    """Count, sum, weighted sum and stalled of each stage."""
    sql = f"""SELECT o.stage, o.currency, count(*), sum(o.amount),
        sum(CASE WHEN o.verdict <> 'not_standing' THEN o.amount * o.chance END),
        sum(CASE WHEN o.stage_since < %s THEN 1 ELSE 0 END)
        FROM deals_opportunity o WHERE {OPEN} AND {where} GROUP BY o.stage, o.currency"""
    return fetch(sql, [TODAY - timedelta(days=30), *values])


def board(request: HttpRequest) -> HttpResponse:
    where, values = deals(request)
    tables = [now(where, values)]
    for rank, _ in enumerate(STAGES, start=1):
        sql = f"SELECT {CARD} FROM deals_opportunity o{NAMED} WHERE {OPEN} AND o.stage_rank = %s AND {where}"
        tables.append(fetch(f"{sql} ORDER BY o.updated_at DESC, o.id DESC LIMIT 20", [rank, *values]))
    return html("board", *tables)


def table(request: HttpRequest) -> HttpResponse:
    """Open deals, the greatest first."""
    where, values = deals(request)
    held = f"o.state = 'open' AND o.archived_at IS NULL AND {where}"
    sql = f"SELECT {CARD} FROM deals_opportunity o{NAMED} WHERE {held} AND o.amount IS NOT NULL"
    rows = fetch(f"{sql} ORDER BY o.amount DESC, o.id LIMIT 51", values)
    counted = f"SELECT count(*) FROM (SELECT 1 FROM deals_opportunity o WHERE {held} LIMIT 1001) c"
    return html(f"{fetch(counted, values)[0][0]}", rows)


def funnel(request: HttpRequest) -> HttpResponse:
    """Who came into and passed each stage, how long they stood, and what stands there now."""
    where, values = deals(request)
    joined = (
        "deals_passage p JOIN deals_opportunity o ON o.id = p.opportunity_id"
        f" WHERE o.pipeline = 'ka' AND o.archived_at IS NULL AND {where}"
    )
    sql = "SELECT p.kind, {0}, count(DISTINCT p.opportunity_id) FROM " + joined + " GROUP BY p.kind, {0}"
    days = f"SELECT p.from_stage, p.days, count(*) FROM {joined} AND p.kind IN ('advance', 'win') GROUP BY p.from_stage, p.days"
    steps = (fetch(sql.format(f"p.{column}_stage"), values) for column in ("from", "to"))
    stood: dict[str, list[int]] = {}
    for stage, length, n in fetch(days, values):
        stood.setdefault(stage, []).extend([length] * n)
    medians = [(stage, stage, sorted(each)[len(each) // 2]) for stage, each in stood.items()]
    return html("funnel", *steps, medians, now(where, values))


def calendar(request: HttpRequest) -> HttpResponse:
    """Signatures, deals that come back, instalments and tasks of a month."""
    where, values = scope(request)
    first = TODAY.replace(day=1)
    month = [first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)]
    deal = f"SELECT {CARD}, o.park_until FROM deals_opportunity o{NAMED} WHERE o.archived_at IS NULL AND {where} AND "
    money, paid = scope(request, "c")
    principal: Principal = request.principal  # type: ignore[attr-defined]
    task, mine = "t.owner_id = %s OR a.owner_id = %s", [key(principal.id)] * 2
    if "sales" not in principal.member.roles:
        below = [key(d) for d in principal.subtree]
        marks = ", ".join(["%s"] * len(below))
        task = f"{task} OR t.department_id IN ({marks}) OR a.department_id IN ({marks})"
        mine += below * 2
    parts = (
        fetch(f"{deal} o.state IN ('open', 'won') AND o.sign_on BETWEEN %s AND %s ORDER BY o.sign_on LIMIT 500", [*values, *month]),
        fetch(f"{deal} o.state = 'shelved' AND o.park_until BETWEEN %s AND %s ORDER BY o.park_until LIMIT 500", [*values, *month]),
        fetch(
            "SELECT i.id, i.label, i.due_on, i.amount, i.paid, c.currency, a.name FROM contracts_instalment i"
            " JOIN contracts_contract c ON c.id = i.contract_id LEFT JOIN accounts_account a ON a.id = c.account_id"
            f" WHERE {money} AND c.state IN ('signed', 'ended') AND i.due_on BETWEEN %s AND %s ORDER BY i.due_on LIMIT 500",
            [*paid, *month],
        ),
        fetch(
            "SELECT t.id, t.title, t.due_on, t.done_at, a.name FROM visits_task t LEFT JOIN accounts_account a"
            f" ON a.id = t.account_id WHERE ({task}) AND t.archived_at IS NULL AND t.due_on BETWEEN %s AND %s"
            " ORDER BY t.due_on LIMIT 500",
            [*mine, *month],
        ),
    )  # fmt: skip
    return html("calendar", *(_a_few(rows, place) for rows, place in zip(parts, DAY, strict=True)))


def _a_few(rows: list[tuple[Any, ...]], day: int) -> list[tuple[Any, ...]]:
    """The first five of each day, as the page shows."""
    return [row for _, each in groupby(rows, key=itemgetter(day)) for row in list(each)[:5]]


def receivables(request: HttpRequest) -> HttpResponse:
    """Open instalments by age, as a whole, by account, and the oldest of them."""
    where, values = scope(request, "c")
    edges = [TODAY - timedelta(days=n) for n in (0, 31, 61, 91, 181)]
    sums = "sum(CASE WHEN i.due_on > %s THEN i.amount - i.paid END)"
    sums += "".join(
        ", sum(CASE WHEN i.due_on <= %s AND i.due_on > %s THEN i.amount - i.paid END)" for _ in edges[1:]
    )
    sums += ", sum(CASE WHEN i.due_on <= %s THEN i.amount - i.paid END)"
    spans = [edges[0], *(edge for pair in pairwise(edges) for edge in pair), edges[-1]]
    rows = (
        "FROM contracts_instalment i JOIN contracts_contract c ON c.id = i.contract_id JOIN accounts_account a"
        " ON a.id = c.account_id LEFT JOIN org_member m ON m.id = c.owner_id"
        f" WHERE i.paid < i.amount AND c.state IN ('signed', 'ended') AND c.archived_at IS NULL AND {where}"
    )
    left = "sum(i.amount - i.paid)"
    return html(
        "receivables",
        fetch(f"SELECT c.currency, c.currency, {sums}, {left} {rows} GROUP BY c.currency", [*spans, *values]),
        fetch(
            f"SELECT a.id, a.name, c.currency, {sums}, {left} {rows} GROUP BY a.id, a.name, c.currency"
            f" ORDER BY {left} DESC LIMIT 100",
            [*spans, *values],
        ),
        fetch(
            "SELECT i.id, i.label, c.number, c.title, a.name, m.name, c.currency, i.amount - i.paid, i.due_on"
            f" {rows} AND i.due_on IS NOT NULL ORDER BY i.due_on LIMIT 100",
            values,
        ),
    )


DEAL = f"SELECT o.*, a.name, m.name FROM deals_opportunity o{NAMED} WHERE o.id = %s"
AROUND = (
    "SELECT x.* FROM deals_answer x WHERE x.opportunity_id = %s",
    "SELECT x.* FROM deals_need x WHERE x.opportunity_id = %s",
    "SELECT x.*, p.name FROM deals_opportunityline x JOIN library_product p ON p.id = x.product_id WHERE x.opportunity_id = %s",
    "SELECT x.*, p.name FROM deals_opportunitymember x JOIN org_member p ON p.id = x.member_id WHERE x.opportunity_id = %s",
    "SELECT x.* FROM deals_waiver x WHERE x.opportunity_id = %s",
    "SELECT x.* FROM deals_passage x WHERE x.opportunity_id = %s ORDER BY x.at DESC LIMIT 100",
    "SELECT x.* FROM visits_contact x WHERE x.opportunity_id = %s ORDER BY x.happened_at DESC LIMIT 50",
    "SELECT x.* FROM visits_task x WHERE x.opportunity_id = %s AND x.done_at IS NULL ORDER BY x.due_on LIMIT 50",
    "SELECT x.* FROM contracts_proposal x WHERE x.opportunity_id = %s",
    "SELECT x.* FROM contracts_quote x WHERE x.opportunity_id = %s",
    "SELECT x.* FROM contracts_negotiationpoint x WHERE x.opportunity_id = %s",
    "SELECT i.*, x.* FROM contracts_contract x JOIN contracts_instalment i ON i.contract_id = x.id WHERE x.opportunity_id = %s",
)


def deal(request: HttpRequest, id: UUID) -> HttpResponse:
    """The deal with all it is judged by."""
    where, values = scope(request)
    rows = fetch(f"{DEAL} AND {where}", [key(id), *values])
    return html(rows[0][1], rows, *(fetch(sql, [key(id)]) for sql in AROUND))
