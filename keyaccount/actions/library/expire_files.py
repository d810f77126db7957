"""Let go of files nobody needs any more: exports past their day, imported files after 90 days, uploads that came to nothing,
leavings of a crash."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from keyaccount.access import everything
from keyaccount.records.library.models import Document, ExportRun, ImportRun

KEPT = timedelta(hours=24)
UPLOADS_KEPT = timedelta(days=90)
MOST = 500  # imports in one turn
_WHY = "files that no record refers to belong to nobody, and uploads are kept for 90 days whoever made them"


def expire_files(*, at: datetime) -> tuple[int, int]:
    """(documents, files) let go. A document goes first and its file a turn later, so that a backup never misses one."""
    files = _sweep_files(at)
    with transaction.atomic():
        expired = everything(ExportRun, why=_WHY).filter(expires_at__lt=at, document__isnull=False)
        expired.update(document=None, state="expired", updated_at=at)
        uploads = _let_go_of_uploads(at)
        unreferred = {relation.name: None for relation in Document._meta.related_objects}
        unused = everything(Document, why=_WHY).filter(**unreferred, created_at__lt=at - KEPT)
        documents = uploads + unused.delete()[0]
    return documents, files


def _let_go_of_uploads(at: datetime) -> int:
    """Of old imports the uploaded file and the samples shown of it go; what became of the rows stays, and can be undone.

    Trials that were never carried out go whole.
    """
    ended = everything(ImportRun, why=_WHY).filter(created_at__lt=at - UPLOADS_KEPT)
    ended = ended.exclude(state__in=("waiting", "running"))
    ended.filter(Q(state__in=("draft", "checked")) | Q(options__dry_run=True)).delete()
    runs = list(ended.exclude(document__digest="").order_by("created_at")[:MOST])
    for run in runs:
        if "survey" in run.options:
            run.options = {**run.options, "survey": {**run.options["survey"], "samples": []}}
            run.save(update_fields=["options"])
    return everything(Document, why=_WHY).filter(imports__in=runs).update(digest="")


def _sweep_files(at: datetime) -> int:
    """Files on disk that no document names, older than a day: young ones may belong to a document not yet committed."""
    before = (at - KEPT).timestamp()
    swept = 0
    for part in _parts(Path(settings.FILES_DIR)):
        old = {path.name: path for path in part if path.stat().st_mtime < before}
        known = everything(Document, why=_WHY).filter(digest__in=list(old)).values_list("digest", flat=True)
        for name in old.keys() - set(known):
            old[name].unlink(missing_ok=True)
            swept += 1
    return swept


def _parts(root: Path) -> list[list[Path]]:
    """Files of the store by folder: temporary ones at its top, contents in folders of the hash's first two digits."""
    if not root.is_dir():
        return []
    folders = [root, *(path for path in root.iterdir() if path.is_dir())]
    return [[path for path in folder.iterdir() if path.is_file()] for folder in folders]
