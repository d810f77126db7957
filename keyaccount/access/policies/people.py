"""The customer's departments, persons and posts."""

from __future__ import annotations

from keyaccount.access.classes import C0, C1, C3
from keyaccount.access.fields import Field, Kind, computed, meta_fields
from keyaccount.access.policies.accounts import KEPT_WITH_ACCOUNT
from keyaccount.access.policies.around import BOOKKEEPING, THROUGH_ACCOUNT
from keyaccount.access.policy import Policy, register
from keyaccount.access.scopes import OwnedPerson
from keyaccount.base.language import say
from keyaccount.records.accounts.choices import SOURCE
from keyaccount.records.people.choices import FUNCTION, GENDER, RANK
from keyaccount.records.people.models import CustomerUnit, Person, Post

UNIT = register(
    Policy(
        entity="unit",
        model=CustomerUnit,
        label=say("客户部门"),
        scope=THROUGH_ACCOUNT,
        retention=KEPT_WITH_ACCOUNT,
        functions={"create": "unit.edit", "edit": "unit.edit", "remove": "unit.edit"},
        internal=BOOKKEEPING,
        fields=(
            Field("account", say("客户"), Kind.REF, C0, ref="account", required=True, listed=True),
            Field(
                "name", say("部门名称"), klass=C1, required=True, sortable=True, listed=True, max_length=120
            ),
            Field("parent", say("上级部门"), Kind.REF, C1, ref="unit"),
            Field("function", say("部门职能"), Kind.CHOICE, C1, choices=FUNCTION, listed=True),
            Field("sort", say("排序"), Kind.INTEGER, C1),
            Field("note", say("备注"), klass=C1, max_length=300),
            Field("external_id", say("外部编号"), klass=C1, max_length=100),
            *meta_fields(),
        ),
    )
)

PERSON = register(
    Policy(
        entity="person",
        model=Person,
        label=say("联系人"),
        scope=OwnedPerson(),
        retention=say("最后联系后 24 个月；可按本人要求删除"),
        functions={
            "create": "person.create",
            "edit": "person.edit",
            "archive": "person.archive",
            "reveal": "person.reveal",
            "erase": "person.erase",
        },
        held=frozenset({"erase"}),
        internal=frozenset(
            "archived_at merged_into name_sort owner_id department_id version created_by updated_by id".split()
        ),
        fields=(
            Field(
                "name",
                say("姓名"),
                klass=C1,
                required=True,
                sortable=True,
                listed=True,
                max_length=100,
                order="name_sort",
            ),
            Field("english_name", say("英文名"), klass=C1, max_length=100),
            Field("honorific", say("称呼"), klass=C1, max_length=30),
            Field("gender", say("性别"), Kind.CHOICE, C1, choices=GENDER),
            computed("account", say("客户"), Kind.REF, C1, ref="account", listed=True),
            computed("unit_name", say("部门"), Kind.TEXT, C1, listed=True),
            computed("title", say("职务"), Kind.TEXT, C1, listed=True),
            Field("is_key", say("关键人"), Kind.YESNO, C1, listed=True),
            Field("mobile", say("手机"), Kind.PHONE, C1, listed=True, max_length=40),
            Field("phone", say("办公电话"), Kind.PHONE, C1, max_length=60),
            Field("email", say("邮箱"), Kind.EMAIL, C1, listed=True, max_length=200),
            Field("wechat", say("微信"), klass=C1, max_length=80),
            Field(
                "private_phone",
                say("私人电话"),
                Kind.SEALED,
                C3,
                filterable=False,
                imported=False,
                help=say("个人敏感信息：加密保存，只显示掩码，查看要留记录"),
            ),
            Field("source", say("来源"), Kind.CHOICE, C1, choices=SOURCE),
            Field("note", say("备注"), Kind.LONG, C1),
            computed("followed_at", say("最近跟进"), Kind.MOMENT, C1, sortable=True, listed=True),
            Field("external_id", say("外部编号"), klass=C1, max_length=100),
            *meta_fields(),
        ),
    )
)

POST = register(
    Policy(
        entity="post",
        model=Post,
        label=say("任职"),
        scope=THROUGH_ACCOUNT,
        retention=say("随联系人保存"),
        functions={"create": "person.edit", "edit": "person.edit", "remove": "person.edit"},
        title="title",
        internal=BOOKKEEPING | {"owner_id", "department_id"},
        fields=(
            Field("person", say("联系人"), Kind.REF, C1, ref="person", required=True, listed=True),
            Field("account", say("客户"), Kind.REF, C1, ref="account", required=True, listed=True),
            Field("unit", say("部门"), Kind.REF, C1, ref="unit", listed=True),
            Field("title", say("职务"), klass=C1, listed=True, max_length=200),
            Field("rank", say("层级"), Kind.CHOICE, C1, choices=RANK),
            Field("reports_to", say("直属上级"), Kind.REF, C1, ref="person"),
            Field("started_on", say("任职开始"), Kind.DATE, C1, listed=True),
            Field("ended_on", say("任职结束"), Kind.DATE, C1, listed=True),
            Field("is_primary", say("主要任职"), Kind.YESNO, C1),
            *meta_fields(),
        ),
    )
)
