"""What belongs to an account: addresses, who else works on it, its history, what is known of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from keyaccount.base.ids import new_id
from keyaccount.records.accounts.account import Account
from keyaccount.records.common import Guarded, Record
from keyaccount.records.library.models import Document
from keyaccount.records.org.models import Department, Member, Team


class Address(Record):
    """A postal address; `region` is a GB/T 2260 code, `country` ISO 3166 alpha-2."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="addresses")
    kind = models.CharField(max_length=12, default="office")
    country = models.CharField(max_length=2, default="CN")
    region = models.CharField(max_length=12, blank=True)
    street = models.CharField(max_length=300, blank=True)
    postcode = models.CharField(max_length=12, blank=True)
    is_main = models.BooleanField(default=False)


class TeamSeat(Record):
    """A colleague on the account team, with a role, a level (read or edit) and, if wished, an end."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="team")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="seats")
    role = models.CharField(max_length=12)
    level = models.CharField(max_length=4, default="read")
    until = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "member"], name="team_seat")]


class Share(Record):
    """The account shown to one member, one department or one team, for a reason, at most 90 days unless renewed."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="shares")
    member = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="shares")
    department = models.ForeignKey(Department, null=True, on_delete=models.PROTECT, related_name="shares")
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="shares")
    level = models.CharField(max_length=4, default="read")
    until = models.DateField()
    reason = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(member__isnull=False, department=None, team=None)
                | Q(member=None, department__isnull=False, team=None)
                | Q(member=None, department=None, team__isnull=False),
                name="share_one_target",
            )
        ]


class Holding(Guarded):
    """Who held an account from when to when, how it came and why it went; the history of the pools (ACC-5)."""

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="holdings")
    owner = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="holdings")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    how = models.CharField(max_length=12)
    reason = models.CharField(max_length=200, blank=True)
    by = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["account", "-began_at"], name="holding_account"),
            models.Index(fields=["owner", "-began_at"], name="holding_owner"),
        ]


class DossierFact(Record):
    """One statement of the dossier (ACC-2): which item of the playbook, what, who said it, when it was true."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="facts")
    item = models.CharField(max_length=60)
    text = models.TextField()
    source = models.CharField(max_length=12)
    said_by = models.CharField(max_length=120, blank=True)
    observed_on = models.DateField()
    verified_on = models.DateField(null=True)
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["account", "item"], name="fact_account_item")]


class TierJudgement(Guarded):
    """A judgement whether this is a key account (KA-1), kept as dated history with the edition it ran on."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="judgements")
    tier = models.CharField(max_length=20)
    computed_tier = models.CharField(max_length=20)
    answers = models.JSONField(default=dict)
    facts = models.JSONField(default=dict)
    reasons = models.JSONField(default=list)
    override_reason = models.CharField(max_length=300, blank=True)
    edition_number = models.PositiveIntegerField()
    edition_digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["account", "-at"], name="judgement_account")]


class MonthlyResult(Record):
    """Money received from an account in one month and the margin on it (KA-2); exact, in its currency, class C2."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="results")
    month = models.DateField()
    received = models.DecimalField(max_digits=18, decimal_places=2)
    margin = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, default="CNY")
    external_id = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "month", "currency"], name="result_month")]
        indexes = [models.Index(fields=["month"], name="result_by_month")]


class Note(Record):
    """Something worth keeping that a person wrote down about an account, shown in its timeline."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="notes")
    person_id = models.UUIDField(null=True)
    text = models.TextField()
    happened_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["account", "-happened_at"], name="note_account")]


class AccountFile(Record):
    """A document filed with an account."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="files")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="account_files")
    title = models.CharField(max_length=200)
    archived_at = models.DateTimeField(null=True)


class Merge(Guarded):
    """Two accounts made one: everything needed to undo it for 30 days (ACC-4)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kept = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="merges")
    dropped = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="merged_as")
    before = models.JSONField()
    moved = models.JSONField()
    at = models.DateTimeField()
    by = models.UUIDField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.UUIDField(null=True)
