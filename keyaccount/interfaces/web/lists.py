"""Lists: what an address asks for, as table, chips, saved views and pager; one machinery for every list page.

A page describes its list once (`ListSpec`), adds `list_panels.routes(SPEC)` to its routes and draws `shown(request, SPEC)`
with the macros of `lists/parts.html`. Filters, sort, columns and words live in the address and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpRequest, QueryDict
from markupsafe import Markup

from keyaccount.access import Access, Field, Kind, Principal, access_to, opened
from keyaccount.base.errors import Invalid, Refused
from keyaccount.base.language import Say
from keyaccount.interfaces.web import drawing, list_chips
from keyaccount.interfaces.web.routes import route
from keyaccount.interfaces.web.values import words
from keyaccount.queries.records.list_records import PAGE, Finder, Page, list_records, rows_matching

Params = dict[str, list[str]]
POSITION = ("cursor", "at")


@dataclass(frozen=True)
class Look:
    """How a column is drawn (docs/developers/components.md): width, align, place on a phone, first direction of its sort."""

    width: str = "md"
    phone: str = "hide"
    align: str = ""
    first: str = ""
    label: Say | None = None


@dataclass(frozen=True)
class Tab:
    """A view that everybody has: a name and the query it stands for."""

    label: Say
    query: str


def _no_tabs(by: Principal) -> list[Tab]:
    return []


def _no_narrowing(by: Principal, params: Params) -> Q | None:
    return None


@dataclass(frozen=True)
class ListSpec:
    """One list page. Its routes are `<namespace>:list`, `:filters`, `:columns`, `:views`, `:forget_view`.

    `columns` are shown by default, `lead` always; `also` are loaded for the cells without being columns. `special` are
    parameters that are no fields (of `filters.NOT_FILTERS`), labelled by value; `narrow` gives them their meaning.
    `cells` draws columns that are more than their words; without `pooled` what lies in public pools stays out.
    """

    entity: str
    namespace: str
    columns: tuple[str, ...]
    looks: Mapping[str, Look] = field(default_factory=dict)
    lead: str = "name"
    also: tuple[str, ...] = ()
    default_sort: str = "-updated_at"
    tabs: Callable[[Principal], list[Tab]] = _no_tabs
    special: Mapping[str, Mapping[str, Say]] = field(default_factory=dict)
    narrow: Callable[[Principal, Params], Q | None] = _no_narrowing
    find: Finder | None = None
    first_filters: tuple[str, ...] = ()
    cells: Callable[[], Mapping[str, Callable[[RowShown], Any]]] = dict
    pooled: bool = True

    def route(self, name: str) -> str:
        return route(f"{self.namespace}:{name}")


class Words(dict[str, str]):
    """Column → its value in words, found when first asked for: most cells are drawn from the stored value."""

    def __init__(self, page: Page, values: Mapping[str, Any], unit: Any) -> None:
        self.page, self.values_, self.unit = page, values, unit

    def __missing__(self, name: str) -> str:
        value, currency = self.values_.get(name), self.values_.get("currency") or "CNY"
        self[name] = words(self.page.fields[name], value, self.page.names, currency=currency, unit=self.unit)
        return self[name]


@dataclass(frozen=True)
class RowShown:
    """A row with its values in words. `values` are as stored, references as ids; `cells` are drawn, one a column."""

    id: Any
    version: int | None
    values: dict[str, Any]
    words: Words
    cells: list[Any] = field(default_factory=list)


@dataclass(frozen=True)
class ListShown:
    """All that the macros of `lists/parts.html` draw."""

    url: str
    columns: list[dict[str, Any]]
    rows: list[RowShown]
    sort: str
    sort_url: str
    views: list[dict[str, Any]]
    chips: list[dict[str, str]]
    q: str
    carried: Params
    chooser: list[dict[str, Any]]
    pager: dict[str, Any]
    routes: dict[str, str]
    query: str
    problems: list[dict[str, Any]] = field(default_factory=list)

    @property
    def narrowed(self) -> bool:
        """Whether the reader narrowed the list, so that "nothing found" differs from "nothing there"."""
        return bool(self.chips or self.q)

    def body(self, place: str, boxes: bool) -> Markup:
        """The rows of the table; the lead links to the row's page below `place`, `boxes` are for choosing rows."""
        return Markup("".join(drawing.row(row, self.columns, place, boxes) for row in self.rows))

    @property
    def status(self) -> int:
        return 422 if self.problems else 200


def params_of(query: QueryDict) -> Params:
    """The parameters of an address without empty ones, as forms send them, and without NUL, which no database stores."""
    kept = {name: [v.replace("\x00", "") for v in query.getlist(name) if v.strip("\x00 ")] for name in query}
    return {name: found for name, found in kept.items() if found}


def here(request: HttpRequest, spec: ListSpec) -> Params:
    """The parameters of the list the reader looks at: a panel knows it from where it was asked for."""
    asked_from = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer", ""))
    found = QueryDict(asked_from.query) if asked_from.path == spec.route("list") else request.GET
    return params_of(found)


def address(
    spec: ListSpec, params: Mapping[str, Sequence[str]], *, without: Iterable[str] = (), **more: str
) -> str:
    """The list's address with these parameters."""
    kept = {name: values for name, values in params.items() if name not in {*without, *more}}
    query = urlencode(
        {**kept, **{name: value for name, value in more.items() if value}}, doseq=True, safe=","
    )
    return spec.route("list") + (f"?{query}" if query else "")


def shown(request: HttpRequest, spec: ListSpec, *, count: bool = True) -> ListShown:
    """The list for the reader. A filter that cannot be used leaves it empty and is told in `problems`; status 422."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    access = access_to(by, spec.entity)
    if not access.fields:
        raise Refused()
    params = params_of(request.GET)
    chosen = columns_of(access, spec, params)
    asked = {k: v for k, v in params.items() if k not in ("columns", "at")}
    loaded = [*chosen, *(name for name in spec.also if name in access.fields)]
    page, problems = None, []
    try:
        page = list_records(
            by,
            spec.entity,
            asked,
            narrow=spec.narrow(by, params),
            find=spec.find,
            default_sort=spec.default_sort,
            columns=loaded,
            count=count,
            pooled=spec.pooled or "archived" in params,
        )
    except Invalid as error:
        problems = [{"field": "", "message": p.message} for p in error.problems]
    steady = {k: v for k, v in params.items() if k not in POSITION}
    sort = page.sort if page else spec.default_sort
    unsorted = address(spec, steady, without=["sort"])
    return ListShown(
        url=spec.route("list"),
        columns=[_column(access, spec, name) for name in chosen],
        rows=_rows(page, chosen, spec.cells(), by) if page else [],
        sort=sort,
        sort_url=unsorted + ("&" if "?" in unsorted else "?"),
        views=_views(by, spec, steady),
        chips=list_chips.chips(
            by, access, spec.special, steady, lambda *names: address(spec, steady, without=names)
        ),
        q=params.get("q", [""])[-1],
        carried={k: v for k, v in steady.items() if k != "q"},
        chooser=_chooser(access, spec, chosen),
        pager=_pager(spec, params, page),
        routes={name: spec.route(name) for name in ("filters", "columns", "views")},
        query=urlencode(steady, doseq=True, safe=","),
        problems=problems,
    )


def selected(by: Principal, spec: ListSpec, params: Params) -> QuerySet[Any]:
    """All rows of the list as the address narrows it, for bulk work on more than one page."""
    asked = {k: v for k, v in params.items() if k not in ("columns", "at")}
    pooled = spec.pooled or "archived" in params
    return rows_matching(
        by, spec.entity, asked, narrow=spec.narrow(by, params), find=spec.find, pooled=pooled
    )


def columns_of(access: Access, spec: ListSpec, params: Params) -> list[str]:
    """The columns to show: those of the address that the reader may read, else the default ones; the lead comes first."""
    asked = [name for part in params.get("columns", []) for name in part.split(",")] or list(spec.columns)
    return list(dict.fromkeys([spec.lead, *(name for name in asked if name in access.fields)]))


def _column(access: Access, spec: ListSpec, name: str) -> dict[str, Any]:
    found: Field = access.fields[name]
    number = found.kind in (Kind.INTEGER, Kind.MONEY, Kind.DECIMAL)
    look = spec.looks.get(name, Look(align="end" if number else "", first="-" if number else ""))
    aligned = f' class="ka-{look.align}"' if look.align else ""
    return {
        "key": name,
        "label": str(look.label or found.label),
        "sort": name if name in access.sortable else "",
        "width": look.width,
        "align": look.align,
        "first": look.first,
        "lead": name == spec.lead,
        "attrs": Markup(f'{aligned} data-col="{name}" data-phone="{look.phone or "hide"}"'),
    }


def _rows(
    page: Page, chosen: list[str], cells: Mapping[str, Callable[[RowShown], Any]], by: Principal
) -> list[RowShown]:
    """The rows in words, and each chosen column drawn; a value the reader may not see draws nothing."""
    unit, rows = by.member.money_unit, []
    for row in page.rows:
        values = row.values
        said = Words(page, values, unit)
        shown = RowShown(row.id, row.version, values, said)
        shown.cells.extend(cells[n](shown) if n in cells and n in values else said[n] for n in chosen)
        rows.append(shown)
    return rows


def _chooser(access: Access, spec: ListSpec, chosen: list[str]) -> list[dict[str, Any]]:
    names = [*chosen, *(name for name in access.fields if name not in chosen)]
    return [
        {"key": n, "label": str(access.fields[n].label), "on": n in chosen, "fixed": n == spec.lead}
        for n in names
        if access.fields[n].kind is not Kind.SEALED
    ]


def _views(by: Principal, spec: ListSpec, steady: Params) -> list[dict[str, Any]]:
    """The tabs above the list; the one whose whole query stands in the address is current, else the one with its filters."""
    saved = opened(by, "saved_view").filter(page=spec.namespace).order_by("sort", "name", "id")
    known = [(str(tab.label), tab.query) for tab in spec.tabs(by)]
    known += [(view.name, view.query) for view in saved[:30]]
    queries = [params_of(QueryDict(query)) for _, query in known]
    whole = [i for i, q in enumerate(queries) if q == steady]
    narrowing = [i for i, q in enumerate(queries) if _filters(q) == _filters(steady)]
    current = (whole or narrowing or [-1])[0]
    return [
        {"label": label, "href": address(spec, queries[i]), "active": i == current}
        for i, (label, _) in enumerate(known)
    ]


def _filters(params: Params) -> Params:
    return {name: values for name, values in params.items() if name not in ("sort", "columns", "limit")}


def _pager(spec: ListSpec, params: Params, page: Page | None) -> dict[str, Any]:
    """Where we are; the position travels in the address (`at`), because a keyset page does not know its number."""
    if page is None or not page.rows:
        return {"first": 0, "last": 0}
    text = params.get("at", ["1"])[-1]
    first = int(text) if text.isdecimal() and len(text) < 10 and "cursor" in params else 1
    last = first + len(page.rows) - 1
    limit = int(params.get("limit", [str(PAGE)])[-1])
    total = "" if page.count is None else f"{page.count:,}" + ("" if page.complete else "+")
    following = address(spec, params, cursor=page.next, at=str(last + 1)) if page.next else ""
    before = (
        address(spec, params, cursor=page.previous, at=str(max(first - limit, 1))) if page.previous else ""
    )
    return {"first": f"{first:,}", "last": f"{last:,}", "total": total, "next": following, "prev": before}


def ids_of(query: QueryDict) -> list[UUID]:
    """The chosen rows a bulk form sends; what is no id is left out."""
    found = []
    for text in query.getlist("ids"):
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return list(dict.fromkeys(found))
