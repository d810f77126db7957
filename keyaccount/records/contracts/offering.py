"""What we offer: proposals with versions and reviews (PRO-1), quotes with lines (PRO-2), negotiation points (NEG-1)."""

from __future__ import annotations

from django.db import models

from keyaccount.records.common import Record
from keyaccount.records.deals.models import Opportunity
from keyaccount.records.deals.opportunity import MONEY
from keyaccount.records.library.models import Document, PriceList, Product
from keyaccount.records.org.models import Member
from keyaccount.records.people.models import Person


class Proposal(Record):
    """One version of what we propose. A new version is a new row with the next `number`.

    `presented_to`: ids of those of the customer who heard it.
    """

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="proposals")
    title = models.CharField(max_length=200)
    number = models.PositiveSmallIntegerField(default=1)
    author = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default="draft")
    summary = models.TextField(blank=True)
    document = models.ForeignKey(Document, null=True, on_delete=models.SET_NULL, related_name="proposals")
    presented_on = models.DateField(null=True)
    presented_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    presented_to = models.JSONField(default=list)
    settled_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["opportunity", "-number"], name="proposal_deal")]


class ProposalReview(Record):
    """A colleague's opinion of a proposal."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="reviews")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    opinion = models.CharField(max_length=8, default="pending")
    text = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "member"], name="review_once")]


class ProposalFeedback(Record):
    """What somebody of the customer said to a proposal."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="feedback")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    text = models.TextField()
    said_on = models.DateField()


class Quote(Record):
    """Prices for the customer. `total`, `list_total` and `cost` follow from the lines; `discount` is percent off the list.

    `terms` are printed for the customer, `note` is ours.
    """

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="quotes")
    number = models.CharField(max_length=40)
    price_list = models.ForeignKey(PriceList, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default="draft")
    currency = models.CharField(max_length=3, default="CNY")
    valid_until = models.DateField(null=True)
    total = models.DecimalField(**MONEY, default=0)
    list_total = models.DecimalField(**MONEY, default=0)
    cost = models.DecimalField(**MONEY, null=True)
    discount = models.DecimalField(max_digits=5, decimal_places=2, default=0)
    special_reason = models.CharField(max_length=300, blank=True)
    decided_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_note = models.CharField(max_length=300, blank=True)
    terms = models.TextField(blank=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["number"], name="quote_number")]
        indexes = [models.Index(fields=["opportunity", "-created_at"], name="quote_deal")]


class QuoteLine(Record):
    """A product at a quantity and price; `list_price` is the list's on the day it was quoted."""

    quote = models.ForeignKey(Quote, on_delete=models.CASCADE, related_name="lines")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField(default=1)
    list_price = models.DecimalField(**MONEY)
    unit_price = models.DecimalField(**MONEY)
    amount = models.DecimalField(**MONEY, default=0)
    sort = models.PositiveSmallIntegerField(default=0)
    note = models.CharField(max_length=200, blank=True)


class NegotiationPoint(Record):
    """A point of the negotiation: what we wish, what they want, what was given and what was got for it."""

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="points")
    topic = models.CharField(max_length=120)
    our_wish = models.TextField(blank=True)
    their_wish = models.TextField(blank=True)
    given = models.TextField(blank=True)
    got = models.TextField(blank=True)
    margin_change = models.DecimalField(**MONEY, null=True)
    beyond_limit = models.BooleanField(default=False)
    approved_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=8, default="open")
    sort = models.PositiveSmallIntegerField(default=0)


class NegotiationLimit(Record):
    """How far we would go on a point: a row of its own, for those few who may know it."""

    point = models.OneToOneField(NegotiationPoint, on_delete=models.CASCADE, related_name="limit")
    text = models.TextField()
