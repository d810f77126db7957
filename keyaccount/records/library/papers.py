"""How our papers look: own Word templates of the company, and who we are on them (PRO-1)."""

from __future__ import annotations

from django.db import models

from keyaccount.records.common import Record


class PaperTemplate(Record):
    """A Word template of ours for one kind of paper (quote, proposal, contract); the file is a stored document."""

    kind = models.CharField(max_length=10)
    name = models.CharField(max_length=120)
    document = models.ForeignKey("library.Document", on_delete=models.PROTECT, related_name="papers")
    is_default = models.BooleanField(default=False)
    archived_at = models.DateTimeField(null=True)


class Letterhead(Record):
    """Who we are on paper: the full name we sign with, address, tax number and bank account. There is one."""

    name = models.CharField(max_length=200)
    address = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    tax_number = models.CharField(max_length=40, blank=True)
    bank = models.CharField(max_length=120, blank=True)
    bank_account = models.CharField(max_length=60, blank=True)
