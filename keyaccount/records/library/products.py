"""What we sell and for how much (PRO-2)."""

from __future__ import annotations

from django.db import models

from keyaccount.records.common import Record


class Product(Record):
    """Something we sell. `unit` is what one counts (seat, set, year …); `cost` is per unit, class C2."""

    code = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=120)
    name_sort = models.CharField(max_length=200)
    family = models.CharField(max_length=60, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    list_price = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    cost = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, default="CNY")
    tax_rate = models.DecimalField(max_digits=5, decimal_places=2, default=6)
    note = models.TextField(blank=True)
    external_id = models.CharField(max_length=100, blank=True)
    archived_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["name_sort", "id"], name="product_name")]


class PriceList(Record):
    """Prices for some customers or a time, and how far each may discount without asking (percent off the list)."""

    name = models.CharField(max_length=120)
    currency = models.CharField(max_length=3, default="CNY")
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    sales_limit = models.DecimalField(max_digits=5, decimal_places=2, default=10)
    manager_limit = models.DecimalField(max_digits=5, decimal_places=2, default=25)
    is_default = models.BooleanField(default=False)
    archived_at = models.DateTimeField(null=True)


class PriceEntry(Record):
    """The price of one product in one list, from a number of units on."""

    price_list = models.ForeignKey(PriceList, on_delete=models.CASCADE, related_name="entries")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="prices")
    from_quantity = models.PositiveIntegerField(default=1)
    price = models.DecimalField(max_digits=18, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["price_list", "product", "from_quantity"], name="price_once")
        ]
