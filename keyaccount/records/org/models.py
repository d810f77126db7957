"""Our side: departments, members, teams, and what belongs to one member (tokens, saved views)."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from keyaccount.base.ids import new_id
from keyaccount.records.common import Guarded, Record


class Department(Record):
    """A node of our department tree. There are hundreds at most, so a subtree is found in memory."""

    name = models.CharField(max_length=120)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    sort = models.IntegerField(default=0)
    archived_at = models.DateTimeField(null=True)


class MemberManager(BaseUserManager["Member"]):
    """Open on purpose: signing in has to find a member before there is a principal."""

    def get_by_natural_key(self, username: str | None) -> Member:
        return self.get(login=username)


class Member(AbstractBaseUser):
    """One of us, who signs in. `roles` are keys of `access.roles`; a leaver is disabled, never deleted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.PositiveIntegerField(default=1)
    login = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    name_sort = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=80, blank=True)
    department = models.ForeignKey(Department, null=True, on_delete=models.PROTECT, related_name="members")
    roles = models.JSONField(default=list)
    language = models.CharField(max_length=8, default="zh-hans")
    money_unit = models.CharField(max_length=8, default="auto")
    theme = models.CharField(max_length=8, default="auto")
    is_active = models.BooleanField(default=True)
    left_on = models.DateField(null=True)
    capacity = models.PositiveIntegerField(null=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    USERNAME_FIELD = "login"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[MemberManager] = MemberManager()
    rows: ClassVar[models.Manager[Member]] = models.Manager()

    def __str__(self) -> str:
        return self.name

    @property
    def is_staff(self) -> bool:
        """No back office of Django's; nobody is staff."""
        return False


class Team(Record):
    """A named group of members across departments, to share with as one."""

    name = models.CharField(max_length=120, unique=True)
    note = models.CharField(max_length=300, blank=True)
    archived_at = models.DateTimeField(null=True)


class TeamMembership(Guarded):
    id = models.BigAutoField(primary_key=True)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="teams")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "member"], name="team_member")]


class SetupLink(Guarded):
    """A one-time link with which a member sets the first password; only its hash is kept."""

    id = models.BigAutoField(primary_key=True)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="setup_links")
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class ApiToken(Guarded):
    """A bearer token of a member; only its hash is kept. `scopes` ⊆ read, write, import, export, admin."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=12)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)


class SavedView(Record):
    """A list as somebody likes it: filters, sort and columns as the query string that is also in the address bar."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="views")
    page = models.CharField(max_length=40)
    name = models.CharField(max_length=60)
    query = models.TextField(blank=True)
    shared = models.BooleanField(default=False)
    sort = models.IntegerField(default=0)
