"""Lists: filters, sort, cursor and columns in the address, the same words as the pages use."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.request import QueryDict

from keyaccount.access import Access, Field, Kind, Principal, access_to
from keyaccount.base.errors import Invalid, Problem, Refused
from keyaccount.base.language import say
from keyaccount.interfaces.api import answers
from keyaccount.interfaces.api.resources import Resource
from keyaccount.queries.records.list_records import MOST, Finder, list_records
from keyaccount.queries.search.find import ENTITIES, matching_ids

OWN = ("fields", "total", "archived", "q", "sort", "cursor", "limit")
NOT_HERE = ("columns", "view", "format", "back", "held")
TEXTS = {Kind.TEXT, Kind.LONG, Kind.PHONE, Kind.EMAIL, Kind.URL, Kind.CREDIT_CODE}
RANGES = {Kind.INTEGER, Kind.MONEY, Kind.DECIMAL, Kind.DATE, Kind.MOMENT}
FINDERS: dict[str, Finder] = dict.fromkeys(ENTITIES, matching_ids)


def show_page(request: HttpRequest, by: Principal, resource: Resource) -> HttpResponse:
    """One page of a resource. A member to whom the whole kind of record is closed is refused."""
    access = access_to(by, resource.entity)
    if not access.fields:
        raise Refused()
    params = _params(request.GET, resource)
    counted = params.pop("total", ["0"])[-1] == "1"
    chosen = [name for name in params.pop("fields", [""])[-1].split(",") if name]
    page = list_records(
        by,
        resource.entity,
        params,
        find=FINDERS.get(resource.entity),
        default_sort=resource.sort,
        columns=_columns(access, chosen),
        count=counted,
    )
    return answers.answer(answers.page(page, counted=counted))


def _params(given: QueryDict, resource: Resource) -> dict[str, list[str]]:
    """The parameters of the address, those that mean nothing here refused."""
    params = {name: list(values) for name, values in given.lists()}
    problems = []
    for name, values in params.items():
        unknown = name in NOT_HERE or (name == "q" and resource.entity not in FINDERS)
        if unknown or (name == "archived" and not resource.archives):
            problems.append(Problem("unknown_filter", say("不能按 {name} 筛选", name=name), field=name))
        elif name in ("total", "archived") and values[-1] not in ("0", "1"):
            problems.append(Problem("choice", say("只能是：{list}", list="0、1"), field=name))
        elif name == "limit" and not _is_limit(values[-1]):
            problems.append(Problem("limit", say("每页 1 到 {most} 行", most=MOST), field=name))
    if problems:
        raise Invalid(*problems)
    return params


def _is_limit(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 6 and 1 <= int(text) <= MOST


def _columns(access: Access, chosen: list[str]) -> list[str]:
    """The fields asked for, else all that the reader may see; an unseen field is as unknown as one that is not there."""
    unknown = [name for name in chosen if name not in access.fields]
    if unknown:
        raise Invalid(
            *(
                Problem("unknown_field", say("没有名为 {name} 的字段", name=n), field="fields")
                for n in unknown
            )
        )
    return chosen or list(access.fields)


def parameters(resource: Resource) -> list[dict[str, Any]]:
    """The query parameters of a list, for the schema: paging, sort, and every filter with its operators."""
    fields = resource.policy.fields
    sortable = [sign + f.name for f in fields if f.sortable for sign in ("", "-")]
    found = [
        _parameter(
            "limit", say("每页行数"), {"type": "integer", "minimum": 1, "maximum": MOST, "default": 50}
        ),
        _parameter("cursor", say("翻页位置，取自上一次回答的 next 或 previous")),
        _parameter("sort", say("排序字段，前面加 - 为倒序"), {"type": "string", "enum": sortable}),
        _parameter("fields", say("只要这些字段，用逗号分隔")),
        _parameter("total", say("1：同时给出总数"), {"type": "string", "enum": ["0", "1"]}),
    ]
    if resource.archives:
        found.append(_parameter("archived", say("1：包括已归档的"), {"type": "string", "enum": ["0", "1"]}))
    if resource.entity in FINDERS:
        found.append(_parameter("q", say("搜索：名称、拼音、编号、电话")))
    return found + [one for field in fields if field.filterable for one in _filters(field)]


def _filters(field: Field) -> list[dict[str, Any]]:
    found = []
    if field.kind not in (Kind.MONTHS, Kind.SEALED) and (field.kind is not Kind.TAGS or field.ref):
        found.append(_parameter(field.name, say("{label} 等于，多个值用逗号分隔", label=field.label)))
        found.append(_parameter(f"{field.name}__not", say("{label} 不等于", label=field.label)))
    if field.kind in RANGES:
        found.append(_parameter(f"{field.name}__gte", say("{label} 不小于", label=field.label)))
        found.append(_parameter(f"{field.name}__lte", say("{label} 不大于", label=field.label)))
    if field.kind in TEXTS:
        found.append(_parameter(f"{field.name}__contains", say("{label} 包含", label=field.label)))
    empty = _parameter(f"{field.name}__empty", say("1：{label} 未填；0：已填", label=field.label))
    return [*found, empty | {"schema": {"type": "string", "enum": ["0", "1"]}}]


def _parameter(name: str, text: Any, schema: dict[str, Any] | None = None) -> dict[str, Any]:
    return {
        "in": "query",
        "name": name,
        "required": False,
        "description": text,
        "schema": schema or {"type": "string"},
    }
