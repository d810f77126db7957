"""Let go of files nobody needs any more: exports past their day, uploads that came to nothing, leavings of a crash."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from keyaccount.access import everything
from keyaccount.records.library.models import Document, ExportRun

KEPT = timedelta(hours=24)
_WHY = "files that no record refers to belong to nobody"


def expire_files(*, at: datetime) -> tuple[int, int]:
    """(documents, files) let go. A document goes first and its file a turn later, so that a backup never misses one."""
    files = _sweep_files(at)
    with transaction.atomic():
        expired = everything(ExportRun, why=_WHY).filter(expires_at__lt=at, document__isnull=False)
        expired.update(document=None, state="expired", updated_at=at)
        unused = everything(Document, why=_WHY).filter(
            imports=None, exports=None, account_files=None, created_at__lt=at - KEPT
        )
        documents = unused.delete()[0]
    return documents, files


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
