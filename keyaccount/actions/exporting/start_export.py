"""Ask for an export of a list; it waits for a worker, or is made at once when it is small."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from keyaccount.access import Principal
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import Say, say
from keyaccount.records.library.models import ExportRun

FORMATS: dict[str, Say] = {"xlsx": say("Excel 工作簿"), "csv": say("CSV"), "vcf": say("vCard 名片")}


@transaction.atomic
def start_export(
    *, by: Principal, at: datetime, kind: str, params: Mapping[str, Sequence[str]], format: str = "xlsx"
) -> ExportRun:
    """A waiting run of the list `kind` as `params` (an address) narrow it. Raises `Refused` or `Invalid`."""
    by.must("export.run")
    if format not in FORMATS or (format == "vcf" and kind != "people"):
        raise Invalid(Problem("choice", say("不能导出成这种格式"), field="format"))
    run = ExportRun(kind=kind, member_id=by.id, format=format, created_at=at, updated_at=at, created_by=by.id)
    run.query = json.dumps({"params": {name: list(values) for name, values in params.items()}, **_scopes(by)})
    run.save(force_insert=True)
    return run


def asked(run: ExportRun) -> dict[str, Any]:
    """`params`, and of a program its `scopes`: in the background it does no more than it may."""
    told: dict[str, Any] = json.loads(run.query)
    return told


def _scopes(by: Principal) -> dict[str, Any]:
    return {} if by.token_scopes is None else {"scopes": sorted(by.token_scopes)}
