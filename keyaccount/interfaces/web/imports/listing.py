"""My imports and exports."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from keyaccount.access import Principal, access_to
from keyaccount.actions.exporting.start_export import FORMATS
from keyaccount.actions.importing.columns import kinds_for
from keyaccount.base.errors import Refused
from keyaccount.base.language import say
from keyaccount.interfaces.web.imports.telling import export_line, import_line
from keyaccount.interfaces.web.pages import page
from keyaccount.queries.library.export_rows import LISTS
from keyaccount.queries.library.runs import my_exports, my_imports


@require_GET
def runs(request: HttpRequest) -> HttpResponse:
    """`?show=exports` is the other tab."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    kinds, may_export = kinds_for(by), by.may("export.run")
    if not (kinds or may_export):
        raise Refused()
    exporting = request.GET.get("show") == "exports" or not kinds
    context = {
        "exporting": exporting,
        "shown_tabs": _tabs(bool(kinds), may_export, exporting),
        "imports": [] if exporting else [import_line(run) for run in my_imports(by)],
        "exports": [export_line(run) for run in my_exports(by)] if exporting else [],
        "choices": _choices(by) if may_export else [],
    }
    return page(request, "imports/list.html", context)


def _tabs(imports: bool, exports: bool, exporting: bool) -> list[dict[str, object]]:
    here = reverse("imports:list")
    shown = [
        (imports, {"label": say("导入"), "href": here, "active": not exporting}),
        (exports, {"label": say("导出"), "href": f"{here}?show=exports", "active": exporting}),
    ]
    return [tab for allowed, tab in shown if allowed]


def _choices(by: Principal) -> list[dict[str, object]]:
    """What can be exported as a whole, for a menu."""
    return [
        {
            "label": f"{label} · {name}",
            "href": reverse("imports:export", args=[kind]),
            "post": True,
            "fields": {"format": form},
        }
        for kind, (entity, label) in LISTS.items()
        if access_to(by, entity).fields
        for form, name in FORMATS.items()
        if form != "vcf" or kind == "people"
    ]
