"""Stored files: named by what they contain, written whole before the database knows of them."""

from __future__ import annotations

import hashlib
import os
import tempfile
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from django.conf import settings

from keyaccount.access import Principal
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import Say, say
from keyaccount.records.library.models import Document


def path_of(digest: str) -> Path:
    """Where a stored content lies."""
    return Path(settings.FILES_DIR) / digest[:2] / digest


def kept(document: Document) -> bool:
    """Whether the content is still there; of an import's file it goes after a while, while name and size stay."""
    return bool(document.digest) and path_of(document.digest).is_file()


def store(
    *,
    by: Principal | None,
    at: datetime,
    name: str,
    media_type: str,
    content: BinaryIO,
    own: bool = False,
) -> Document:
    """Write the content to disk (synced) and note it. Raises `Invalid` when it is empty or over the upload limit,
    which does not hold for files we made ourselves (`own`)."""
    most = None if own else settings.UPLOAD_LIMIT
    root = Path(settings.FILES_DIR)
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    hasher, size = hashlib.sha256(), 0
    with tempfile.NamedTemporaryFile(dir=root, delete=False) as out:
        temporary = Path(out.name)
        while part := content.read(1 << 20):
            size += len(part)
            hasher.update(part)
            out.write(part)
            if most is not None and size > most:
                break
        out.flush()
        os.fsync(out.fileno())
    if not size or (most is not None and size > most):
        temporary.unlink()
        raise Invalid(Problem("size", _size_problem(size), field="file"))
    final = path_of(hasher.hexdigest())
    final.parent.mkdir(mode=0o700, exist_ok=True)
    temporary.replace(final)
    document = Document(
        digest=hasher.hexdigest(),
        name=_base_name(name),
        media_type="".join(c for c in media_type if c.isprintable())[:100],
        size=size,
        created_at=at,
        created_by=by.id if by else None,
    )
    document.save(force_insert=True)
    return document


def _size_problem(size: int) -> Say:
    if not size:
        return say("文件是空的")
    return say("文件太大，最多 {limit} MB", limit=settings.UPLOAD_LIMIT >> 20)


def _base_name(name: str) -> str:
    """The last part of whatever path a browser sent, without characters that break headers."""
    bare = PurePosixPath(name.replace("\\", "/")).name
    return "".join(c for c in bare if c.isprintable())[:200] or "file"
