"""Insiders (INS-1..3): the most secret rows of all. They know persons and accounts; nothing outside knows them.

No other table points here and nothing of them goes into the shared journal, the search index or a stored count, so that
whoever is not named meets the same rows, byte for byte, whether an insider exists or not.
"""

from __future__ import annotations

from django.db import models

from keyaccount.base.ids import new_id
from keyaccount.records.accounts.models import Account
from keyaccount.records.common import Guarded, Record
from keyaccount.records.org.models import Member
from keyaccount.records.people.person import Person


class Insider(Record):
    """Somebody at a customer who is being won, or was, under a code name. `owner` names who else may know (`readers`).

    Two of us may each keep the same person without learning of one another. Person and account are empty once somebody
    took back the import that made them: whoever does so must neither learn of an insider nor destroy what is kept.
    """

    account = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    owner = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    code_name = models.CharField(max_length=40)
    state = models.CharField(max_length=10, default="candidate")
    why = models.TextField(blank=True)
    risk = models.TextField(blank=True)
    begun_on = models.DateField(null=True)
    heard_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "code_name"], name="insider_code"),
            models.UniqueConstraint(fields=["owner", "person"], name="insider_person"),
        ]
        indexes = [models.Index(fields=["account"], name="insider_account")]


class InsiderReader(Record):
    """One of us who may know."""

    insider = models.ForeignKey(Insider, on_delete=models.CASCADE, related_name="readers")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["insider", "member"], name="insider_reader")]


class InsiderTest(Record):
    """One of the three tests as observed on a day: told us unasked, stood up for us, shares our interest."""

    insider = models.ForeignKey(Insider, on_delete=models.CASCADE, related_name="tests")
    kind = models.CharField(max_length=10)
    observed_on = models.DateField()
    evidence = models.TextField()


class InsiderNeed(Record):
    """What they need, by the five kinds, and the professional way we serve it; `safe`: what it may mean for them."""

    insider = models.ForeignKey(Insider, on_delete=models.CASCADE, related_name="needs")
    kind = models.CharField(max_length=40)
    way = models.CharField(max_length=40)
    text = models.TextField(blank=True)
    safe = models.TextField()
    done_on = models.DateField(null=True)


class InsiderStep(Record):
    """A step of the plan to win them, started early."""

    insider = models.ForeignKey(Insider, on_delete=models.CASCADE, related_name="steps")
    title = models.CharField(max_length=200)
    due_on = models.DateField()
    done_on = models.DateField(null=True)


class InsiderLog(Guarded):
    """Who did what with the record, and who looked; its own journal, read with it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    insider = models.ForeignKey(Insider, on_delete=models.CASCADE, related_name="log")
    kind = models.CharField(max_length=40)
    at = models.DateTimeField()
    by = models.UUIDField(null=True)
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["insider", "-at"], name="insider_log")]
