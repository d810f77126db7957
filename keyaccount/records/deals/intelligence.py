"""Intelligence (INT-1, INT-2): one sourced statement a row, what it supports, and which others agree or contradict.

It may be about a deal, so it lives in this room and not in the one of people (docs/decisions/0009).
"""

from __future__ import annotations

from django.db import models

from keyaccount.base.ids import new_id
from keyaccount.records.accounts.models import Account
from keyaccount.records.common import Guarded, Record
from keyaccount.records.deals.opportunity import Opportunity
from keyaccount.records.library.models import Rival
from keyaccount.records.org.models import Member
from keyaccount.records.people.models import Person


class Intelligence(Record):
    """A statement, from whom, how it was learned, when, how reliable the source (A–F) and how credible it (1–6).

    `secret`: only who wrote it and the named readers know of it. `outcome`: how it turned out; the source's record counts
    them. `learned_from`: the source it was only passed on by, who is then not an independent one.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="intelligence")
    opportunity = models.ForeignKey(
        Opportunity, null=True, on_delete=models.SET_NULL, related_name="intelligence"
    )
    owner = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="intelligence")
    secret = models.BooleanField(default=False)
    about = models.CharField(max_length=10)
    about_person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    about_rival = models.ForeignKey(Rival, null=True, on_delete=models.PROTECT, related_name="+")
    statement = models.TextField()
    source_kind = models.CharField(max_length=10)
    source_person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="told")
    source_name = models.CharField(max_length=120, blank=True)
    learned_from = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    how = models.CharField(max_length=300)
    learned_on = models.DateField()
    reliability = models.CharField(max_length=1)
    credibility = models.CharField(max_length=1)
    expires_on = models.DateField(null=True)
    outcome = models.CharField(max_length=8, blank=True)
    outcome_on = models.DateField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name_plural = "intelligence"
        indexes = [
            models.Index(fields=["account", "-learned_on"], name="intelligence_account"),
            models.Index(fields=["opportunity", "-learned_on"], name="intelligence_deal"),
            models.Index(fields=["source_person"], name="intelligence_source"),
            models.Index(fields=["-learned_on", "-id"], name="intelligence_learned"),
        ]


class IntelligenceReader(Record):
    """One of us who may know of a secret statement."""

    intelligence = models.ForeignKey(Intelligence, on_delete=models.CASCADE, related_name="readers")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["intelligence", "member"], name="intelligence_reader")]


class IntelligenceLink(Guarded):
    """A record that the statement supports: its `entity` and id."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    intelligence = models.ForeignKey(Intelligence, on_delete=models.CASCADE, related_name="links")
    entity = models.CharField(max_length=40)
    object_id = models.UUIDField()
    created_at = models.DateTimeField()
    created_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["intelligence", "entity", "object_id"], name="intelligence_link_once"
            )
        ]
        indexes = [models.Index(fields=["entity", "object_id"], name="intelligence_link_to")]


class IntelligencePair(Record):
    """Two statements that agree, or contradict each other until somebody says which holds (`holds`, `why`)."""

    one = models.ForeignKey(Intelligence, on_delete=models.CASCADE, related_name="pairs")
    other = models.ForeignKey(Intelligence, on_delete=models.CASCADE, related_name="pairs_in")
    relation = models.CharField(max_length=12)
    holds = models.ForeignKey(Intelligence, null=True, on_delete=models.SET_NULL, related_name="+")
    resolved_on = models.DateField(null=True)
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["one", "other"], name="intelligence_pair_once")]
