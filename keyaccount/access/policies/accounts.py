"""Accounts and the lists they refer to."""

from __future__ import annotations

from keyaccount.access.classes import C0, C1
from keyaccount.access.fields import Field, Kind, computed, meta_fields
from keyaccount.access.policy import Policy, register
from keyaccount.access.scopes import Owned, Shared
from keyaccount.base.language import say, sense
from keyaccount.records.accounts import choices
from keyaccount.records.accounts.models import Account, Industry, Pool, Tag

KEPT_WITH_ACCOUNT = say("随客户保存；客户归档 30 天后可清除")

ACCOUNT = register(
    Policy(
        entity="account",
        model=Account,
        label=sense("many", "客户"),
        scope=Owned(pool="pool_id"),
        retention=say("长期保存；归档 30 天后可清除"),
        functions={
            "create": "account.create",
            "edit": "account.edit",
            "claim": "account.claim",
            "release": "account.release",
            "assign": "account.assign",
            "transfer": "account.transfer",
            "merge": "account.merge",
            "archive": "account.archive",
            "judge": "account.judge",
            "override": "account.override",
            "share": "account.share",
        },
        held=frozenset({"release", "transfer", "merge", "archive", "share"}),
        internal=frozenset(
            "archived_at merged_into name_key core_key pinyin_key name_sort group_root_id department tier_rank tier_judged_at "
            "stamps version created_by updated_by id".split()
        ),
        fields=(
            Field(
                "name",
                say("客户名称"),
                klass=C0,
                required=True,
                sortable=True,
                listed=True,
                max_length=200,
                order="name_sort",
            ),
            Field("short_name", say("简称"), klass=C0, max_length=100),
            Field("english_name", say("英文名"), klass=C0, max_length=200),
            Field(
                "credit_code",
                say("统一社会信用代码"),
                Kind.CREDIT_CODE,
                C0,
                max_length=40,
                help=say("18 位，录入时校验"),
            ),
            computed("tier", say("客户等级"), Kind.CHOICE, C0, sortable=True, listed=True, order="tier_rank"),
            Field("industry", say("行业"), Kind.REF, C0, ref="industry", listed=True),
            Field("ownership", say("企业性质"), Kind.CHOICE, C0, choices=choices.OWNERSHIP),
            Field("status", say("状态"), Kind.CHOICE, C1, choices=choices.STATUS, listed=True),
            Field("region", say("所在地区"), Kind.REGION, C0, listed=True),
            Field("headcount", say("员工人数"), Kind.INTEGER, C0, sortable=True),
            Field("seats", say("坐席量"), Kind.INTEGER, C1, sortable=True, listed=True),
            Field("revenue", say("年营业额"), Kind.MONEY, C0, sortable=True),
            Field("currency", say("币种"), klass=C0, max_length=3),
            Field("founded", say("成立年份"), Kind.INTEGER, C0, most=9999),
            Field("stock_code", say("股票代码"), klass=C0, max_length=30),
            Field("phone", say("总机"), Kind.PHONE, C0, max_length=60),
            Field("website", say("网址"), Kind.URL, C0, max_length=300),
            Field("business", say("主营业务"), Kind.LONG, C0),
            Field("parent", say("上级单位"), Kind.REF, C0, ref="account"),
            Field("source", say("来源"), Kind.CHOICE, C1, choices=choices.SOURCE),
            Field("fiscal_year_start", say("财年起始月"), Kind.MONTH, C1),
            Field(
                "budget_months",
                say("预算季"),
                Kind.MONTHS,
                C1,
                help=say("客户编制下一年预算的月份，一般为 10–11 月"),
            ),
            Field("tags", say("标签"), Kind.TAGS, C1, ref="tag", column="tag_links__tag_id"),
            Field("owner", say("负责人"), Kind.REF, C0, ref="member", writable=False, listed=True),
            computed("pool", say("所在公海"), Kind.REF, C0, ref="pool"),
            computed("held_since", say("归属时间"), Kind.MOMENT, C1),
            computed("followed_at", say("最近跟进"), Kind.MOMENT, C1, sortable=True, listed=True),
            computed("reclaim_on", say("预计回收日"), Kind.DATE, C1),
            computed("completeness", say("档案完整度"), Kind.INTEGER, C1, sortable=True),
            Field("external_id", say("外部编号"), klass=C1, max_length=100),
            Field("note", say("备注"), Kind.LONG, C1),
            *meta_fields(),
        ),
    )
)

INDUSTRY = register(
    Policy(
        entity="industry",
        model=Industry,
        label=say("行业"),
        scope=Shared("list.manage"),
        retention=say("长期保存"),
        functions={"create": "list.manage", "edit": "list.manage"},
        internal=frozenset({"key", "id"}),
        fields=(
            Field("name", say("名称"), klass=C0, required=True, sortable=True, listed=True, max_length=80),
            Field("name_hant", say("繁体名称"), klass=C0, max_length=80),
            Field("name_en", say("英文名称"), klass=C0, max_length=80),
            Field("sort", say("排序"), Kind.INTEGER, C0, sortable=True),
        ),
    )
)

TAG = register(
    Policy(
        entity="tag",
        model=Tag,
        label=say("标签"),
        scope=Shared("list.manage"),
        retention=say("长期保存"),
        functions={"create": "account.edit", "edit": "list.manage"},
        internal=frozenset({"id"}),
        fields=(
            Field("name", say("名称"), klass=C0, required=True, sortable=True, listed=True, max_length=40),
        ),
    )
)

POOL = register(
    Policy(
        entity="pool",
        model=Pool,
        label=say("公海"),
        scope=Shared("pool.manage"),
        retention=say("长期保存"),
        functions={"create": "pool.manage", "edit": "pool.manage"},
        internal=frozenset({"rules", "version", "created_by", "updated_by", "id"}),
        fields=(
            Field("name", say("名称"), klass=C0, required=True, sortable=True, listed=True, max_length=60),
            Field("department", say("适用部门"), Kind.REF, C0, ref="department", listed=True),
            Field("is_default", say("默认公海"), Kind.YESNO, C0, listed=True),
            *meta_fields(),
        ),
    )
)
