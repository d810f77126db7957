"""Take a file in for an import: stored, opened within the limits, and shown before anything is decided."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from itertools import islice
from typing import Any, BinaryIO
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, everything, found
from keyaccount.actions.importing.checking import READING
from keyaccount.actions.importing.columns import must_import
from keyaccount.actions.importing.rows import text
from keyaccount.actions.shared import storing
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say
from keyaccount.records.library.models import Document, ImportRun
from keyaccount.tables.reading import Table, open_table

SAMPLES = 5
_LONGEST = 60
_WHY = "a document nobody can read is dropped again"


def draft_import(
    *, by: Principal, at: datetime, kind: str, name: str, media_type: str, content: BinaryIO
) -> ImportRun:
    """A draft with a survey of the file. Raises `Refused`, or `Invalid` with the reason why the file cannot be taken."""
    must_import(by, kind)
    document = storing.store(by=by, at=at, name=name, media_type=media_type, content=content)
    try:
        survey = _survey(document, {})
    except Invalid:
        everything(Document, why=_WHY).filter(pk=document.pk).delete()
        raise
    run = ImportRun(
        kind=kind, member_id=by.id, document=document, created_at=at, updated_at=at, created_by=by.id
    )
    run.options = {"survey": survey}
    run.save(force_insert=True)
    return run


@transaction.atomic
def reread_import(*, by: Principal, at: datetime, id: UUID | str, reading: Mapping[str, Any]) -> ImportRun:
    """Read a draft's file as the member says: `sheet`, `encoding`, `delimiter`, `header_row`. Raises `Invalid`."""
    run: ImportRun = found(by, "import_run", id, lock=True)
    if run.state not in ("draft", "checked"):
        raise Invalid(Problem("state", say("导入已经进到别的步骤，请刷新页面")))
    chosen = {k: v for k, v in reading.items() if k in READING and v not in (None, "")}
    run.options = {"survey": _survey(run.document, chosen), **chosen}
    run.state, run.mapping, run.updated_at = "draft", {}, at
    run.save(force_update=True)
    return run


@transaction.atomic
def revise_import(*, by: Principal, at: datetime, id: UUID | str) -> ImportRun:
    """Go back from a trial to the columns; mapping and options stay."""
    run: ImportRun = found(by, "import_run", id, lock=True)
    if run.state == "failed" and run.options.get("dry_run"):
        run.state = "checked"
    if run.state == "checked":
        run.state, run.updated_at = "draft", at
        run.save(update_fields=["state", "updated_at"])
    return run


def opened_table(document: Document, options: Mapping[str, Any]) -> Table:
    """The file of an import, opened as the member chose. Raises `Invalid`, also when the file is not kept any more."""
    if not storing.kept(document):
        raise Invalid(Problem("file", say("上传的文件已不在")))
    chosen = {k: options[k] for k in READING if options.get(k) is not None}
    return open_table(storing.path_of(document.digest), document.name, **chosen)


def _survey(document: Document, chosen: Mapping[str, Any]) -> dict[str, Any]:
    """What the wizard shows of a file, so that no page has to open it again."""
    with opened_table(document, chosen) as table:
        samples = [[_shown(v) for v in row.values] for row in islice(table.rows(), SAMPLES)]
        return {
            "kind": table.kind,
            "header": table.header,
            "header_row": table.header_row,
            "rows": table.row_count,
            "samples": samples,
            "encoding": table.encoding,
            "delimiter": table.delimiter,
            "sheets": [[sheet.name, sheet.hidden] for sheet in table.sheets],
            "sheet": table.sheet,
            "private": sorted(table.private),
            "warnings": [str(warning) for warning in table.warnings],
        }


def _shown(value: Any) -> str:
    word = "" if value is None else text(value)
    return word if len(word) <= _LONGEST else word[:_LONGEST] + "…"
