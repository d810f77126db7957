"""The account itself and the lists it refers to."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from keyaccount.base.ids import new_id
from keyaccount.records.common import Guarded, Known, Record
from keyaccount.records.org.models import Department, Member


class Industry(Guarded):
    """An industry, in a list the company may extend; built-in ones carry a `key` and three names."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=80, unique=True)
    name_hant = models.CharField(max_length=80, blank=True)
    name_en = models.CharField(max_length=80, blank=True)
    sort = models.IntegerField(default=0)


class Tag(Guarded):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=40, unique=True)


class Pool(Record):
    """A public pool (公海). `rules` overrides single values of the playbook's pool rules; None department = company."""

    name = models.CharField(max_length=60, unique=True)
    department = models.ForeignKey(Department, null=True, on_delete=models.PROTECT, related_name="pools")
    rules = models.JSONField(default=dict)
    is_default = models.BooleanField(default=False)


class Account(Record):
    """A company or public body we sell to (ACC-1). Without an owner it lies in a public pool (ACC-5).

    The `*_key` columns are derived from `name` for the duplicate check, `name_sort` for lists in pinyin order;
    `department` is the owner's, copied so that scope needs no join; `group_root_id` is the top of the group tree.
    `stamps` tells of each field when, by whom and from where its value came: {field: [date, member id, source]}.
    """

    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200, db_index=True)
    core_key = models.CharField(max_length=200, db_index=True)
    pinyin_key = models.CharField(max_length=600, blank=True)
    name_sort = models.CharField(max_length=120)
    short_name = models.CharField(max_length=100, blank=True)
    english_name = models.CharField(max_length=200, blank=True)
    credit_code = models.CharField(max_length=40, blank=True)
    industry = models.ForeignKey(Industry, null=True, on_delete=models.PROTECT, related_name="accounts")
    ownership = models.CharField(max_length=20, blank=True)
    status = models.CharField(max_length=12, default="prospect")
    source = models.CharField(max_length=12, blank=True)
    region = models.CharField(max_length=12, blank=True)
    headcount = models.PositiveIntegerField(null=True)
    seats = models.PositiveIntegerField(null=True)
    revenue = models.DecimalField(max_digits=20, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, default="CNY")
    founded = models.PositiveSmallIntegerField(null=True)
    stock_code = models.CharField(max_length=30, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    website = models.CharField(max_length=300, blank=True)
    business = models.TextField(blank=True)
    note = models.TextField(blank=True)
    fiscal_year_start = models.PositiveSmallIntegerField(default=1)
    budget_months = models.JSONField(default=list)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="subsidiaries")
    group_root_id = models.UUIDField(null=True, db_index=True)
    tier = models.CharField(max_length=20, default="ordinary")
    tier_rank = models.PositiveSmallIntegerField(default=9)
    tier_judged_at = models.DateTimeField(null=True)
    owner = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="accounts")
    department = models.ForeignKey(Department, null=True, on_delete=models.PROTECT, related_name="accounts")
    pool = models.ForeignKey(Pool, null=True, on_delete=models.PROTECT, related_name="accounts")
    held_since = models.DateTimeField(null=True)
    followed_at = models.DateTimeField(null=True)
    reclaim_on = models.DateField(null=True)
    completeness = models.PositiveSmallIntegerField(default=0)
    external_id = models.CharField(max_length=100, blank=True)
    stamps = models.JSONField(default=dict)
    archived_at = models.DateTimeField(null=True)
    merged_into = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["credit_code"],
                condition=~Q(credit_code="") & Q(archived_at=None),
                name="account_credit_code",
            ),
            models.UniqueConstraint(
                fields=["external_id"],
                condition=~Q(external_id="") & Q(archived_at=None),
                name="account_external_id",
            ),
            models.CheckConstraint(
                condition=Q(owner=None, pool__isnull=False) | Q(owner__isnull=False, pool=None),
                name="account_owned_or_pooled",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "-updated_at", "-id"], name="account_owner_updated"),
            models.Index(fields=["department", "-updated_at", "-id"], name="account_dept_updated"),
            models.Index(fields=["-updated_at", "-id"], name="account_updated"),
            models.Index(fields=["name_sort", "id"], name="account_name_sort"),
            models.Index(fields=["tier_rank", "-updated_at", "-id"], name="account_tier_updated"),
            models.Index(
                fields=["pool", "-updated_at", "-id"],
                name="account_pool_updated",
                condition=Q(pool__isnull=False),
            ),
            models.Index(fields=["parent"], name="account_parent_known", condition=Q(parent__isnull=False)),
            models.Index(
                fields=["reclaim_on"], name="account_reclaim", condition=Q(reclaim_on__isnull=False)
            ),
            models.Index(fields=["pinyin_key"], name="account_pinyin_key"),
            models.Index(Known("headcount"), "id", name="account_headcount"),
            models.Index(Known("seats"), "id", name="account_seats"),
            models.Index(Known("revenue"), "id", name="account_revenue"),
            models.Index(Known("followed_at"), "id", name="account_followed"),
            models.Index(fields=["completeness", "id"], name="account_completeness"),
            models.Index(fields=["created_at", "id"], name="account_created"),
        ]


class AccountTag(Guarded):
    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="tag_links")
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="account_links")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "tag"], name="account_tag")]
