"""What a deal is judged by, and its way through the stages: answers, needs, passages, waivers, chances."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from keyaccount.base.ids import new_id
from keyaccount.records.common import Guarded, Record
from keyaccount.records.deals.opportunity import MONEY, Opportunity
from keyaccount.records.org.models import Member
from keyaccount.records.people.models import CustomerUnit, Person


class Answer(Record):
    """One question of the method answered for one deal (OPP-1): by whom, on what evidence. The last one stands."""

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="answers")
    question = models.CharField(max_length=40)
    answer = models.CharField(max_length=8)
    evidence = models.TextField(blank=True)
    source = models.CharField(max_length=12, blank=True)
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    observed_on = models.DateField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["opportunity", "question"], condition=Q(superseded_at=None), name="answer_current"
            )
        ]
        indexes = [models.Index(fields=["opportunity", "question", "-created_at"], name="answer_deal")]


class Need(Record):
    """What the customer asks for (OPP-4), and whether we can: checked with the technical side, or what closing costs."""

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="needs")
    statement = models.TextField()
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    unit = models.ForeignKey(CustomerUnit, null=True, on_delete=models.SET_NULL, related_name="+")
    priority = models.CharField(max_length=8, default="should")
    kind = models.CharField(max_length=10, default="function")
    scope = models.CharField(max_length=10, default="unchecked")
    checked_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    checked_on = models.DateField(null=True)
    gap_effort = models.PositiveIntegerField(null=True)
    gap_price = models.DecimalField(**MONEY, null=True)
    gap_on = models.DateField(null=True)
    note = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["opportunity", "scope"], name="need_deal")]


class Passage(Guarded):
    """One step of a deal (STG-4), with the facts and the gate it was judged by, so that it can be replayed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="passages")
    kind = models.CharField(max_length=8)
    from_stage = models.CharField(max_length=40, blank=True)
    to_stage = models.CharField(max_length=40)
    reason = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)
    lost_to = models.CharField(max_length=120, blank=True)
    amount = models.DecimalField(**MONEY, null=True)
    days = models.PositiveIntegerField(default=0)
    edition_number = models.PositiveIntegerField()
    edition_digest = models.CharField(max_length=64)
    facts = models.JSONField(default=dict)
    items = models.JSONField(default=list)
    at = models.DateTimeField()
    by = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["opportunity", "-at"], name="passage_deal"),
            models.Index(fields=["kind", "at"], name="passage_kind"),
            models.Index(  # all that the funnel reads, so that it passes over the stored facts
                fields=["opportunity", "kind", "from_stage", "to_stage", "days", "at"], name="passage_funnel"
            ),
        ]


class Waiver(Record):
    """A condition of a gate that a manager let go for one deal, with the reason; `revoked_at` takes it back."""

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="waivers")
    stage = models.CharField(max_length=40)
    item = models.CharField(max_length=60)
    reason = models.CharField(max_length=300)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["opportunity", "stage", "item"], condition=Q(revoked_at=None), name="waiver_current"
            )
        ]


class ChanceReading(Guarded):
    """The win chance of an open deal on one day, with what it was made of; later held against what came (OPP-6)."""

    id = models.BigAutoField(primary_key=True)
    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="chances")
    on = models.DateField()
    percent = models.PositiveSmallIntegerField()
    stage = models.CharField(max_length=40)
    parts = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["opportunity", "on"], name="chance_day")]
