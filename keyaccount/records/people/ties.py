"""Ties between people of a customer, and between them and us (PPL-3). Nothing is overwritten: a tie is drawn and cut."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from keyaccount.base.ids import new_id
from keyaccount.records.accounts.models import Account
from keyaccount.records.common import Guarded
from keyaccount.records.library.models import Rival
from keyaccount.records.org.models import Member
from keyaccount.records.people.person import Person


class Drawn(Guarded):
    """Something drawn at one moment by one of us and perhaps taken away at another; between them it held."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    created_at = models.DateTimeField()
    created_by = models.UUIDField(null=True)
    removed_at = models.DateTimeField(null=True)
    removed_by = models.UUIDField(null=True)

    class Meta:
        abstract = True


class Sourced(Drawn):
    """Drawn on somebody's word: where it is from, and how sure (reliability A–F, credibility 1–6)."""

    source = models.CharField(max_length=12, blank=True)
    note = models.CharField(max_length=500, blank=True)
    reliability = models.CharField(max_length=1, blank=True)
    credibility = models.CharField(max_length=1, blank=True)
    certainty = models.CharField(max_length=10, default="assumed")
    observed_on = models.DateField(null=True)

    class Meta:
        abstract = True


def _once(name: str) -> Any:
    return models.UniqueConstraint(
        fields=["account", "kind", "person", "other"],
        condition=Q(removed_at=None, other__isnull=False),
        name=name,
    )


class Tie(Sourced):
    """How `person` stands to `other`: `person` influences, trusts, is at odds with, keeps the gate to, introduced
    `other`; reports to `other` on a dotted line. `weight` 1–3. A handler ties a person to a rival instead.

    The formal reporting line is `Post.reports_to`; kinship is a record of its own (`KinTie`).
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="ties")
    kind = models.CharField(max_length=12)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="ties")
    other = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="ties_in")
    rival = models.ForeignKey(Rival, null=True, on_delete=models.PROTECT, related_name="+")
    weight = models.PositiveSmallIntegerField(default=2)
    basis = models.CharField(max_length=12, blank=True)

    class Meta:
        constraints = [
            _once("tie_once"),
            models.UniqueConstraint(
                fields=["account", "kind", "person", "rival"],
                condition=Q(removed_at=None, rival__isnull=False),
                name="tie_rival_once",
            ),
        ]
        indexes = [models.Index(fields=["account", "removed_at"], name="tie_account")]


class KinTie(Sourced):
    """Kinship between two people of a customer: personal-sensitive (C3), so a record of its own with its own policy."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="kin_ties")
    kind = models.CharField(max_length=12, default="kin")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="kin_ties")
    other = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="kin_ties_in")

    class Meta:
        constraints = [_once("kin_tie_once")]


class OwnTie(Drawn):
    """One of us who faces one of them (counterpart): the level the relation has and the one we want, 0–4; how often we
    mean to be in touch. A change is a new row; the old one ends with it."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="own_ties")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="own_ties")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="own_ties")
    level = models.PositiveSmallIntegerField(default=0)
    wanted = models.PositiveSmallIntegerField(default=0)
    cadence_days = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "member", "person"], condition=Q(removed_at=None), name="own_tie_once"
            )
        ]
        indexes = [models.Index(fields=["account", "removed_at"], name="own_tie_account")]
