"""Contacts with the customer and tasks."""

from __future__ import annotations

from keyaccount.access.classes import C1
from keyaccount.access.fields import Field, Kind, computed, meta_fields
from keyaccount.access.policies.accounts import KEPT_WITH_ACCOUNT
from keyaccount.access.policies.around import THROUGH_ACCOUNT
from keyaccount.access.policies.deals import KEPT_HOUSE
from keyaccount.access.policy import Policy, register
from keyaccount.access.scopes import Either, Owned
from keyaccount.base.language import say, sense
from keyaccount.records.visits import choices
from keyaccount.records.visits.models import Contact, ContactMember, ContactPerson, Task

_THROUGH_CONTACT = Owned(
    owner="contact__account__owner_id",
    department="contact__account__department_id",
    account="contact__account_id",
)

CONTACT = register(
    Policy(
        entity="contact",
        model=Contact,
        label=say("联系记录"),
        scope=Either((Owned("owner_id", "owner__department_id", "account_id"), THROUGH_ACCOUNT)),
        retention=KEPT_WITH_ACCOUNT,
        parent="account",
        functions={"create": "contact.edit", "edit": "contact.edit", "archive": "contact.edit"},
        title="text",
        floor=C1,
        internal=KEPT_HOUSE | {"archived_at"},
        fields=(
            Field("account", say("所属客户"), Kind.REF, C1, ref="account", required=True, listed=True),
            Field("opportunity", say("商机"), Kind.REF, C1, ref="opportunity", listed=True),
            Field(
                "channel", say("方式"), Kind.CHOICE, C1, choices=choices.CHANNEL, required=True, listed=True
            ),
            Field("happened_at", say("时间"), Kind.MOMENT, C1, sortable=True, listed=True),
            Field("text", say("说了什么"), Kind.LONG, C1, required=True, listed=True),
            Field("owner", say("记录人"), Kind.REF, C1, ref="member", writable=False, listed=True),
            *meta_fields(),
        ),
    )
)

CONTACT_PERSON = register(
    Policy(
        entity="contact_person",
        model=ContactPerson,
        label=say("客户方参加人"),
        scope=_THROUGH_CONTACT,
        retention=KEPT_WITH_ACCOUNT,
        title="id",
        floor=C1,
        internal=KEPT_HOUSE,
        fields=(
            computed("contact", say("联系记录"), Kind.REF, C1, ref="contact"),
            computed("person", say("联系人"), Kind.REF, C1, ref="person", listed=True),
            *meta_fields(),
        ),
    )
)

CONTACT_MEMBER = register(
    Policy(
        entity="contact_member",
        model=ContactMember,
        label=say("我方参加人"),
        scope=_THROUGH_CONTACT,
        retention=KEPT_WITH_ACCOUNT,
        title="id",
        floor=C1,
        internal=KEPT_HOUSE,
        fields=(
            computed("contact", say("联系记录"), Kind.REF, C1, ref="contact"),
            computed("member", say("成员"), Kind.REF, C1, ref="member", listed=True),
            *meta_fields(),
        ),
    )
)

TASK = register(
    Policy(
        entity="task",
        model=Task,
        label=sense("many", "任务"),
        scope=Either((Owned("owner_id", "department_id", "account_id"), THROUGH_ACCOUNT)),
        retention=say("完成后保存 3 年"),
        parent="account",
        functions={
            "create": "contact.edit",
            "edit": "contact.edit",
            "finish": "contact.edit",
            "archive": "contact.edit",
        },
        title="title",
        floor=C1,
        internal=KEPT_HOUSE | {"archived_at", "key", "department", "done_by", "contact"},
        fields=(
            Field("title", say("任务"), klass=C1, required=True, sortable=True, listed=True, max_length=200),
            Field("account", say("所属客户"), Kind.REF, C1, ref="account", listed=True),
            Field("opportunity", say("商机"), Kind.REF, C1, ref="opportunity", listed=True),
            Field("kind", say("类型"), Kind.CHOICE, C1, choices=choices.TASK_KIND, listed=True),
            Field("due_on", say("截止日"), Kind.DATE, C1, required=True, sortable=True, listed=True),
            Field("text", say("说明"), Kind.LONG, C1),
            Field("owner", say("负责人"), Kind.REF, C1, ref="member", listed=True),
            computed("done_at", say("完成时间"), Kind.MOMENT, C1, sortable=True, listed=True),
            *meta_fields(),
        ),
    )
)
