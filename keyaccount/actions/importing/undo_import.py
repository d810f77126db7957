"""Take a whole import back: what it made goes, what it changed returns, what was worked on since stays (OPN-1)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import ProtectedError

from keyaccount.access import Kind, Policy, Principal, everything, found, policy_of
from keyaccount.actions.accounts.account_rules import name_keys
from keyaccount.actions.importing.rows import CREATED
from keyaccount.actions.shared import changing, indexing, journaling
from keyaccount.actions.shared.cleaning import one
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say
from keyaccount.records.accounts.models import Account
from keyaccount.records.library.models import ImportRow, ImportRun
from keyaccount.records.people.models import Post

CHUNK = 500
_WHY = "the member's own import is taken back with all it made"


def undo_import(*, by: Principal, at: datetime, id: UUID | str) -> ImportRun:
    """Last row first, chunk by chunk; repeating it goes on where it stopped. `counts` gets undone and kept.

    A record that was changed after the import, or that something else hangs on, is kept and told.
    """
    run: ImportRun = found(by, "import_run", id)
    if run.options.get("dry_run") or run.state not in ("done", "cancelled", "undoing"):
        raise Invalid(Problem("state", say("只有已结束的导入可以撤销")))
    everything(ImportRun, why=_WHY).filter(pk=run.pk).update(state="undoing")
    while _undo_chunk(run, by, at):
        pass
    rows = everything(ImportRow, why=_WHY).filter(run=run)
    run.counts = {**run.counts, "undone": rows.filter(outcome="undone").count(), "kept": rows.filter(outcome="kept").count()}
    run.state, run.undone_at, run.updated_at = "undone", at, at
    run.save(update_fields=["counts", "state", "undone_at", "updated_at"])
    journaling.write("import.undone", by=by, at=at, entity="import_run", object_id=run.pk, label=run.document.name)
    return run


@transaction.atomic
def _undo_chunk(run: ImportRun, by: Principal, at: datetime) -> bool:
    pending = everything(ImportRow, why=_WHY).filter(run=run).exclude(outcome__in=("undone", "kept", "refused", "unchanged"))
    rows = list(pending.order_by("-number")[:CHUNK])
    for row in rows:
        policy = policy_of(row.entity)
        record = everything(policy.model, why=_WHY).filter(pk=row.object_id).first()
        row.outcome = "undone" if record is None or _undo(policy, record, row, run, by, at) else "kept"
    everything(ImportRow, why=_WHY).bulk_update(rows, ["outcome"], batch_size=200)
    return bool(rows)


def _undo(policy: Policy, record: Any, row: ImportRow, run: ImportRun, by: Principal, at: datetime) -> bool:
    """Undo one row; False when it must be kept."""
    if row.outcome == CREATED:
        return _take_away(policy, record, run)
    before = dict(row.before or {})
    if post := before.pop("+post", None):
        everything(Post, why=_WHY).filter(pk=post).delete()
    if record.updated_at != run.started_at and before:
        return False
    if not before:
        return True
    for name, old in before.items():
        field = policy.by_name[name]
        value = (UUID(old) if old else None) if field.kind is Kind.REF else one(by, field, old)
        setattr(record, field.path, value)
    if isinstance(record, Account):
        for column, value in name_keys(record.name).items():
            setattr(record, column, value)
    record.version, record.updated_at = record.version + 1, at
    record.save()
    _tell(policy, record, by, at)
    indexing.index(policy.entity, [record])
    return True


def _take_away(policy: Policy, record: Any, run: ImportRun) -> bool:
    """Delete what the import made, unless it was worked on since or something hangs on it."""
    if record.updated_at != run.started_at or _worked_on(record, run.started_at):
        return False
    pk = record.pk
    try:
        with transaction.atomic():
            if policy.entity == "account":
                everything(Account, why=_WHY).filter(parent=record, updated_at=run.started_at).update(parent=None)
            record.delete()
    except ProtectedError:
        return False
    indexing.unindex(policy.entity, [pk])
    return True


def _worked_on(record: Any, since: datetime | None) -> bool:
    """Whether anything was added to the record after the import."""
    for relation in record._meta.related_objects:
        model = relation.related_model
        if any(f.name == "created_at" for f in model._meta.fields):
            rows = everything(model, why=_WHY).filter(**{relation.field.name: record}, created_at__gt=since)
            if rows.exists():
                return True
    return False


def _tell(policy: Policy, record: Any, by: Principal, at: datetime) -> None:
    kind = f"{policy.entity}.import-undone" if policy.entity != "member" else "member.edited"
    journaling.write(
        kind, by=by, at=at, entity=policy.entity, object_id=record.pk, label=changing.label_of(policy, changing.Rules(), record), account_id=changing.account_of(record)
    )
