"""What a member sets for oneself: language, money unit, colours, telephone. Name, roles and department are not among them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from keyaccount.access import Field, Kind, Principal, everything
from keyaccount.actions.shared import cleaning, journaling
from keyaccount.base.errors import Invalid, Problem, Refused
from keyaccount.base.language import say
from keyaccount.records.org.models import Member

FIELDS: dict[str, Field] = {
    field.name: field
    for field in (
        Field(
            "language",
            say("语言"),
            Kind.CHOICE,
            required=True,
            choices={"zh-hans": say("简体中文"), "zh-hant": say("繁体中文"), "en": say("英文")},
        ),
        Field(
            "money_unit",
            say("金额单位"),
            Kind.CHOICE,
            required=True,
            choices={"auto": say("按大小自动换算"), "wan": say("万元"), "yuan": say("元")},
        ),
        Field(
            "theme",
            say("外观"),
            Kind.CHOICE,
            required=True,
            choices={"auto": say("跟随系统"), "light": say("浅色"), "dark": say("深色")},
            help=say("右上角的选择只对那台设备有效，优先于这里"),
        ),
        Field("phone", say("电话"), Kind.PHONE, max_length=40),
    )
}
_WHY = "the member's own row"


@transaction.atomic
def change_profile(*, by: Principal, at: datetime, raw: Mapping[str, Any]) -> Member:
    """Save what was given of `FIELDS`; raises `Invalid`. A program cannot do it."""
    if by.token_scopes is not None:
        raise Refused()
    values, problems = cleaning.clean(by, FIELDS, raw)
    problems += [
        Problem("required", say("请填写{label}", label=FIELDS[name].label), field=name)
        for name, value in values.items()
        if FIELDS[name].required and not value
    ]
    if problems:
        raise Invalid(*problems)
    member: Member = everything(Member, why=_WHY).select_for_update(of=("self",)).get(pk=by.id)
    changed = {
        name: [getattr(member, name), value]
        for name, value in values.items()
        if getattr(member, name) != value
    }
    if not changed:
        return member
    for name, (_, value) in changed.items():
        setattr(member, name, value)
    member.updated_at, member.version = at, member.version + 1
    member.save(update_fields=[*changed, "updated_at", "version"])
    journaling.write(
        "member.edited",
        by=by,
        at=at,
        entity="member",
        object_id=member.pk,
        label=member.name,
        data={"changes": changed},
    )
    return member
