"""The journal as auditors read it: who did what, when and from where (SEC-2, 等保)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from keyaccount.access import FieldClass, Principal, Relation, everything
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import Say, say
from keyaccount.queries.accounts.timeline import Happening, shown, unknown_to
from keyaccount.records.journal.models import Entry

PAGE = 50
OURS = frozenset(
    "member department team token pool industry tag edition import_run export_run access".split()
)
_SIGN_IN = ("signed-in", "sign-in-failed", "signed-out", "sessions-ended")
_HOLDING = "claimed assigned transferred released reclaimed merged unmerged archived restored".split()
_LOOKS = ("person.revealed", "person.reported")  # auditors learn of every look, whatever was looked at
_SECRETS = (*_LOOKS, "export.made", "file.read", "contract.copy-read")
_RIGHTS = ("member", "department", "team", "token", "share", "team_seat")
GROUPS: dict[str, tuple[Say, Q]] = {
    "sign-in": (say("登录与退出"), Q(kind__in=[f"member.{verb}" for verb in _SIGN_IN])),
    "failed": (say("登录失败"), Q(kind="member.sign-in-failed")),
    "rights": (say("成员与权限"), Q(entity__in=_RIGHTS)),
    "secrets": (say("敏感信息与导出"), Q(kind__in=_SECRETS)),
    "holding": (say("客户归属"), Q(kind__in=[f"account.{verb}" for verb in _HOLDING])),
    "imports": (say("导入"), Q(entity="import_run")),
    "lists": (say("设置与公海"), Q(entity__in=["pool", "industry", "tag", "edition", "paper", "letterhead"])),
}
_WHY = "the audit log is read by those with the function audit.read, narrowed right below to what their roles may see"


@dataclass(frozen=True)
class AuditRow:
    """One entry; `address`, `device` and `purpose` where the entry has them."""

    happening: Happening
    address: str
    device: str
    purpose: str


@dataclass(frozen=True)
class AuditPage:
    """One page, newest first; `next` continues it ("" at its end)."""

    rows: list[AuditRow]
    next: str


def audit_log(
    by: Principal,
    *,
    actor: UUID | None = None,
    group: str = "",
    first: date | None = None,
    last: date | None = None,
    cursor: str = "",
) -> AuditPage:
    """Entries by actor, group of kinds and days. Who sees no business data reads only what happened on our side."""
    by.must("audit.read")
    grant = by.grants("account").get(Relation.COMPANY)
    classes = grant.read if grant else frozenset({FieldClass.PUBLIC, FieldClass.INTERNAL})
    rows = everything(Entry, why=_WHY)
    if grant is None:
        rows = rows.filter(field_class__in=[int(c) for c in classes], entity__in=OURS)
    else:
        known = Q(field_class__in=[int(c) for c in classes]) & ~Q(entity__in=unknown_to(by))
        rows = rows.filter(known | Q(kind__in=_LOOKS))
    if actor:
        rows = rows.filter(Q(actor_id=actor) | Q(entity="member", object_id=actor))
    if group in GROUPS:
        rows = rows.filter(GROUPS[group][1])
    if first:
        rows = rows.filter(at__gte=timezone.make_aware(datetime.combine(first, time.min)))
    if last:
        rows = rows.filter(at__lte=timezone.make_aware(datetime.combine(last, time.max)))
    if cursor:
        rows = rows.filter(id__lt=_read(cursor))
    entries = list(rows.order_by("-id")[: PAGE + 1])
    more, entries = len(entries) > PAGE, entries[:PAGE]
    told = zip(entries, shown(by, entries, classes), strict=True)
    return AuditPage(
        [_row(entry.data, happening) for entry, happening in told], str(entries[-1].pk) if more else ""
    )


def _row(data: dict[str, Any], happening: Happening) -> AuditRow:
    return AuditRow(
        happening, str(data.get("address", "")), str(data.get("device", "")), str(data.get("purpose", ""))
    )


def _read(cursor: str) -> int:
    if not cursor.isdigit() or len(cursor) > 18:
        raise Invalid(Problem("bad_cursor", say("翻页位置已失效，请从第一页开始"), field="cursor"))
    return int(cursor)
