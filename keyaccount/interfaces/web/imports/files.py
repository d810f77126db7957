"""Files handed out: templates, rows with what became of them, exports. Always as attachments."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_GET

from keyaccount.access import Principal
from keyaccount.actions.importing.columns import KINDS, may_import
from keyaccount.actions.importing.import_file import write_annotated
from keyaccount.actions.importing.template import write_import_template
from keyaccount.actions.shared.storing import path_of
from keyaccount.base import clock
from keyaccount.base.errors import Missing, Refused
from keyaccount.base.language import say
from keyaccount.interfaces.web.imports.words import ACTIVE
from keyaccount.queries.library.runs import my_export, my_import


@require_GET
def template(request: HttpRequest, kind: str) -> HttpResponseBase:
    """An empty workbook with our columns, drop-downs and examples."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    if kind not in KINDS:
        raise Missing()
    if not may_import(by, kind):
        raise Refused()
    name = str(say("导入模板-{kind}", kind=KINDS[kind]))
    return _made(lambda folder: write_import_template(by, kind, folder / "template.xlsx"), name)


@require_GET
def rows(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """The person's own rows, each with result and reason; `?only=refused` those to put right and bring again."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    run = my_import(by, id)
    if run.state == "draft" or run.state in ACTIVE:
        raise Missing()
    only = request.GET.get("only") == "refused"
    stem = Path(run.document.name).stem
    name = str(say("{file}-退回的行", file=stem) if only else say("{file}-导入结果", file=stem))
    return _made(lambda folder: write_annotated(run, folder / "rows.xlsx", only_refused=only), name)


@require_GET
def exported(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """The file of an export, for as long as it is kept."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    by.must("export.run")
    run = my_export(by, id)
    if run.state != "done" or not run.document or not run.expires_at or run.expires_at <= clock.now():
        raise Missing()
    return _attached(path_of(run.document.digest), run.document.name)


def _made(make: Callable[[Path], Path], name: str) -> FileResponse:
    """A file made for this answer alone; its name goes at once, its content when it has been sent."""
    with tempfile.TemporaryDirectory(prefix="keyaccount-") as folder:
        path = make(Path(folder))
        return _attached(path, name + path.suffix)


def _attached(path: Path, name: str) -> FileResponse:
    response = FileResponse(
        path.open("rb"), as_attachment=True, filename=name, content_type="application/octet-stream"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
