"""The signed agreement, both companies' way to it, and what can still go wrong (CON-1, PAY-2)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from keyaccount.records.accounts.models import Account
from keyaccount.records.common import Guarded, Known, Record
from keyaccount.records.contracts.offering import Quote
from keyaccount.records.deals.models import Opportunity
from keyaccount.records.deals.opportunity import MONEY
from keyaccount.records.library.models import Document, Product
from keyaccount.records.org.models import Department, Member
from keyaccount.records.people.models import CustomerUnit, Person


class Contract(Record):
    """A contract. `rate` turns its currency into the company's on `rate_on`; `invoiced` and `received` are kept by the actions."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="contracts")
    opportunity = models.ForeignKey(
        Opportunity, null=True, on_delete=models.PROTECT, related_name="contracts"
    )
    quote = models.ForeignKey(Quote, null=True, on_delete=models.SET_NULL, related_name="+")
    owner = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="contracts")
    department = models.ForeignKey(Department, null=True, on_delete=models.PROTECT, related_name="+")
    holder_id = models.UUIDField(null=True)
    holder_department_id = models.UUIDField(null=True)
    number = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    version_number = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=8, default="draft")
    amount = models.DecimalField(**MONEY)
    currency = models.CharField(max_length=3, default="CNY")
    rate = models.DecimalField(max_digits=14, decimal_places=6, default=1)
    rate_on = models.DateField(null=True)
    signed_on = models.DateField(null=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    their_party = models.CharField(max_length=200, blank=True)
    our_party = models.CharField(max_length=200, blank=True)
    signed_copy = models.ForeignKey(Document, null=True, on_delete=models.SET_NULL, related_name="contracts")
    invoiced = models.DecimalField(**MONEY, default=0)
    received = models.DecimalField(**MONEY, default=0)
    terms = models.TextField(blank=True)
    note = models.TextField(blank=True)
    external_id = models.CharField(max_length=100, blank=True)
    archived_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number"], name="contract_number"),
            models.UniqueConstraint(
                fields=["external_id"], condition=~Q(external_id=""), name="contract_external_id"
            ),
        ]
        indexes = [
            models.Index(fields=["account", "state"], name="contract_account"),
            models.Index(fields=["opportunity"], name="contract_deal"),
            models.Index(fields=["owner", "-updated_at", "-id"], name="contract_owner"),
            models.Index(fields=["department", "-updated_at", "-id"], name="contract_department"),
            models.Index(fields=["holder_id"], name="contract_holder"),
            models.Index(fields=["holder_department_id"], name="contract_holder_dept"),
            models.Index(fields=["-updated_at", "-id"], name="contract_updated"),
            models.Index(Known("ends_on"), "id", name="contract_ends"),
        ]


class ContractLine(Record):
    """A product of the contract."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="lines")
    product = models.ForeignKey(Product, null=True, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    quantity = models.PositiveIntegerField(default=1)
    unit_price = models.DecimalField(**MONEY)
    amount = models.DecimalField(**MONEY, default=0)
    sort = models.PositiveSmallIntegerField(default=0)


class RouteStep(Record):
    """A step of the customer's own way to signature or payment: which department, who, usual days, since when it hangs."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="steps")
    route = models.CharField(max_length=4, default="sign")
    sort = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=120)
    unit = models.ForeignKey(CustomerUnit, null=True, on_delete=models.SET_NULL, related_name="+")
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    member = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    usual_days = models.PositiveSmallIntegerField(default=3)
    state = models.CharField(max_length=8, default="waiting")
    began_on = models.DateField(null=True)
    done_on = models.DateField(null=True)
    needs = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["contract", "route", "sort"], name="step_contract")]


class ContractRisk(Record):
    """What can still go wrong from signature to cash, who watches it and until when."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="risks")
    text = models.CharField(max_length=300)
    owner = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True)
    state = models.CharField(max_length=8, default="open")


class Numbering(Guarded):
    """The last number given of each series, such as KA-2026; its row is held while a number is taken."""

    key = models.CharField(max_length=40, primary_key=True)
    last = models.PositiveIntegerField(default=0)
