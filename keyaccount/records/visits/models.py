"""The visits room: what was said with the customer, and what is to do next."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from keyaccount.records.accounts.models import Account
from keyaccount.records.common import Record
from keyaccount.records.deals.models import Opportunity
from keyaccount.records.org.models import Department, Member
from keyaccount.records.people.models import Person


class Contact(Record):
    """A call, meeting, message or mail with the customer. Ids of members and persons are kept as lists of text."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="contacts")
    opportunity = models.ForeignKey(
        Opportunity, null=True, on_delete=models.SET_NULL, related_name="contacts"
    )
    channel = models.CharField(max_length=8, default="meeting")
    happened_at = models.DateTimeField()
    text = models.TextField()
    owner = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="contacts")
    archived_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["account", "-happened_at"], name="contact_account"),
            models.Index(fields=["opportunity", "-happened_at"], name="contact_deal"),
            models.Index(fields=["owner", "-happened_at"], name="contact_owner"),
        ]


class ContactPerson(Record):
    """Somebody of the customer who took part."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="persons")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="contacts")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contact", "person"], name="contact_person")]


class ContactMember(Record):
    """One of us who took part."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="members")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="joined_contacts")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contact", "member"], name="contact_member")]


class Task(Record):
    """Something to do by a day, by one of us. `key` names the playbook's task it came from, made once a season."""

    account = models.ForeignKey(Account, null=True, on_delete=models.CASCADE, related_name="tasks")
    opportunity = models.ForeignKey(Opportunity, null=True, on_delete=models.CASCADE, related_name="tasks")
    contact = models.ForeignKey(Contact, null=True, on_delete=models.SET_NULL, related_name="tasks")
    owner = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="tasks")
    department = models.ForeignKey(Department, null=True, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    kind = models.CharField(max_length=8, default="next")
    key = models.CharField(max_length=80, blank=True)
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True)
    done_by = models.UUIDField(null=True)
    archived_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["owner", "due_on"], name="task_owner", condition=Q(done_at=None)),
            models.Index(fields=["account", "due_on"], name="task_account"),
            models.Index(fields=["opportunity", "due_on"], name="task_deal"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=~Q(key="") & Q(archived_at=None), name="task_key_once"
            )
        ]
