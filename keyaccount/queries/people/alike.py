"""Persons who may be the same as one about to be taken up: by name or by a number, within the asker's scope."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from keyaccount.access import FieldClass, Principal, opened
from keyaccount.base import phones
from keyaccount.base.language import Say, say
from keyaccount.queries.records.names import names_for

MOST = 8


@dataclass(frozen=True)
class Alike:
    """A person we have, and why it may be the same."""

    id: UUID
    name: str
    title: str
    account: str
    why: Say


def people_alike(
    by: Principal, *, name: str, mobile: str = "", email: str = "", account: str = ""
) -> list[Alike]:
    """At most `MOST`, those sharing a number or address first. A name alone counts at the same account or when rare."""
    same = Q(pk__in=[])
    numbers = {mobile.strip(), phones.normalise(mobile) or ""} - {""}
    if numbers:
        same |= Q(mobile__in=numbers)
    if email.strip():
        same |= Q(email__iexact=email.strip())
    if name.strip():
        same |= Q(name=name.strip())
    rows = opened(by, "person", klass=FieldClass.INTERNAL).filter(same)
    kept = list(
        rows.order_by("name_sort", "pk").values("pk", "name", "title", "account_id", "mobile", "email")[
            : MOST * 3
        ]
    )
    names = names_for(by, "account", {row["account_id"] for row in kept if row["account_id"]})
    found = []
    for row in kept:
        why = say("同名")
        if row["mobile"] in numbers:
            why = say("手机相同")
        elif email.strip() and row["email"].lower() == email.strip().lower():
            why = say("邮箱相同")
        elif account and str(row["account_id"]) == account:
            why = say("同一客户的同名联系人")
        found.append(Alike(row["pk"], row["name"], row["title"], names.get(row["account_id"], ""), why))
    found.sort(key=lambda one: one.why.msgid == "同名")
    return found[:MOST]
