"""Lists the whole company shares: industries and tags."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from keyaccount.access import Principal, opened
from keyaccount.base.errors import Missing
from keyaccount.base.language import say
from keyaccount.interfaces.web.pages import done, page
from keyaccount.interfaces.web.settings.doors import need
from keyaccount.interfaces.web.settings.panels import change_record, new_record

FIELDS = {"industry": ("name", "name_hant", "name_en", "sort"), "tag": ("name",)}
TITLES = {"industry": (say("添加行业"), say("修改行业")), "tag": (say("添加标签"), say("修改标签"))}


@require_GET
def lists(request: HttpRequest) -> HttpResponse:
    by: Principal = request.principal  # type: ignore[attr-defined]
    need(by, "list.manage")
    context = {
        "industries": list(opened(by, "industry").order_by("sort", "name", "pk")[:500]),
        "tags": list(opened(by, "tag").order_by("name", "pk")[:500]),
    }
    return page(request, "settings/lists.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, entity: str) -> HttpResponse:
    fields, titles = _known(request, entity)
    return new_record(
        request,
        entity,
        fields,
        titles[0],
        lambda row: done(say("已添加 {name}", name=row.name), reload="#main"),
    )


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, entity: str, id: UUID) -> HttpResponse:
    fields, titles = _known(request, entity)
    return change_record(
        request, entity, id, fields, titles[1], lambda row: done(say("已保存"), reload="#main")
    )


def _known(request: HttpRequest, entity: str) -> tuple:
    if entity not in FIELDS:
        raise Missing()
    need(request.principal, "list.manage")  # type: ignore[attr-defined]
    return FIELDS[entity], TITLES[entity]
