"""Which playbook edition is in force."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache

from keyaccount.access import everything
from keyaccount.playbook import reader
from keyaccount.playbook.schema import Edition
from keyaccount.records.library.models import PublishedEdition

_WHY = "the method in force is the same for everybody"


@lru_cache(maxsize=16)
def read_edition(digest: str) -> Edition:
    """A published edition by its digest: its long source is fetched and read once per process."""
    rows = everything(PublishedEdition, why=_WHY).filter(digest=digest)
    return reader.read(rows.values_list("source", flat=True)[0], digest)


_kept: ContextVar[list[Edition] | None] = ContextVar("edition", default=None)


@contextmanager
def remembered() -> Iterator[None]:
    """Within it the edition is looked up once: for reading pages, which ask for it at many places."""
    token = _kept.set([])
    try:
        yield
    finally:
        _kept.reset(token)


def edition_in_force() -> Edition:
    """The edition published last; before the first publication the shipped one."""
    kept = _kept.get()
    if kept:
        return kept[0]
    edition = _newest()
    if kept is not None:
        kept.append(edition)
    return edition


def _newest() -> Edition:
    rows = everything(PublishedEdition, why=_WHY).order_by("-published_at", "-id")
    newest = rows.values_list("digest", flat=True).first()
    return read_edition(newest) if newest else reader.default()


def source_in_force() -> str:
    """The text of the edition in force, as it was published."""
    rows = everything(PublishedEdition, why=_WHY).order_by("-published_at", "-id")
    return rows.values_list("source", flat=True).first() or reader.source()
