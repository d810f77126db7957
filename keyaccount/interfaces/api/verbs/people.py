"""Verbs on persons and files: show what is sealed, put away and take back, file a document."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any, BinaryIO, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from pydantic import Field as Spec
from pydantic import StringConstraints

from keyaccount.access import Principal
from keyaccount.actions.accounts.add_file import add_file
from keyaccount.actions.people.reveal_person import reveal_person
from keyaccount.actions.records.archive_record import archive_record
from keyaccount.base import clock
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say
from keyaccount.interfaces.api import answers, shapes
from keyaccount.interfaces.api.operations import operation
from keyaccount.interfaces.api.resources import RESOURCES
from keyaccount.interfaces.api.shapes import Shape, described
from keyaccount.queries.records.show_record import show_record


class Purpose(Shape):
    purpose: Annotated[str, StringConstraints(strict=True, min_length=1, max_length=200)] = Spec(
        json_schema_extra=described(say("查看的用途，写进日志"))
    )


class Revealed(Shape):
    private_phone: str | None


def reveal(request: HttpRequest, by: Principal, id: UUID, payload: Purpose) -> HttpResponse:
    phone = reveal_person(by=by, at=clock.now(), id=id, purpose=payload.purpose)
    return answers.answer({"private_phone": phone or None}, headers={"Cache-Control": "no-store"})


def restore(request: HttpRequest, by: Principal, id: UUID, *, entity: str) -> HttpResponse:
    archive_record(by=by, at=clock.now(), entity=entity, id=id, restore=True)
    return answers.tagged(request, show_record(by, entity, id))


FILE_FORM: dict[str, Any] = {
    "type": "object",
    "required": ["account", "file"],
    "additionalProperties": False,
    "properties": {
        "account": {"type": "string", "format": "uuid", "description": say("客户")},
        "title": {"type": "string", "maxLength": 200, "description": say("文件名")},
        "file": {"type": "string", "format": "binary", "description": say("文件内容")},
    },
}


def upload(request: HttpRequest, by: Principal) -> HttpResponse:
    """File one document with an account."""
    unknown = [name for name in (*request.POST, *request.FILES) if name not in FILE_FORM["properties"]]
    problems = [
        Problem("unknown_field", say("没有名为 {name} 的可填写字段", name=name), field=name)
        for name in unknown
    ]
    given = request.FILES.get("file")
    if given is None:
        problems.append(Problem("required", say("请选择文件"), field="file"))
    if problems or given is None:
        raise Invalid(*problems)
    made = add_file(
        by=by,
        at=clock.now(),
        account=request.POST.get("account", ""),
        name=given.name or "",
        media_type=given.content_type or "",
        content=cast(BinaryIO, given),
        title=request.POST.get("title", ""),
    )
    return answers.tagged(
        request, show_record(by, "file", made.pk), status=201, location=f"/api/v1/files/{made.pk}"
    )


def register() -> None:
    operation(
        "POST",
        "/people/{uuid:id}/reveal",
        reveal,
        id="reveal-person",
        tag="people",
        summary=say("查看个人敏感信息，留下记录"),
        help=say("访问令牌不能查看个人敏感信息，只有登录的成员可以"),
        body=Purpose,
        answer=Revealed,
    )
    operation(
        "POST",
        "/files",
        upload,
        id="create-files",
        tag="files",
        summary=say("上传文件"),
        answer=shapes.one("file"),
        status=201,
        upload=FILE_FORM,
    )
    for resource in RESOURCES:
        if resource.archives and resource.entity != "account":
            operation(
                "POST",
                f"/{resource.path}/{{uuid:id}}/restore",
                partial(restore, entity=resource.entity),
                id=f"restore-{resource.path}",
                tag=resource.path,
                summary=say("恢复{label}", label=resource.policy.label),
                answer=shapes.one(resource.entity),
                scopes=resource.scopes,
            )
