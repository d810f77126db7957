"""One page of any entity, for list page and API: scope, filters, sort, columns and names, in a constant number of queries."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet

from keyaccount.access import Access, Field, Kind, Principal, access_to, opened
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say
from keyaccount.facts.tags import tags_by_account
from keyaccount.queries.records import filters, paging
from keyaccount.queries.records.names import names_of, spoken

PAGE = 50
MOST = 200
OPEN_NAMES = {
    "member": ("name",),
    "department": ("name",),
    "pool": ("name",),
    "industry": ("name", "name_hant", "name_en"),
}


@dataclass(frozen=True)
class Row:
    """A row as its reader may see it. `values` holds only readable fields; references are ids, named in `Page.names`."""

    id: Any
    version: int | None
    values: dict[str, Any]


@dataclass(frozen=True)
class Page:
    """A page of a list. `count` is exact when `complete`, else at least that many."""

    entity: str
    fields: dict[str, Field]
    rows: list[Row]
    names: dict[str, dict[Any, str]]
    sort: str
    next: str
    previous: str
    count: int | None = None
    complete: bool = True
    columns: list[str] = field(default_factory=list)


def rows_matching(
    by: Principal,
    entity: str,
    params: Mapping[str, Sequence[str]],
    *,
    narrow: Q | None = None,
    find: Finder | None = None,
    pooled: bool = True,
) -> QuerySet[Any]:
    """The rows of a list before sorting and paging; export and bulk actions start from the same."""
    access = access_to(by, entity)
    rows = opened(by, entity, archived=_last(params, "archived") == "1", pooled=pooled).filter(
        filters.parse(access, params)
    )
    if narrow is not None:
        rows = rows.filter(narrow)
    text = _last(params, "q").strip()
    if text and find is not None:
        rows = rows.filter(pk__in=find(by, entity, text))
    if "tags" in params:
        rows = rows.distinct()
    return rows


Finder = Callable[[Principal, str, str], list[Any]]


def list_records(
    by: Principal,
    entity: str,
    params: Mapping[str, Sequence[str]],
    *,
    narrow: Q | None = None,
    find: Finder | None = None,
    default_sort: str = "-updated_at",
    columns: Sequence[str] | None = None,
    count: bool = True,
    pooled: bool = True,
) -> Page:
    """One page. `params` as in an address (see `filters`); raises `Invalid` for anything it cannot honour.

    Without `pooled` what lies in public pools stays out.
    """
    access = access_to(by, entity)
    rows = rows_matching(by, entity, params, narrow=narrow, find=find, pooled=pooled)
    sort = paging.sort_of(access, _last(params, "sort"), default_sort)
    rows = rows.filter(access.where(sort.name, Q()))
    mark = _last(params, "cursor")
    cursor = paging.read_cursor(mark, sort, access.policy.model) if mark else None
    wanted = _columns(access, params, columns)
    loaded = rows.values(*dict.fromkeys(["pk", *_loaded(access, wanted)]))
    found, following, before = paging.page_rows(loaded, sort, cursor, _limit(params))
    shown = [_row(access, wanted, raw) for raw in found]
    tags = _tags(access, wanted, shown)
    number, complete = paging.counted(rows) if count else (None, False)
    return Page(
        entity=entity,
        fields=access.fields,
        rows=shown,
        names=_names(by, wanted, found, shown, tags),
        sort=str(sort),
        next=following,
        previous=before,
        count=number,
        complete=complete,
        columns=[f.name for f in wanted],
    )


def _last(params: Mapping[str, Sequence[str]], name: str) -> str:
    given = params.get(name)
    return given[-1] if given else ""


def _limit(params: Mapping[str, Sequence[str]]) -> int:
    text = _last(params, "limit")
    if not text:
        return PAGE
    if not text.isdecimal() or len(text) > len(str(MOST)) or not 1 <= int(text) <= MOST:
        raise Invalid(Problem("limit", say("每页 1 到 {most} 行", most=MOST), field="limit"))
    return int(text)


def _columns(
    access: Access, params: Mapping[str, Sequence[str]], columns: Sequence[str] | None
) -> list[Field]:
    asked = [name for name in _last(params, "columns").split(",") if name] or columns
    if asked is None:
        return [f for f in access.fields.values() if f.listed]
    unknown = [name for name in asked if name not in access.fields]
    if unknown:
        raise Invalid(
            *(
                Problem("unknown_column", say("没有名为 {name} 的列", name=n), field="columns")
                for n in unknown
            )
        )
    return [access.fields[name] for name in dict.fromkeys(asked)]


def _loaded(access: Access, wanted: list[Field]) -> list[str]:
    own = [f.path for f in wanted if f.kind is not Kind.TAGS or not f.ref]
    version = ["version"] if "version" in access.policy.internal else []
    joined = [path for f in wanted for path in name_paths(f)]
    return [*own, *joined, *access.policy.scope.columns, *version]


def name_paths(found: Field) -> list[str]:
    """Paths to a reference's names where every reader may see it, so that the list's own query brings them along."""
    columns = OPEN_NAMES.get(found.ref, ()) if found.kind is Kind.REF and found.path.endswith("_id") else ()
    return [f"{found.path.removesuffix('_id')}__{column}" for column in columns]


def _names(
    by: Principal, wanted: list[Field], raws: list[dict[str, Any]], rows: list[Row], tags: dict[Any, str]
) -> dict[str, dict[Any, str]]:
    """Names of all references of the page: those brought along, and one query for each other entity."""
    names: dict[str, dict[Any, str]] = {}
    for found in wanted:
        for raw in raws if (paths := name_paths(found)) else ():
            if raw[found.path]:
                names.setdefault(found.ref, {})[raw[found.path]] = spoken([raw[path] for path in paths])
    others = [f for f in wanted if not name_paths(f)]
    return {**names, **names_of(by, others, [r.values for r in rows], tags=tags)}


def _row(access: Access, wanted: list[Field], raw: dict[str, Any]) -> Row:
    classes = access.classes({**raw, "id": raw["pk"]})
    values = {f.name: masked(f, raw.get(f.path)) for f in wanted if f.klass in classes}
    return Row(raw["pk"], raw.get("version"), values)


def masked(found: Field, value: Any) -> Any:
    """Sealed values leave this layer as present or absent only."""
    return ("••••" if value else "") if found.kind is Kind.SEALED else value


def _tags(access: Access, wanted: list[Field], rows: list[Row]) -> dict[Any, str]:
    """Tags of all rows of the page in one query, put into the rows; returns their names."""
    if not any(f.kind is Kind.TAGS and f.ref for f in wanted) or not rows:
        return {}
    by_account, names = tags_by_account([r.id for r in rows])
    for row in rows:
        if "tags" in row.values:
            row.values["tags"] = by_account.get(row.id, [])
    return names
