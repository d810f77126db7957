"""The personal profile (PPL-2): sensitive, so sealed under a key of each person's own. Dropping the key erases it all."""

from __future__ import annotations

from django.db import models

from keyaccount.records.accounts.models import Account
from keyaccount.records.common import Guarded, Record
from keyaccount.records.people.person import Person


class PersonKey(Guarded):
    """The key under which a person's profile is sealed, itself sealed with the company's; gone means erased."""

    person = models.OneToOneField(Person, primary_key=True, on_delete=models.CASCADE, related_name="key")
    sealed = models.BinaryField()
    created_at = models.DateTimeField()


class ProfileEntry(Record):
    """One thing of a person's life that was told, with purpose, legal basis, source and the day it is to be gone.

    `sealed`: the text under the person's key. `account` is copied from the person, for scope.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="profile")
    account = models.ForeignKey(Account, null=True, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10)
    sealed = models.BinaryField()
    purpose = models.CharField(max_length=200)
    basis = models.CharField(max_length=10)
    source = models.CharField(max_length=12)
    source_note = models.CharField(max_length=200, blank=True)
    observed_on = models.DateField()
    retain_until = models.DateField()

    class Meta:
        indexes = [
            models.Index(fields=["person", "kind"], name="profile_person"),
            models.Index(fields=["retain_until"], name="profile_retain"),
        ]
