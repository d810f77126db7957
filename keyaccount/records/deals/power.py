"""Who decides (PPL-4..7): stakeholders on a map, everything known of them as a log, and the customer's own process.

A map belongs to a deal, or to the account itself where `opportunity` is empty. Nothing on it is overwritten, so that the
map of any past day is what the rows say of that day.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from keyaccount.base.ids import new_id
from keyaccount.records.accounts.models import Account
from keyaccount.records.common import Guarded, Record
from keyaccount.records.deals.opportunity import Opportunity
from keyaccount.records.library.models import Rival
from keyaccount.records.people.models import CustomerUnit, Person


def one_place(on: str) -> Any:
    """A person stands on one map once."""
    if on == "account":
        return models.UniqueConstraint(
            fields=["account", "person"],
            condition=Q(opportunity=None, removed_at=None, person__isnull=False),
            name="stakeholder_on_account",
        )
    return models.UniqueConstraint(
        fields=["opportunity", "person"],
        condition=Q(removed_at=None, person__isnull=False),
        name="stakeholder_on_deal",
    )


class Stakeholder(Record):
    """A place on a map: a person's, or a placeholder's for somebody not yet found. Who and whether still there is also in
    the log; `person` and `removed_at` repeat what it says now."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="stakeholders")
    opportunity = models.ForeignKey(
        Opportunity, null=True, on_delete=models.CASCADE, related_name="stakeholders"
    )
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="stakeholders")
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [one_place("account"), one_place("deal")]
        indexes = [
            models.Index(fields=["account", "opportunity"], name="stakeholder_account"),
            models.Index(fields=["person"], name="stakeholder_person"),
        ]


class StakeholderValue(Guarded):
    """One thing said of a stakeholder: by whom, when, on what evidence, how sure. Of each attribute (and rival) the row
    without `superseded_at` stands; at moment T it was the one with at ≤ T < superseded_at.

    `value`: JSON, by the attribute's kind. `undo_of`: the row this one took back.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.CASCADE, related_name="values")
    attribute = models.CharField(max_length=20)
    rival = models.ForeignKey(Rival, null=True, on_delete=models.PROTECT, related_name="+")
    value = models.JSONField(null=True)
    source = models.CharField(max_length=12, blank=True)
    source_person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    evidence = models.TextField(blank=True)
    reliability = models.CharField(max_length=1, blank=True)
    credibility = models.CharField(max_length=1, blank=True)
    certainty = models.CharField(max_length=10, default="assumed")
    observed_on = models.DateField(null=True)
    at = models.DateTimeField()
    by = models.UUIDField(null=True)
    superseded_at = models.DateTimeField(null=True)
    undo_of = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stakeholder", "attribute"],
                condition=Q(superseded_at=None, rival=None),
                name="stakeholder_value_current",
            ),
            models.UniqueConstraint(
                fields=["stakeholder", "attribute", "rival"],
                condition=Q(superseded_at=None, rival__isnull=False),
                name="stakeholder_rival_current",
            ),
        ]
        indexes = [models.Index(fields=["stakeholder", "attribute", "-at"], name="stakeholder_value_log")]


class DecisionStep(Record):
    """A step the customer goes through on the way to signature or to payment (PPL-6)."""

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="decision_steps")
    route = models.CharField(max_length=4, default="sign")
    kind = models.CharField(max_length=12, default="other")
    name = models.CharField(max_length=120)
    unit = models.ForeignKey(CustomerUnit, null=True, on_delete=models.SET_NULL, related_name="+")
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    due_on = models.DateField(null=True)
    done_on = models.DateField(null=True)
    state = models.CharField(max_length=8, default="waiting")
    needs = models.CharField(max_length=500, blank=True)
    usual_days = models.PositiveSmallIntegerField(default=5)
    sort = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["opportunity", "route", "sort"], name="decision_step_deal")]


class DecisionOrder(Guarded):
    """`step` begins when `after` is through."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    step = models.ForeignKey(DecisionStep, on_delete=models.CASCADE, related_name="waits_for")
    after = models.ForeignKey(DecisionStep, on_delete=models.CASCADE, related_name="leads_to")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["step", "after"], name="decision_order_once")]


class CoachMute(Record):
    """A finding of the coach put aside for one deal, with the reason. `subject`: the stakeholder's or step's id, or ""."""

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="mutes")
    rule = models.CharField(max_length=40)
    subject = models.CharField(max_length=36, blank=True)
    reason = models.CharField(max_length=300)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["opportunity", "rule", "subject"], condition=Q(revoked_at=None), name="mute_current"
            )
        ]


class Reason(Record):
    """Why choose us, in words somebody can use inside (INT-3): their need, what makes it safe for them, the proof at hand,
    and the choices laid out so that nobody is forced into A or B."""

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="reasons")
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    sentence = models.CharField(max_length=500)
    need = models.CharField(max_length=300, blank=True)
    safety = models.CharField(max_length=500, blank=True)
    proof = models.CharField(max_length=500, blank=True)
    choices = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["opportunity"], name="reason_deal")]
