"""A member leaves: sign-in, sessions and tokens end at once, and what the member held goes to a colleague (SEC-3)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib.sessions.models import Session
from django.db import transaction

from keyaccount.access import OFFICER, Principal, everything, found
from keyaccount.actions.accounts.placing import HoldingBook, Target, place
from keyaccount.actions.org.officers import must_leave_officer
from keyaccount.actions.shared import indexing, journaling
from keyaccount.base.clock import day_of
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say
from keyaccount.records.accounts.models import Account
from keyaccount.records.org.models import ApiToken, Member, SetupLink

_WHY = "a leaver's accounts, tokens and links end completely, whatever the administrator may see of them"


@transaction.atomic
def disable_member(*, by: Principal, at: datetime, id: UUID | str, to: UUID | str | None = None) -> int:
    """Disable the member and hand all accounts to `to` (required when there are any). Returns how many were handed over."""
    by.must("org.manage")
    member: Member = found(by, "member", id, lock=True)
    if member.pk == by.id:
        raise Invalid(Problem("self", say("不能停用自己")))
    if OFFICER in member.roles:
        must_leave_officer(member)
    accounts = list(everything(Account, why=_WHY).filter(owner=member))
    if accounts and not to:
        raise Invalid(
            Problem("required", say("请选择谁来接手他负责的 {n} 个客户", n=len(accounts)), field="to")
        )
    if accounts:
        heir: Member = found(by, "member", to or "")
        if not heir.is_active or heir.pk == member.pk:
            raise Invalid(Problem("left", say("{name} 不能接收客户", name=heir.name), field="to"))
        _hand_over(accounts, member, heir, by, at)
    member.is_active, member.left_on, member.version, member.updated_at = (
        False,
        day_of(at),
        member.version + 1,
        at,
    )
    member.save(update_fields=["is_active", "left_on", "version", "updated_at"])
    end_access(member, at)
    indexing.index("member", [member])
    journaling.write(
        "member.left",
        by=by,
        at=at,
        entity="member",
        object_id=member.pk,
        label=member.name,
        data={"accounts": len(accounts)},
    )
    return len(accounts)


def _hand_over(accounts: list[Account], member: Member, heir: Member, by: Principal, at: datetime) -> None:
    reason = str(say("{name} 离职", name=member.name))
    for account in place(
        accounts, Target(owner=heir), how="transferred", by=by, at=at, reason=reason, book=HoldingBook()
    ):
        journaling.write(
            "account.transferred",
            by=by,
            at=at,
            entity="account",
            object_id=account.pk,
            label=account.name,
            account_id=account.pk,
            data={"to": heir.pk, "to_name": heir.name, "reason": reason},
        )


def end_access(member: Member, at: datetime) -> None:
    """All sessions, tokens and links of a member end now."""
    everything(ApiToken, why=_WHY).filter(member=member, revoked_at=None).update(revoked_at=at)
    everything(SetupLink, why=_WHY).filter(member=member, used_at=None).update(used_at=at)
    keys = list(member.usersession_set.values_list("session_key", flat=True))  # type: ignore[attr-defined]
    Session.objects.filter(session_key__in=keys).delete()
    member.usersession_set.all().delete()  # type: ignore[attr-defined]
