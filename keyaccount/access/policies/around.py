"""What hangs on an account and is reached through it."""

from __future__ import annotations

from dataclasses import replace

from keyaccount.access.classes import C0, C1, C2
from keyaccount.access.fields import Field, Kind, meta_fields
from keyaccount.access.policies.accounts import KEPT_WITH_ACCOUNT
from keyaccount.access.policy import Policy, register
from keyaccount.access.scopes import Owned
from keyaccount.base.language import say
from keyaccount.records.accounts import choices
from keyaccount.records.accounts.models import (
    AccountFile,
    Address,
    DossierFact,
    MonthlyResult,
    Note,
    Share,
    TeamSeat,
)

THROUGH_ACCOUNT = Owned(owner="account__owner_id", department="account__department_id", account="account_id")
BOOKKEEPING = frozenset({"version", "created_by", "updated_by", "id", "account"})
HANDING_ON = frozenset({"create", "edit", "remove"})
_ACCOUNT = Field("account", say("客户"), Kind.REF, C0, ref="account", required=True, listed=True)

ADDRESS = register(
    Policy(
        entity="address",
        model=Address,
        label=say("地址"),
        scope=THROUGH_ACCOUNT,
        retention=KEPT_WITH_ACCOUNT,
        functions={"create": "account.edit", "edit": "account.edit", "remove": "account.edit"},
        title="street",
        internal=BOOKKEEPING,
        fields=(
            _ACCOUNT,
            Field("kind", say("类型"), Kind.CHOICE, C0, choices=choices.ADDRESS_KIND, listed=True),
            Field("country", say("国家或地区"), klass=C0, max_length=2),
            Field("region", say("省市区"), Kind.REGION, C0, listed=True),
            Field("street", say("详细地址"), klass=C0, listed=True, max_length=300),
            Field("postcode", say("邮编"), klass=C0, max_length=12),
            Field("is_main", say("主要地址"), Kind.YESNO, C0),
            *meta_fields(),
        ),
    )
)

TEAM_SEAT = register(
    Policy(
        entity="team_seat",
        model=TeamSeat,
        label=say("客户团队"),
        scope=THROUGH_ACCOUNT,
        retention=KEPT_WITH_ACCOUNT,
        functions={"create": "account.team", "edit": "account.team", "remove": "account.team"},
        held=HANDING_ON,
        title="role",
        internal=BOOKKEEPING,
        fields=(
            _ACCOUNT,
            Field("member", say("成员"), Kind.REF, C1, ref="member", required=True, listed=True),
            Field(
                "role",
                say("团队角色"),
                Kind.CHOICE,
                C1,
                choices=choices.TEAM_ROLE,
                required=True,
                listed=True,
            ),
            Field("level", say("权限"), Kind.CHOICE, C1, choices=choices.LEVEL, listed=True),
            Field("until", say("有效期至"), Kind.DATE, C1, listed=True),
            *meta_fields(),
        ),
    )
)

SHARE = register(
    Policy(
        entity="share",
        model=Share,
        label=say("共享"),
        scope=THROUGH_ACCOUNT,
        retention=KEPT_WITH_ACCOUNT,
        functions={"create": "account.share", "edit": "account.share", "remove": "account.share"},
        held=HANDING_ON,
        title="reason",
        internal=BOOKKEEPING,
        fields=(
            _ACCOUNT,
            Field("member", say("共享给成员"), Kind.REF, C1, ref="member", listed=True),
            Field("department", say("共享给部门"), Kind.REF, C1, ref="department", listed=True),
            Field("team", say("共享给团队"), Kind.REF, C1, ref="team", listed=True),
            Field("level", say("权限"), Kind.CHOICE, C1, choices=choices.LEVEL, listed=True),
            Field("until", say("有效期至"), Kind.DATE, C1, required=True, listed=True),
            Field("reason", say("原因"), klass=C1, required=True, max_length=200),
            *meta_fields(),
        ),
    )
)

FACT = register(
    Policy(
        entity="fact",
        model=DossierFact,
        label=say("档案事实"),
        scope=THROUGH_ACCOUNT,
        retention=KEPT_WITH_ACCOUNT,
        functions={"create": "account.fact", "edit": "account.fact", "remove": "account.fact"},
        title="text",
        internal=BOOKKEEPING | {"superseded_at"},
        fields=(
            _ACCOUNT,
            Field("item", say("档案项目"), klass=C1, required=True, listed=True, max_length=60),
            Field("text", say("内容"), Kind.LONG, C1, required=True, listed=True),
            Field(
                "source",
                say("信息来源"),
                Kind.CHOICE,
                C1,
                choices=choices.FACT_SOURCE,
                required=True,
                listed=True,
            ),
            Field("said_by", say("谁说的"), klass=C1, listed=True, max_length=120),
            Field("observed_on", say("何时得知"), Kind.DATE, C1, required=True, listed=True),
            Field("verified_on", say("最近核实"), Kind.DATE, C1),
            *meta_fields(),
        ),
    )
)

RESULT = register(
    Policy(
        entity="result",
        model=MonthlyResult,
        label=say("月度业绩"),
        scope=THROUGH_ACCOUNT,
        retention=say("保存 10 年"),
        functions={"create": "result.edit", "edit": "result.edit", "remove": "result.edit"},
        title="month",
        floor=C2,
        internal=BOOKKEEPING,
        fields=(
            replace(_ACCOUNT, klass=C2),
            Field("month", say("月份"), Kind.DATE, C2, required=True, listed=True),
            Field("received", say("到账金额"), Kind.MONEY, C2, required=True, listed=True),
            Field("margin", say("毛利"), Kind.MONEY, C2, listed=True),
            Field("currency", say("币种"), klass=C2, max_length=3),
            Field("external_id", say("外部编号"), klass=C2, max_length=100),
            *(replace(field, klass=C2) for field in meta_fields()),
        ),
    )
)

NOTE = register(
    Policy(
        entity="note",
        model=Note,
        label=say("记事"),
        scope=THROUGH_ACCOUNT,
        retention=KEPT_WITH_ACCOUNT,
        functions={"create": "account.note", "edit": "account.note", "archive": "account.note"},
        title="text",
        internal=BOOKKEEPING | {"archived_at"},
        fields=(
            _ACCOUNT,
            Field("person_id", say("相关联系人"), Kind.REF, C1, ref="person", column="person_id"),
            Field("text", say("内容"), Kind.LONG, C1, required=True, listed=True),
            Field("happened_at", say("发生时间"), Kind.MOMENT, C1, listed=True),
            *meta_fields(),
        ),
    )
)

FILE = register(
    Policy(
        entity="file",
        model=AccountFile,
        label=say("文件"),
        scope=THROUGH_ACCOUNT,
        retention=KEPT_WITH_ACCOUNT,
        functions={"create": "account.file", "edit": "account.file", "archive": "account.file"},
        title="title",
        internal=BOOKKEEPING | {"archived_at", "document"},
        fields=(
            _ACCOUNT,
            Field("title", say("文件名"), klass=C1, required=True, listed=True, max_length=200),
            *meta_fields(),
        ),
    )
)
