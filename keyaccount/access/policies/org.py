"""Our side: departments, members, teams, saved views, tokens."""

from __future__ import annotations

from keyaccount.access.classes import C0, C1
from keyaccount.access.fields import Field, Kind, computed, meta_fields
from keyaccount.access.policy import Policy, register
from keyaccount.access.roles import ROLES
from keyaccount.access.scopes import Own, Shared
from keyaccount.base.language import say
from keyaccount.records.org.models import ApiToken, Department, Member, SavedView, Team

_SETUP = frozenset({"version", "created_by", "updated_by", "id", "archived_at"})

DEPARTMENT = register(
    Policy(
        entity="department",
        model=Department,
        label=say("部门"),
        scope=Shared("org.manage"),
        retention=say("长期保存"),
        functions={"create": "org.manage", "edit": "org.manage", "archive": "org.manage"},
        internal=_SETUP,
        fields=(
            Field(
                "name", say("部门名称"), klass=C0, required=True, sortable=True, listed=True, max_length=120
            ),
            Field("parent", say("上级部门"), Kind.REF, C0, ref="department", listed=True),
            Field("sort", say("排序"), Kind.INTEGER, C0, sortable=True),
            *meta_fields(),
        ),
    )
)

MEMBER = register(
    Policy(
        entity="member",
        model=Member,
        label=say("成员"),
        scope=Shared("org.manage"),
        retention=say("停用后仍保留姓名，以保全历史"),
        functions={
            "create": "org.manage",
            "edit": "org.manage",
            "archive": "org.manage",
            "roles": "member.roles",
        },
        internal=frozenset(
            {"name_sort", "password", "last_login", "version", "id", "language", "money_unit", "theme"}
        ),
        fields=(
            Field("login", say("登录名"), klass=C0, required=True, sortable=True, listed=True, max_length=60),
            Field(
                "name",
                say("姓名"),
                klass=C0,
                required=True,
                sortable=True,
                listed=True,
                max_length=60,
                order="name_sort",
            ),
            Field("title", say("职务"), klass=C0, listed=True, max_length=80),
            Field("department", say("部门"), Kind.REF, C0, ref="department", listed=True),
            Field("email", say("邮箱"), Kind.EMAIL, C0, max_length=254),
            Field("phone", say("电话"), Kind.PHONE, C0, max_length=40),
            computed(
                "roles",
                say("角色"),
                Kind.TAGS,
                C0,
                listed=True,
                choices={key: role.label for key, role in ROLES.items()},
            ),
            Field("capacity", say("客户容量"), Kind.INTEGER, C0),
            computed("is_active", say("在职"), Kind.YESNO, C0, listed=True),
            computed("left_on", say("离职日期"), Kind.DATE, C0),
            *meta_fields(),
        ),
    )
)

TEAM = register(
    Policy(
        entity="team",
        model=Team,
        label=say("团队"),
        scope=Shared("org.manage"),
        retention=say("长期保存"),
        functions={"create": "org.manage", "edit": "org.manage", "archive": "org.manage"},
        internal=_SETUP,
        fields=(
            Field(
                "name", say("团队名称"), klass=C0, required=True, sortable=True, listed=True, max_length=120
            ),
            Field("note", say("说明"), klass=C0, listed=True, max_length=300),
            *meta_fields(),
        ),
    )
)

SAVED_VIEW = register(
    Policy(
        entity="saved_view",
        model=SavedView,
        label=say("视图"),
        scope=Own(also="shared"),
        retention=say("随成员保存"),
        functions={},
        internal=frozenset({"member", "version", "created_by", "updated_by", "id"}),
        fields=(
            Field("page", say("页面"), klass=C1, required=True, listed=True, max_length=40),
            Field("name", say("视图名称"), klass=C1, required=True, listed=True, max_length=60),
            Field("query", say("条件"), Kind.LONG, C1),
            Field("shared", say("全公司可见"), Kind.YESNO, C1, listed=True),
            Field("sort", say("排序"), Kind.INTEGER, C1),
            *meta_fields(),
        ),
    )
)

TOKEN = register(
    Policy(
        entity="token",
        model=ApiToken,
        label=say("访问令牌"),
        scope=Own(),
        retention=say("失效后 90 天清除"),
        internal=frozenset({"member", "digest", "id"}),
        fields=(
            Field("name", say("用途"), klass=C1, required=True, listed=True, max_length=80),
            computed("hint", say("开头"), Kind.TEXT, C1, listed=True),
            computed("scopes", say("范围"), Kind.TAGS, C1, listed=True),
            computed("created_at", say("创建时间"), Kind.MOMENT, C1, listed=True),
            computed("expires_at", say("到期时间"), Kind.MOMENT, C1, listed=True),
            computed("last_used_at", say("最近使用"), Kind.MOMENT, C1, listed=True),
            computed("revoked_at", say("吊销时间"), Kind.MOMENT, C1, listed=True),
        ),
    )
)
