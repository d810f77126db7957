"""What pickers ask while somebody types: records of one entity, and the regions below a region."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.http import require_GET

from keyaccount.base import places
from keyaccount.base import regions as known
from keyaccount.base.errors import Missing
from keyaccount.queries.records.look_up import look_up

app_name = "lookups"


@require_GET
def records(request: HttpRequest, entity: str) -> JsonResponse:
    """`?q=`, for units and people also `?account=` → `[{id, text, sub}]`."""
    account = request.GET.get("account") or None
    by = request.principal  # type: ignore[attr-defined]
    found = look_up(by, entity, request.GET.get("q", ""), account=_id(account))
    return JsonResponse([{"id": str(c.id), "text": c.text, "sub": c.sub} for c in found], safe=False)


def _id(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        raise Missing() from None


@require_GET
def regions(request: HttpRequest) -> JsonResponse:
    """`?parent=` → the regions below it (the provinces when empty): `[{code, name, leaf}]`."""
    parent = request.GET.get("parent", "")
    found = known.children(parent) if parent else known.provinces()
    shown = [{"code": r.code, "name": places.told(r.name), "leaf": not known.children(r.code)} for r in found]
    return JsonResponse(shown, safe=False)


urlpatterns = [
    path("records/<slug:entity>", records, name="records"),
    path("regions", regions, name="regions"),
]
