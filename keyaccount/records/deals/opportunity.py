"""An opportunity: a possible sale to an account, from the first hint until its money is in (OPP-1..6, STG-1..4)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from keyaccount.records.accounts.models import Account
from keyaccount.records.common import Known, Record
from keyaccount.records.library.models import Product, PublishedEdition
from keyaccount.records.org.models import Department, Member
from keyaccount.records.people.models import Person

MONEY: dict[str, Any] = {"max_digits": 18, "decimal_places": 2}


class Opportunity(Record):
    """A deal. `state` says how it stands, `stage` (a key of its pipeline) how far it is; won means paid.

    `edition` is the playbook it is judged by (None: the shipped one). `holder_id` and `holder_department_id` are copied
    from the account, for scope without a join. `verdict`, `chance` and the three sums are kept by the actions; `signed`,
    `invoiced` and `received` are of its contracts, in the deal's currency. `park_until`: shelved for want of a budget,
    to come back by itself on that day.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="opportunities")
    owner = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="opportunities")
    department = models.ForeignKey(Department, null=True, on_delete=models.PROTECT, related_name="+")
    holder_id = models.UUIDField(null=True)
    holder_department_id = models.UUIDField(null=True)
    name = models.CharField(max_length=200)
    name_sort = models.CharField(max_length=300)
    pipeline = models.CharField(max_length=40)
    stage = models.CharField(max_length=40)
    stage_rank = models.PositiveSmallIntegerField(default=1)
    stage_since = models.DateTimeField()
    state = models.CharField(max_length=8, default="open")
    closed_at = models.DateTimeField(null=True)
    park_until = models.DateField(null=True)
    close_reason = models.CharField(max_length=40, blank=True)
    close_note = models.TextField(blank=True)
    lost_to = models.CharField(max_length=120, blank=True)
    edition = models.ForeignKey(PublishedEdition, null=True, on_delete=models.PROTECT, related_name="+")
    amount = models.DecimalField(**MONEY, null=True)
    currency = models.CharField(max_length=3, default="CNY")
    sign_on = models.DateField(null=True)
    pay_on = models.DateField(null=True)
    source = models.CharField(max_length=12, blank=True)
    urgency = models.CharField(max_length=8, blank=True)
    importance = models.CharField(max_length=10, blank=True)
    originator = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.TextField(blank=True)
    need_person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    budget_amount = models.DecimalField(**MONEY, null=True)
    budget_year = models.PositiveSmallIntegerField(null=True)
    budget_source = models.CharField(max_length=10, blank=True)
    budget_state = models.CharField(max_length=10, default="unknown")
    budget_person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    budget_on = models.DateField(null=True)
    verdict = models.CharField(max_length=14, default="pending")
    judged_at = models.DateTimeField(null=True)
    chance = models.PositiveSmallIntegerField(default=0)
    contacted_at = models.DateTimeField(null=True)
    signed = models.DecimalField(**MONEY, default=0)
    invoiced = models.DecimalField(**MONEY, default=0)
    received = models.DecimalField(**MONEY, default=0)
    note = models.TextField(blank=True)
    external_id = models.CharField(max_length=100, blank=True)
    archived_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["external_id"],
                condition=~Q(external_id="") & Q(archived_at=None),
                name="deal_external_id",
            )
        ]
        indexes = [
            models.Index(fields=["account", "state"], name="deal_account"),
            models.Index(fields=["owner", "state", "stage_rank"], name="deal_owner"),
            models.Index(fields=["department", "state", "stage_rank"], name="deal_department"),
            models.Index(fields=["holder_id", "state", "stage_rank"], name="deal_holder"),
            models.Index(fields=["holder_department_id"], name="deal_holder_dept"),
            models.Index(fields=["state", "stage_rank", "-updated_at", "-id"], name="deal_board"),
            models.Index(fields=["-updated_at", "-id"], name="deal_updated"),
            models.Index(fields=["name_sort", "id"], name="deal_name"),
            models.Index(Known("amount"), "id", name="deal_amount"),
            models.Index(Known("sign_on"), "id", name="deal_sign_on"),
            models.Index(fields=["park_until"], name="deal_parked", condition=Q(park_until__isnull=False)),
        ]


class OpportunityLine(Record):
    """A product in the deal: how many seats (or units) at which price."""

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="lines")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="deal_lines")
    quantity = models.PositiveIntegerField(default=1)
    unit_price = models.DecimalField(**MONEY, null=True)
    amount = models.DecimalField(**MONEY, null=True)
    note = models.CharField(max_length=200, blank=True)


class OpportunityMember(Record):
    """One of us in the deal."""

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="team")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="deal_seats")
    role = models.CharField(max_length=12)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["opportunity", "member"], name="deal_member")]
