"""Exports by program, and the contents of files: ask for a list, fetch what was made of it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from pydantic import Field as Spec
from pydantic import StringConstraints

from keyaccount.access import Principal
from keyaccount.actions.accounts.read_file import read_file
from keyaccount.actions.exporting.start_export import FORMATS, asked, start_export
from keyaccount.actions.shared import storing
from keyaccount.base import clock
from keyaccount.base.errors import Missing, Refused
from keyaccount.base.language import say
from keyaccount.interfaces.api import answers, shapes
from keyaccount.interfaces.api.operations import operation
from keyaccount.interfaces.api.shapes import Shape, described
from keyaccount.queries.library.export_rows import LISTS
from keyaccount.queries.library.runs import my_export
from keyaccount.queries.records.show_record import show_record
from keyaccount.records.library.models import ExportRun

SCOPES = ("export",)
Word = Annotated[str, StringConstraints(strict=True, max_length=2_000)]


class ExportAsked(Shape):
    kind: Literal[tuple(LISTS)] = Spec(json_schema_extra=described(say("导出哪个列表")))  # type: ignore[valid-type]
    format: Literal[tuple(FORMATS)] = Spec("xlsx", json_schema_extra=described(say("文件格式")))  # type: ignore[valid-type]
    params: dict[Word, list[Word]] = Spec(
        {}, max_length=200, json_schema_extra=described(say("筛选和排序，写法同列表地址：字段 → 值的列表"))
    )


def start(request: HttpRequest, by: Principal, payload: ExportAsked) -> HttpResponse:
    """The export waits for a worker; its state tells when it is done."""
    run = start_export(by=by, at=clock.now(), kind=payload.kind, params=payload.params, format=payload.format)
    location = f"/api/v1/exports/{run.pk}"
    return answers.tagged(request, show_record(by, "export_run", run.pk), status=202, location=location)


def export_file(request: HttpRequest, by: Principal, id: UUID) -> HttpResponse:
    by.must("export.run")
    run = my_export(by, id)
    if by.token_scopes is not None and "commercial" in _made_with(run) - by.token_scopes:
        raise Refused()  # made by the member or by a wider token: money may be in it
    if run.document is None or (run.expires_at and run.expires_at <= clock.now()):
        raise Missing()
    return handed_out(storing.path_of(run.document.digest), run.document.name)


def _made_with(run: ExportRun) -> frozenset[str]:
    """The scopes the export was made with; a member at the page has every class that a file may hold."""
    return frozenset(asked(run).get("scopes", ("commercial",)))


def content(request: HttpRequest, by: Principal, id: UUID) -> HttpResponse:
    found = read_file(by=by, at=clock.now(), id=id)
    return handed_out(found.path, found.name)


def handed_out(path: Path, name: str) -> HttpResponse:
    """The bytes as a download that no browser runs."""
    if not path.exists():
        raise Missing()
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=name, content_type="application/octet-stream"
    )  # type: ignore[return-value]


def register() -> None:
    operation(
        "POST",
        "/exports",
        start,
        id="start-export",
        tag="exports",
        summary=say("导出列表"),
        help=say("令牌还需要 read 或 write 范围：看得到的才能导出"),
        body=ExportAsked,
        answer=shapes.one("export_run"),
        status=202,
        scopes=SCOPES,
    )
    operation(
        "GET",
        "/exports/{uuid:id}/file",
        export_file,
        id="get-export-file",
        tag="exports",
        summary=say("下载导出的文件"),
        scopes=SCOPES,
        download=True,
    )
    operation(
        "GET",
        "/files/{uuid:id}/content",
        content,
        id="get-file-content",
        tag="files",
        summary=say("下载文件，留下记录"),
        download=True,
    )
