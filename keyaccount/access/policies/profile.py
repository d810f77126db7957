"""The personal profile: sensitive (C3). Who doesn't read that class doesn't learn that there is one."""

from __future__ import annotations

from keyaccount.access.classes import C3
from keyaccount.access.fields import Field, Kind, computed
from keyaccount.access.policies.deals import KEPT_HOUSE
from keyaccount.access.policy import Policy, register
from keyaccount.access.scopes import Owned
from keyaccount.base.language import say
from keyaccount.records.accounts.choices import FACT_SOURCE
from keyaccount.records.people.choices import LEGAL_BASIS, PROFILE
from keyaccount.records.people.models import ProfileEntry

PROFILE_ENTRY = register(
    Policy(
        entity="profile_entry",
        model=ProfileEntry,
        label=say("个人情况"),
        scope=Owned("person__owner_id", "person__department_id", "person__account_id"),
        retention=say("到写明的日期为止；可按本人要求删除"),
        parent="person",
        functions={"keep": "person.reveal"},
        title="kind",
        floor=C3,
        quiet=True,
        internal=KEPT_HOUSE | {"account", "source_note"},
        fields=(
            Field("person", say("联系人"), Kind.REF, C3, ref="person", required=True, listed=True),
            Field("kind", say("哪一类"), Kind.CHOICE, C3, choices=PROFILE, required=True, listed=True),
            Field("sealed", say("内容"), Kind.SEALED, C3, required=True, filterable=False, imported=False),
            Field("purpose", say("用途"), klass=C3, required=True, listed=True, max_length=200),
            Field("basis", say("合法依据"), Kind.CHOICE, C3, choices=LEGAL_BASIS, required=True, listed=True),
            Field(
                "source", say("信息来源"), Kind.CHOICE, C3, choices=FACT_SOURCE, required=True, listed=True
            ),
            Field("observed_on", say("何时得知"), Kind.DATE, C3, required=True),
            Field("retain_until", say("保存到"), Kind.DATE, C3, required=True, listed=True),
            computed("created_at", say("创建时间"), Kind.MOMENT, C3),
            computed("updated_at", say("更新时间"), Kind.MOMENT, C3),
        ),
    )
)
