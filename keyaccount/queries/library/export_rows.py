"""What an export of a list holds: the rows and fields its reader may see, as the page shows them, in cells of a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Q

from keyaccount.access import Field, FieldClass, Kind, Principal, access_to, opened
from keyaccount.base import clock, language, places, regions
from keyaccount.base.errors import Invalid, Problem, Refused
from keyaccount.base.language import Say, listed, say, sense
from keyaccount.queries.accounts.my_book import cold
from keyaccount.queries.library.deal_cells import answer_columns, deal_cells
from keyaccount.queries.library.map_cells import map_cells, map_columns
from keyaccount.queries.records.list_records import MOST, Page, list_records, rows_matching
from keyaccount.queries.search.find import ENTITIES, matching_ids

LISTS: dict[str, tuple[str, Say]] = {
    "accounts": ("account", sense("many", "客户")),
    "pools": ("account", say("公海客户")),
    "people": ("person", say("联系人")),
    "members": ("member", say("我方成员")),
    "results": ("result", say("月度业绩")),
    "products": ("product", sense("many", "产品")),
    "deals": ("opportunity", sense("many", "商机")),
    "maps": ("stakeholder", say("关系地图")),
    "quotes": ("quote", sense("many", "报价")),
    "contracts": ("contract", sense("many", "合同")),
    "receivables": ("invoice", say("应收与发票")),
    "receipts": ("receipt", say("到账")),
}
Params = Mapping[str, Sequence[str]]
_NOT_ASKED = frozenset({"cursor", "limit", "columns", "at", "ids", "view", "format"})
_ID = "id"
_ADDRESS = "address"  # of an account: the street of its main address, as an import takes it


@dataclass(frozen=True)
class ExportRows:
    """A list ready to be written: labels by column name, and rows as dicts of cells in the order of the columns."""

    columns: dict[str, str]
    rows: Iterator[dict[str, Any]]
    count: int
    confidential: bool


def export_rows(by: Principal, kind: str, params: Params) -> ExportRows:
    """All rows of a list as an address narrows and sorts it (`ids`: only these). Never what is personal or secret.

    Raises `Refused` when the list is not for this reader, `Invalid` for what the address cannot mean.
    """
    if kind not in LISTS:
        raise Invalid(Problem("choice", say("不能导出这种内容"), field="kind"))
    entity = LISTS[kind][0]
    if "q" in params and entity not in ENTITIES:
        raise Invalid(Problem("unknown_filter", say("不能按 {name} 筛选", name="q"), field="q"))
    access = access_to(by, entity)
    fields = {
        n: f for n, f in access.fields.items() if f.klass < FieldClass.PERSONAL and f.kind is not Kind.SEALED
    }
    if not fields:
        raise Refused()
    asked = {name: list(values) for name, values in params.items() if name not in _NOT_ASKED}
    narrow = _narrowed(by, kind, params)
    pooled = kind != "accounts" or "archived" in params
    count = rows_matching(by, entity, asked, narrow=narrow, find=matching_ids, pooled=pooled).count()
    columns = {_ID: str(say("系统编号")), **{name: str(field.label) for name, field in fields.items()}}
    if entity == "account" and access_to(by, "address").fields:
        columns[_ADDRESS] = str(say("办公地址"))
    if entity == "opportunity":
        columns |= answer_columns(by)
    if entity == "stakeholder":
        columns |= map_columns()
    rows = _rows(by, entity, asked, fields, narrow, pooled)
    return ExportRows(columns, rows, count, any(f.klass is FieldClass.COMMERCIAL for f in fields.values()))


def _narrowed(by: Principal, kind: str, params: Params) -> Q:
    """What the list pages narrow by beyond plain filters; a test holds this equal to theirs."""
    wanted = Q(pool__isnull=False) if kind == "pools" else Q(removed_at=None) if kind == "maps" else Q()
    for held in params.get("held", ()):
        wanted &= _held(by, kind, held)
    if "archived" in params:
        may = access_to(by, LISTS[kind][0]).may("archive")
        wanted = Q(archived_at__isnull=False, merged_into=None) if may else Q(pk__in=[])
    if "ids" in params:
        wanted &= Q(pk__in=[_id(text) for text in params["ids"]])
    return wanted


def _held(by: Principal, kind: str, held: str) -> Q:
    known = {
        ("accounts", "department"): lambda: Q(department_id__in=by.subtree),
        ("accounts", "cold"): lambda: cold(clock.now()),
        ("deals", "department"): lambda: Q(department_id__in=by.subtree),
        ("people", "mine"): lambda: Q(owner_id=by.id),
    }
    return known[kind, held]() if (kind, held) in known else Q(pk__in=[])


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Invalid(Problem("reference", say("请从列表中选择"), field="ids")) from None


def _rows(
    by: Principal, entity: str, asked: dict[str, list[str]], fields: dict[str, Field], narrow: Q, pooled: bool
) -> Iterator[dict[str, Any]]:
    """Page by page as the list itself reads, so that scope, classes and names are the list's own."""
    sort = {} if asked.get("sort") else {"sort": [_sort(by, entity)]}
    cursor: list[str] = []
    while True:
        found = list_records(
            by,
            entity,
            {**asked, **sort, "limit": [str(MOST)], "cursor": cursor},
            narrow=narrow,
            find=matching_ids,
            columns=list(fields),
            count=False,
            pooled=pooled,
        )
        more = _more(by, entity, found)
        for row in found.rows:
            cells = {n: _cell(f, row.values[n], found) for n, f in fields.items() if n in row.values}
            yield {_ID: str(row.id), **cells, **more.get(row.id, {})}
        if not found.next:
            return
        cursor = [found.next]


def _more(by: Principal, entity: str, page: Page) -> dict[Any, dict[str, Any]]:
    """{row: further cells} of kinds that tell more than their own columns."""
    if entity == "opportunity":
        return deal_cells(by, page.rows)
    if entity == "stakeholder":
        return map_cells(by, page.rows)
    return _streets(by, [row.id for row in page.rows]) if entity == "account" else {}


def _streets(by: Principal, accounts: list[Any]) -> dict[Any, dict[str, Any]]:
    """{account: cell} of those with an address the reader may see: the main one, else the oldest."""
    rows = opened(by, "address").filter(account_id__in=accounts).exclude(street="")
    first = list(rows.order_by("-is_main", "created_at", "id").values_list("account_id", "street"))
    return {account: {_ADDRESS: street} for account, street in reversed(first)}


def _sort(by: Principal, entity: str) -> str:
    sortable = access_to(by, entity).sortable
    return next(n for n in ("-updated_at", "name", *sortable) if n.removeprefix("-") in sortable)


def _cell(field: Field, value: Any, page: Page) -> Any:
    """A value as a file holds it and an import reads it again: references by name, choices by label."""
    if value in (None, "", []):
        return None
    match field.kind:
        case Kind.REF:
            return page.names.get(field.ref, {}).get(value)
        case Kind.CHOICE:
            return (
                page.names.get("tier", {}).get(value, value) if field.name == "tier" else _label(field, value)
            )
        case Kind.TAGS:
            names = page.names.get(field.ref, {}) if field.ref else {}
            return str(listed(names.get(one, "") or _label(field, one) for one in value))
        case Kind.MONTHS:
            return ",".join(map(str, value))
        case Kind.YESNO:
            return str(say("是")) if value else str(say("否"))
        case Kind.REGION:
            return _region(value, language.current())
    return value


def _label(field: Field, key: Any) -> str:
    return str((field.choices or {}).get(key, key))


@cache
def _region(code: str, _language: str) -> str:
    """省市区 by name, as the reader writes it; the code where the name alone would not lead back to it."""
    name = places.told_path(code)
    return name if regions.find(name) == code else code
