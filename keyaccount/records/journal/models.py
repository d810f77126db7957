"""The append-only record of everything that happened; timeline, history, audit trail and queue in one (architecture)."""

from __future__ import annotations

from django.db import models

from keyaccount.records.common import Guarded


class Entry(Guarded):
    """One thing that happened. `kind` is room.past-tense-verb and has a sentence in three languages.

    `data` holds names and plain values only: {"changes": {field: [old, new]}, "text": …, …}; values of class C3 and
    above never enter it. `account_id` ties it to an account's timeline and gives its scope; it is no foreign key, so
    that the journal never hinders live data.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    actor_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=60)
    entity = models.CharField(max_length=40)
    object_id = models.UUIDField(null=True)
    account_id = models.UUIDField(null=True)
    person_id = models.UUIDField(null=True)
    label = models.CharField(max_length=300, blank=True)
    field_class = models.PositiveSmallIntegerField(default=1)
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["account_id", "-at", "-id"], name="entry_account_at"),
            models.Index(fields=["entity", "object_id", "-id"], name="entry_object"),
            models.Index(fields=["actor_id", "-at"], name="entry_actor_at"),
            models.Index(
                fields=["person_id", "-at"],
                name="entry_person_at",
                condition=models.Q(person_id__isnull=False),
            ),
            models.Index(fields=["-at", "-id"], name="entry_at"),
        ]


class Seal(Guarded):
    """A batch of entries sealed by a hash that covers the batch and the seal before it."""

    id = models.BigAutoField(primary_key=True)
    first_entry = models.BigIntegerField()
    last_entry = models.BigIntegerField(unique=True)
    count = models.PositiveIntegerField()
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()


class Replay(Guarded):
    """The stored answer to a request with an Idempotency-Key: sent again, the same answer comes back."""

    id = models.BigAutoField(primary_key=True)
    member_id = models.UUIDField()
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    headers = models.JSONField(default=dict)
    body = models.BinaryField(default=bytes)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member_id", "key"], name="replay_key")]


class Slot(Guarded):
    """A turn of a recurring job; the unique pair lets any number of workers tick and only one take the turn."""

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=60)
    slot = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "slot"], name="slot_turn")]
