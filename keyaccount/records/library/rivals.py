"""Rivals: a short list for the whole company, so that one name means one rival everywhere (PPL-4, RIV)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from keyaccount.records.common import Record


class Rival(Record):
    """A competitor."""

    name = models.CharField(max_length=120)
    name_sort = models.CharField(max_length=200)
    note = models.TextField(blank=True)
    archived_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name"], condition=Q(archived_at=None), name="rival_name")
        ]
