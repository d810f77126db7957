"""Money of a contract: instalments, invoices, receipts, and the append-only ledger that matches them (PAY-1..3)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from keyaccount.records.accounts.models import Account
from keyaccount.records.common import Guarded, Record
from keyaccount.records.contracts.contract import Contract
from keyaccount.records.deals.opportunity import MONEY
from keyaccount.records.org.models import Member


class Instalment(Record):
    """What is due, when, on which trigger. `paid` is kept by the actions and equals the sum of its ledger entries."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="instalments")
    sort = models.PositiveSmallIntegerField(default=0)
    label = models.CharField(max_length=60)
    amount = models.DecimalField(**MONEY)
    trigger = models.CharField(max_length=10, default="date")
    due_on = models.DateField(null=True)
    triggered_on = models.DateField(null=True)
    days_after = models.PositiveSmallIntegerField(default=0)
    paid = models.DecimalField(**MONEY, default=0)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["contract", "sort"], name="instalment_contract"),
            models.Index(
                fields=["due_on", "id"], name="instalment_due", condition=Q(paid__lt=models.F("amount"))
            ),
        ]


class Invoice(Record):
    """An invoice on its way: applied for, issued, delivered, or reversed."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="invoices")
    instalment = models.ForeignKey(Instalment, null=True, on_delete=models.SET_NULL, related_name="invoices")
    number = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=8, default="special")
    title = models.CharField(max_length=200, blank=True)
    amount = models.DecimalField(**MONEY)
    tax_rate = models.DecimalField(max_digits=5, decimal_places=2, default=6)
    state = models.CharField(max_length=10, default="applied")
    applied_on = models.DateField()
    issued_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    delivered_on = models.DateField(null=True)
    reversed_on = models.DateField(null=True)
    settled_on = models.DateField(null=True)
    disputed = models.BooleanField(default=False, db_default=False)
    note = models.CharField(max_length=200, blank=True)
    external_id = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["external_id"], condition=~Q(external_id=""), name="invoice_external_id"
            )
        ]
        indexes = [
            models.Index(fields=["contract", "state"], name="invoice_contract"),
            models.Index(fields=["number"], name="invoice_number", condition=~Q(number="")),
        ]


class Receipt(Record):
    """Money that reached our bank account, or went back (`refund`). `matched` is kept by the actions from the ledger."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="receipts")
    kind = models.CharField(max_length=8, default="receipt")
    amount = models.DecimalField(**MONEY)
    currency = models.CharField(max_length=3, default="CNY")
    rate = models.DecimalField(max_digits=14, decimal_places=6, default=1)
    received_on = models.DateField()
    payer = models.CharField(max_length=200, blank=True)
    bank_reference = models.CharField(max_length=120, blank=True)
    matched = models.DecimalField(**MONEY, default=0)
    reversed_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=200, blank=True)
    external_id = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="receipt_positive"),
            models.UniqueConstraint(
                fields=["external_id"], condition=~Q(external_id=""), name="receipt_external_id"
            ),
        ]
        indexes = [
            models.Index(fields=["account", "-received_on"], name="receipt_account"),
            models.Index(fields=["-received_on", "-id"], name="receipt_day"),
        ]


class Allocation(Guarded):
    """A line of the ledger: so much of a receipt for an instalment; never changed, taken back by its opposite."""

    id = models.BigAutoField(primary_key=True)
    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="allocations")
    instalment = models.ForeignKey(Instalment, on_delete=models.PROTECT, related_name="allocations")
    amount = models.DecimalField(**MONEY)
    reverses = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="reversed_by")
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["instalment", "at"], name="allocation_instalment")]


class DunningStep(Record):
    """A step of asking for overdue money that was done; `key` is the playbook's."""

    instalment = models.ForeignKey(Instalment, on_delete=models.CASCADE, related_name="dunning")
    key = models.CharField(max_length=40)
    done_on = models.DateField()
    member = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=300, blank=True)
