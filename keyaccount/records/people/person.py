"""The customer's people: departments, persons, and the posts persons hold (PPL-1; posts are not persons)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from keyaccount.records.accounts.models import Account
from keyaccount.records.common import Known, Record


class CustomerUnit(Record):
    """A department at the customer, a node of its organisation tree, with the function it has for us."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="units")
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    name = models.CharField(max_length=120)
    function = models.CharField(max_length=12, default="other")
    sort = models.IntegerField(default=0)
    note = models.CharField(max_length=300, blank=True)
    external_id = models.CharField(max_length=100, blank=True)

    class Meta:
        indexes = [models.Index(fields=["account", "parent"], name="unit_account")]


class Person(Record):
    """Somebody at a customer (PPL-2). The person stays the same when the post changes.

    `account`, `owner_id` and `department_id` are copied from the primary post's account for scope without a join.
    `title` and `unit_name` repeat the primary post for lists. `private_phone` is sealed text (class C3).
    """

    name = models.CharField(max_length=100)
    name_sort = models.CharField(max_length=160)
    english_name = models.CharField(max_length=100, blank=True)
    honorific = models.CharField(max_length=30, blank=True)
    gender = models.CharField(max_length=8, blank=True)
    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="people")
    owner_id = models.UUIDField(null=True)
    department_id = models.UUIDField(null=True)
    title = models.CharField(max_length=200, blank=True)
    unit_name = models.CharField(max_length=120, blank=True)
    is_key = models.BooleanField(default=False)
    mobile = models.CharField(max_length=40, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    email = models.CharField(max_length=200, blank=True)
    wechat = models.CharField(max_length=80, blank=True)
    private_phone = models.BinaryField(null=True)
    source = models.CharField(max_length=12, blank=True)
    note = models.TextField(blank=True)
    followed_at = models.DateTimeField(null=True)
    external_id = models.CharField(max_length=100, blank=True)
    archived_at = models.DateTimeField(null=True)
    merged_into = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["external_id"],
                condition=~Q(external_id="") & Q(archived_at=None),
                name="person_external_id",
            )
        ]
        indexes = [
            models.Index(fields=["account", "name_sort"], name="person_account"),
            models.Index(fields=["owner_id", "-updated_at", "-id"], name="person_owner_updated"),
            models.Index(fields=["department_id", "-updated_at", "-id"], name="person_dept_updated"),
            models.Index(fields=["-updated_at", "-id"], name="person_updated"),
            models.Index(fields=["name_sort", "id"], name="person_name_sort"),
            models.Index(Known("followed_at"), "id", name="person_followed"),
            models.Index(fields=["created_at", "id"], name="person_created"),
            models.Index(fields=["mobile"], name="person_mobile", condition=~Q(mobile="")),
            models.Index(fields=["email"], name="person_email", condition=~Q(email="")),
        ]


class Post(Record):
    """A post a person holds from–to at an account. Exactly one of a person's posts is primary."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="posts")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="posts")
    unit = models.ForeignKey(CustomerUnit, null=True, on_delete=models.SET_NULL, related_name="posts")
    title = models.CharField(max_length=200, blank=True)
    rank = models.CharField(max_length=12, blank=True)
    reports_to = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="reports")
    started_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    is_primary = models.BooleanField(default=True)
    owner_id = models.UUIDField(null=True)
    department_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(is_primary=True), name="post_one_primary"),
        ]
        indexes = [
            models.Index(fields=["account", "ended_on"], name="post_account"),
            models.Index(fields=["owner_id"], name="post_owner_side", condition=Q(is_primary=False)),
            models.Index(fields=["department_id"], name="post_dept_side", condition=Q(is_primary=False)),
        ]
