"""Published playbook editions, stored documents, and what came in and went out by file."""

from __future__ import annotations

from django.db import models

from keyaccount.base.ids import new_id
from keyaccount.records.common import Guarded, Record
from keyaccount.records.library.papers import Letterhead, PaperTemplate
from keyaccount.records.library.products import PriceEntry, PriceList, Product
from keyaccount.records.library.rivals import Rival

__all__ = [
    "ColumnMapping",
    "Document",
    "EditionDraft",
    "ExportRun",
    "ImportRow",
    "ImportRun",
    "Letterhead",
    "PaperTemplate",
    "PriceEntry",
    "PriceList",
    "Product",
    "PublishedEdition",
    "Rival",
]


class PublishedEdition(Guarded):
    """A playbook edition in force: immutable, known by number and hash."""

    id = models.BigAutoField(primary_key=True)
    key = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    source = models.TextField()
    published_at = models.DateTimeField()
    published_by = models.UUIDField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "number"], name="edition_number")]


class EditionDraft(Guarded):
    """The next edition while directors write it: one for the company. `base` is the digest it was begun from.

    The text is kept as it was typed, also while it has mistakes; `version` rises with every change.
    """

    key = models.CharField(max_length=40, primary_key=True)
    source = models.TextField()
    base = models.CharField(max_length=64)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()
    updated_by = models.UUIDField(null=True)


class Document(Guarded):
    """A stored file, found by what it contains: two uploads of one file are stored once. `digest` "": let go after its time."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    digest = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    created_at = models.DateTimeField()
    created_by = models.UUIDField(null=True)


class ImportRun(Record):
    """One import of a file. `mapping` is column → field; `counts` are read, created, updated, merged, refused, unchanged."""

    kind = models.CharField(max_length=20)
    member_id = models.UUIDField()
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="imports")
    options = models.JSONField(default=dict)
    mapping = models.JSONField(default=dict)
    state = models.CharField(max_length=12, default="draft")
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    warnings = models.JSONField(default=list)
    problem = models.TextField(blank=True)
    heartbeat_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["member_id", "-created_at"], name="importrun_member")]


class ImportRow(Guarded):
    """What became of one row of the file: outcome, the record it touched, what was there before (for undo)."""

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="outcomes")
    number = models.PositiveIntegerField()
    outcome = models.CharField(max_length=10)
    entity = models.CharField(max_length=20, blank=True)
    object_id = models.UUIDField(null=True)
    reason = models.TextField(blank=True)
    before = models.JSONField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="importrow_number")]


class ColumnMapping(Guarded):
    """How somebody mapped a header last time; proposed again for the same header (by its fingerprint)."""

    id = models.BigAutoField(primary_key=True)
    member_id = models.UUIDField()
    kind = models.CharField(max_length=20)
    header_digest = models.CharField(max_length=64)
    mapping = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member_id", "kind", "header_digest"], name="mapping_header")
        ]


class ExportRun(Record):
    """One export of a list: what was asked, by whom, how many rows, and the file until it expires."""

    kind = models.CharField(max_length=20)
    member_id = models.UUIDField()
    query = models.TextField(blank=True)
    format = models.CharField(max_length=8, default="xlsx")
    state = models.CharField(max_length=12, default="waiting")
    rows_written = models.PositiveIntegerField(default=0)
    document = models.ForeignKey(Document, null=True, on_delete=models.SET_NULL, related_name="exports")
    problem = models.TextField(blank=True)
    expires_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["member_id", "-created_at"], name="exportrun_member")]
