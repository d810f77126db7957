"""The first moment of an installation: somebody who administrates, a top department, a pool, the list of industries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from keyaccount.access import Principal, everything, policy_of
from keyaccount.actions.records.create_record import create_record
from keyaccount.actions.shared import indexing, journaling, writing
from keyaccount.base import names
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import Say, say
from keyaccount.records.accounts.models import Industry
from keyaccount.records.org.models import Member

FIRST_ROLES = ("admin", "security", "operations", "director")
POOL = say("全国公海")
_WHY = "a company starts once: there must be no member yet, whoever it is"


@dataclass(frozen=True)
class BuiltIn:
    """An industry that comes with the product, in three languages."""

    key: str
    name: str
    name_hant: str
    name_en: str
    sort: int


@transaction.atomic
def start_company(
    *,
    at: datetime,
    company: str,
    login: str,
    name: str,
    industries: Iterable[BuiltIn] = (),
    pool: Say | str = POOL,
) -> Member:
    """The first member, without a password: a set-up link gives one. Raises `Invalid` when there are members already."""
    if everything(Member, why=_WHY).exists():
        raise Invalid(Problem("started", say("已经有成员了，不能再次初始化")))
    first = Member(login=login, name=name, name_sort=names.sort_key(name), roles=list(FIRST_ROLES))
    first.created_at = first.updated_at = at
    first.set_unusable_password()
    first.save(force_insert=True)
    journaling.write("member.created", by=None, at=at, entity="member", object_id=first.pk, label=name)
    by = Principal(first)
    top = create_record(by=by, at=at, entity="department", raw={"name": company})
    first.department = top
    first.save(update_fields=["department"])
    indexing.index("member", [first], fresh=True)
    create_record(by=by, at=at, entity="pool", raw={"name": str(pool), "is_default": True})
    for one in industries:
        _add_industry(by, at, one)
    return first


def _add_industry(by: Principal, at: datetime, one: BuiltIn) -> None:
    policy = policy_of("industry")
    raw = {"name": one.name, "name_hant": one.name_hant, "name_en": one.name_en, "sort": one.sort}
    values = writing.cleaned(by, policy, raw)
    writing.insert(by=by, at=at, policy=policy, row=Industry(key=one.key), values=values, options={})
