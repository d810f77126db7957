"""The search index: one row per findable record, written in the same transaction as the record itself."""

from __future__ import annotations

from django.db import models

from keyaccount.records.common import Guarded


class SearchDoc(Guarded):
    """What can be found of one record, and whose it is. Holds fields of class C0 and C1 only.

    `initials` and `pinyin` serve Latin typing of Chinese names; `tokens` are the bigrams of `text`, in SQLite copied
    to the FTS5 table `search_fts` (rowid = id), in PostgreSQL indexed as `tsv`.
    """

    id = models.BigAutoField(primary_key=True)
    entity = models.CharField(max_length=20)
    object_id = models.UUIDField()
    account_id = models.UUIDField(null=True)
    owner_id = models.UUIDField(null=True)
    department_id = models.UUIDField(null=True)
    title = models.CharField(max_length=300)
    subtitle = models.CharField(max_length=300, blank=True)
    pinyin = models.CharField(max_length=400, blank=True)
    initials = models.CharField(max_length=120, blank=True)
    weight = models.PositiveSmallIntegerField(default=0)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entity", "object_id"], name="searchdoc_object")]
        indexes = [models.Index(fields=["account_id"], name="searchdoc_account")]
