"""Imports by program: hand in a file, look how far it is, read what became of each row, take it all back."""

from __future__ import annotations

import json
from functools import partial
from typing import Any, BinaryIO, cast
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from keyaccount.access import Principal, everything, found
from keyaccount.actions.importing import columns
from keyaccount.actions.importing.cancel_import import cancel_import
from keyaccount.actions.importing.checking import OPTIONS, READING
from keyaccount.actions.importing.draft_import import opened_table
from keyaccount.actions.importing.resume_import import resume_import
from keyaccount.actions.importing.start_import import start_import
from keyaccount.actions.importing.undo_import import undo_import
from keyaccount.actions.shared import storing
from keyaccount.base import clock
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import listed, say
from keyaccount.base.storable import problems_of
from keyaccount.interfaces.api import answers, asked, shapes
from keyaccount.interfaces.api.operations import operation
from keyaccount.interfaces.api.shapes import Shape
from keyaccount.queries.records.show_record import show_record
from keyaccount.records.library.models import ImportRow

MOST = 1_000
SCOPES = ("import",)
ONE = "/imports/{uuid:id}"
FORM: dict[str, Any] = {
    "type": "object",
    "required": ["kind", "file"],
    "additionalProperties": False,
    "properties": {
        "kind": {"type": "string", "enum": list(columns.KINDS)},
        "file": {"type": "string", "format": "binary", "description": say("xlsx、xls、csv、vCard 或 JSON")},
        "mapping": {"type": "string", "description": say("JSON：列名 → 字段；不给就用上次的，或按列名猜")},
        "options": {
            "type": "string",
            "description": say("JSON：导入选项，可用 {list}", list=", ".join(sorted(OPTIONS))),
        },
        "dry_run": {"type": "string", "enum": ["0", "1"], "description": say("1：只试算，不写入")},
    },
}


class Outcome(Shape):
    """What became of one row; `number` is the row a person would count in the file."""

    number: int
    outcome: str
    entity: str | None
    object_id: UUID | None
    reason: str | None


class Outcomes(Shape):
    items: list[Outcome]
    next: str | None


def start(request: HttpRequest, by: Principal) -> HttpResponse:
    """The import waits for a worker; its state tells how far it is."""
    kind, given = request.POST.get("kind", ""), _file(request)
    if kind not in columns.KINDS:
        raise Invalid(Problem("choice", say("只能是：{list}", list=str(listed(columns.KINDS))), field="kind"))
    columns.must_import(by, kind)
    options, mapping = _object(request, "options"), _object(request, "mapping")
    if request.POST.get("dry_run") == "1":
        options["dry_run"] = True
    at, content = clock.now(), cast(BinaryIO, given)
    with transaction.atomic():
        document = storing.store(
            by=by, at=at, name=given.name or "", media_type=given.content_type or "", content=content
        )
        with opened_table(document, {name: options[name] for name in READING if name in options}) as table:
            header = table.header
        mapping = mapping or columns.proposed(by, kind, header)
        run = start_import(
            by=by, at=at, kind=kind, document=document, header=header, mapping=mapping, options=options
        )
    return answers.tagged(
        request, show_record(by, "import_run", run.pk), status=202, location=f"/api/v1/imports/{run.pk}"
    )


def _file(request: HttpRequest) -> UploadedFile:
    unknown = [name for name in (*request.POST, *request.FILES) if name not in FORM["properties"]]
    problems = [
        Problem("unknown_field", say("没有名为 {name} 的可填写字段", name=name), field=name)
        for name in unknown
    ]
    given = request.FILES.get("file")
    if given is None:
        problems.append(Problem("required", say("请选择文件"), field="file"))
    if problems or given is None:
        raise Invalid(*problems)
    return given


def _object(request: HttpRequest, name: str) -> dict[str, Any]:
    """A JSON object in a form field; empty when it is not given."""
    try:
        found = json.loads(request.POST.get(name) or "{}")
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or (
        name == "mapping" and not all(isinstance(v, str) for v in found.values())
    ):
        raise Invalid(Problem("type", say("需要 JSON 对象"), field=name))
    if problems := problems_of([(name, found)]):
        raise Invalid(*problems)
    return found


def rows(request: HttpRequest, by: Principal, id: UUID) -> HttpResponse:
    asked.only(request, ("cursor", "limit", "outcome"))
    run = found(by, "import_run", id)
    limit = asked.whole(request, "limit", default=200, least=1, most=MOST)
    after = asked.whole(request, "cursor", default=0, least=0, most=2_147_483_647)
    kept = everything(ImportRow, why="the member's own import was opened just above").filter(
        run=run, number__gt=after
    )
    if outcome := request.GET.get("outcome"):
        kept = kept.filter(outcome=outcome)
    names = list(Outcome.model_fields)
    page = list(kept.order_by("number").values(*names)[: limit + 1])
    following = str(page[limit - 1]["number"]) if len(page) > limit else None
    items = [{name: value if value != "" else None for name, value in row.items()} for row in page[:limit]]
    return answers.answer({"items": items, "next": following})


def stop(request: HttpRequest, by: Principal, id: UUID) -> HttpResponse:
    cancel_import(by=by, at=clock.now(), id=id)
    return answers.tagged(request, show_record(by, "import_run", id))


def go_on(request: HttpRequest, by: Principal, id: UUID) -> HttpResponse:
    resume_import(by=by, at=clock.now(), id=id)
    return answers.tagged(request, show_record(by, "import_run", id), status=202)


def take_back(request: HttpRequest, by: Principal, id: UUID) -> HttpResponse:
    undo_import(by=by, at=clock.now(), id=id)
    return answers.tagged(request, show_record(by, "import_run", id), status=202)


def register() -> None:
    add = partial(operation, tag="imports", scopes=SCOPES)
    one = shapes.one("import_run")
    add(
        "POST",
        "/imports",
        start,
        id="start-import",
        summary=say("导入文件"),
        help=say("令牌还需要 write 范围；导入成员则需要 admin"),
        answer=one,
        status=202,
        upload=FORM,
    )
    add("POST", f"{ONE}/cancel", stop, id="cancel-import", summary=say("停止导入"), answer=one)
    add(
        "POST",
        f"{ONE}/resume",
        go_on,
        id="resume-import",
        summary=say("继续中途停下的导入"),
        help=say("从上一批之后接着做，已处理的行不会重做"),
        answer=one,
        status=202,
    )
    add(
        "POST",
        f"{ONE}/undo",
        take_back,
        id="undo-import",
        summary=say("整批撤销导入"),
        answer=one,
        status=202,
    )
    add(
        "GET",
        f"{ONE}/rows",
        rows,
        id="list-import-rows",
        summary=say("每一行的结果"),
        answer=Outcomes,
        parameters=[
            asked.parameter("cursor", say("从这一行之后开始")),
            asked.parameter("limit", say("每页行数"), type="integer", minimum=1, maximum=MOST),
            asked.parameter("outcome", say("只要这种结果的行")),
        ],
    )
