"""The search index: what can be found of a record and whose it is, written in the same transaction as the record."""

from __future__ import annotations

from django.db import models

from keyaccount.records.common import Guarded


class SearchDoc(Guarded):
    """One findable side of a record. `klass` is the field class (0, 1 or 2) that its reader must reach.

    A record has one row, or more: an account with internal words has a public and an internal side, a person one side
    for each account the person holds a post at, a deal one for who holds its customer and one for who works it. Its
    words lie in the FTS5 table `search_fts` (rowid = id) on SQLite, in the column `tsv` on PostgreSQL; both are made by
    migration 0002 and known to `store` alone. Later ids were written later, so that the newest are found first. `names`
    holds one name a line, the shown one first.
    """

    id = models.BigAutoField(primary_key=True)
    entity = models.CharField(max_length=20)
    object_id = models.UUIDField()
    klass = models.PositiveSmallIntegerField()
    account_id = models.UUIDField(null=True)
    owner_id = models.UUIDField(null=True)
    department_id = models.UUIDField(null=True)
    pool_id = models.UUIDField(null=True)
    names = models.TextField()
    weight = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["object_id"], name="searchdoc_object"),
            models.Index(fields=["account_id"], name="searchdoc_account"),
        ]
