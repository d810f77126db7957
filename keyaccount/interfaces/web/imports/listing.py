"""What the reader brought in and took out, with the files that came of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from keyaccount.access import Principal
from keyaccount.actions.importing.columns import KINDS, kinds_for
from keyaccount.base import clock
from keyaccount.base.errors import Refused
from keyaccount.interfaces.web.imports.words import ACTIVE, counted, state_of
from keyaccount.interfaces.web.pages import page
from keyaccount.queries.library.export_rows import LISTS
from keyaccount.queries.library.runs import my_exports, my_imports


@require_GET
def runs(request: HttpRequest) -> HttpResponse:
    """The page; while something is under way its lists ask for themselves."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    kinds = kinds_for(by)
    if not kinds and not by.may("export.run"):
        raise Refused()
    imports, exports = my_imports(by), my_exports(by)
    context: dict[str, Any] = {
        "may_import": bool(kinds),
        "may_export": by.may("export.run"),
        "imports": [
            {"run": run, "kind": KINDS[run.kind], "state": state_of(run), "counts": counted(run)} for run in imports
        ],
        "exports": [
            {"run": run, "kind": LISTS[run.kind][1], "state": state_of(run), "there": _there(run)} for run in exports
        ],
        "busy": any(run.state in ACTIVE for run in (*imports, *exports)),
    }
    return page(request, "imports/list.html", context)


def _there(run: Any) -> bool:
    """Whether the file of an export can still be fetched."""
    return bool(run.document_id and run.expires_at and run.expires_at > clock.now())
