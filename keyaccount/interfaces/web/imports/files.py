"""Files that go with an import: the template to fill, and the person's own rows with what became of them."""

from __future__ import annotations

import tempfile
from pathlib import Path
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from keyaccount.access import Principal
from keyaccount.actions.importing.columns import KINDS, must_import
from keyaccount.actions.importing.import_file import write_annotated
from keyaccount.actions.importing.template import write_import_template
from keyaccount.base.errors import Invalid, Missing
from keyaccount.base.language import say
from keyaccount.interfaces.web.imports.telling import BUSY
from keyaccount.interfaces.web.pages import told
from keyaccount.queries.library.runs import my_import


@require_GET
def template(request: HttpRequest, kind: str) -> HttpResponseBase:
    """An empty workbook to fill."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    if kind not in KINDS:
        raise Missing()
    must_import(by, kind)
    with tempfile.TemporaryDirectory() as folder:
        path = write_import_template(by, kind, Path(folder) / "template.xlsx")
        return attached(path, str(say("导入模板 {kind}.xlsx", kind=KINDS[kind])))


@require_GET
def result(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """All rows with result and reason, or with `?only=refused` those that came back."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    run = my_import(by, id)
    only = request.GET.get("only") == "refused"
    if run.state == "draft" or run.state in BUSY:
        raise Missing()
    with tempfile.TemporaryDirectory() as folder:
        try:
            path = write_annotated(run, Path(folder) / "result.xlsx", only_refused=only)
        except (Invalid, OSError):
            told(request, say("上传的文件已不在，不能再生成结果表"), "bad")
            return HttpResponseRedirect(reverse("imports:show", args=[id]))
        stem = Path(run.document.name).stem
        name = say("{file} 未导入的行", file=stem) if only else say("{file} 导入结果", file=stem)
        return attached(path, f"{name}{path.suffix}")


def attached(path: Path, name: str) -> FileResponse:
    """A download, never shown in the page; it stays readable after its folder is gone."""
    kind = "application/octet-stream"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=kind)
