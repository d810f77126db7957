"""Begin an import: the file is stored, the columns are mapped, the run waits for a worker."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from keyaccount.access import Principal, everything
from keyaccount.actions.importing import columns
from keyaccount.actions.shared import journaling
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say
from keyaccount.records.library.models import ColumnMapping, Document, ImportRun

_WHY = "a member's own imports and remembered mappings"
OPTIONS = frozenset(
    "on_duplicate target defaults multiply identity create_accounts strict dry_run sheet encoding delimiter header_row".split()
)


@transaction.atomic
def start_import(
    *,
    by: Principal,
    at: datetime,
    kind: str,
    document: Document,
    header: Sequence[str],
    mapping: Mapping[str, str],
    options: Mapping[str, Any],
) -> ImportRun:
    """A waiting run. `mapping` is heading → target; it is remembered for this heading line. Raises `Refused` or `Invalid`."""
    by.must("import.run")
    check(by, kind, header, mapping, options)
    run = ImportRun(
        kind=kind,
        member_id=by.id,
        document=document,
        mapping=dict(mapping),
        options=dict(options),
        state="waiting",
        created_at=at,
        updated_at=at,
        created_by=by.id,
    )
    run.save(force_insert=True)
    everything(ColumnMapping, why=_WHY).update_or_create(
        member_id=by.id,
        kind=kind,
        header_digest=fingerprint(header),
        defaults={"mapping": dict(mapping), "options": dict(options), "updated_at": at},
    )
    if not options.get("dry_run"):
        journaling.write("import.started", by=by, at=at, entity="import_run", object_id=run.pk, label=document.name)
    return run


def check(by: Principal, kind: str, header: Sequence[str], mapping: Mapping[str, str], options: Mapping[str, Any]) -> None:
    """Raise `Invalid` with everything wrong with kind, mapping and options."""
    if kind not in columns.KINDS:
        raise Invalid(Problem("choice", say("不能导入这种内容"), field="kind"))
    known = {t.name: t for t in columns.targets(by, kind)}
    problems = [Problem("unknown_column", say("文件里没有“{name}”这一列", name=h), field=h) for h in mapping if h not in header]
    problems += [Problem("choice", say("没有名为 {name} 的导入字段", name=t), field=h) for h, t in mapping.items() if t not in known]
    doubled = {t for t in mapping.values() if list(mapping.values()).count(t) > 1}
    problems += [Problem("doubled", say("两列都对应“{name}”", name=known[t].label), field=t) for t in doubled if t in known]
    given = set(mapping.values()) | set(options.get("defaults", {}))
    needed = [t for t in known.values() if t.required and t.name not in given]
    problems += [Problem("required", say("还没有哪一列对应“{name}”", name=t.label), field=t.name) for t in needed]
    unknown = set(options) - OPTIONS
    problems += [Problem("unknown_field", say("没有名为 {name} 的导入选项", name=name), field=name) for name in sorted(unknown)]
    if problems:
        raise Invalid(*problems)


def fingerprint(header: Sequence[str]) -> str:
    return hashlib.sha256("\x1f".join(header).encode()).hexdigest()
