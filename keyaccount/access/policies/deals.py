"""Opportunities and what they are judged by. The amount is what we reckon with (internal); what was signed,
invoiced and received is of contracts (commercial)."""

from __future__ import annotations

from keyaccount.access.classes import C1, C2
from keyaccount.access.fields import Field, Kind, computed, meta_fields
from keyaccount.access.policy import Policy, register
from keyaccount.access.scopes import Either, Owned
from keyaccount.base.language import Say, say, sense
from keyaccount.records.accounts.choices import FACT_SOURCE
from keyaccount.records.deals import choices
from keyaccount.records.deals.models import (
    Answer,
    ChanceReading,
    Need,
    Opportunity,
    OpportunityLine,
    OpportunityMember,
    Passage,
    Waiver,
)

KEPT_WITH_DEAL = say("随商机保存")
KEPT_HOUSE = frozenset({"version", "created_by", "updated_by", "id"})


def through(path: str) -> Either:
    """Rows reached through a deal or a contract at `path`: by who works it, who holds the customer, the account's team."""
    prefix = f"{path}__" if path else ""
    return Either(
        (
            Owned(f"{prefix}owner_id", f"{prefix}department_id", f"{prefix}account_id"),
            Owned(f"{prefix}holder_id", f"{prefix}holder_department_id", f"{prefix}account_id"),
        )
    )


THROUGH_DEAL = through("opportunity")
DEAL_EDIT = {"create": "deal.edit", "edit": "deal.edit", "remove": "deal.edit"}
OF_DEAL = Field("opportunity", say("商机"), Kind.REF, C1, ref="opportunity", required=True, listed=True)


def _money(name: str, label: Say, **more: object) -> Field:
    return Field(name, label, Kind.MONEY, C1, **more)  # type: ignore[arg-type]


OPPORTUNITY = register(
    Policy(
        entity="opportunity",
        model=Opportunity,
        label=sense("many", "商机"),
        scope=through(""),
        retention=say("结束后保存 10 年"),
        parent="account",
        functions={
            "create": "deal.create",
            "edit": "deal.edit",
            "archive": "deal.archive",
            "advance": "deal.edit",
            "waive": "deal.waive",
            "transfer": "deal.transfer",
            "move_edition": "deal.waive",
        },
        held=frozenset({"archive", "transfer"}),
        floor=C1,
        internal=KEPT_HOUSE
        | frozenset(
            "name_sort stage_rank department holder_id holder_department_id archived_at edition".split()
        ),
        fields=(
            Field("account", say("所属客户"), Kind.REF, C1, ref="account", required=True, listed=True),
            Field(
                "name",
                say("商机名称"),
                klass=C1,
                required=True,
                sortable=True,
                listed=True,
                max_length=200,
                order="name_sort",
            ),
            computed("pipeline", say("销售流程"), Kind.TEXT, C1),
            computed("stage", say("阶段"), Kind.CHOICE, C1, sortable=True, listed=True, order="stage_rank"),
            computed("stage_since", say("进入阶段时间"), Kind.MOMENT, C1, sortable=True),
            computed("state", say("状态"), Kind.CHOICE, C1, choices=choices.STATE, listed=True),
            computed("verdict", say("商机判断"), Kind.CHOICE, C1, choices=choices.VERDICT, listed=True),
            computed("judged_at", say("判断时间"), Kind.MOMENT, C1),
            computed("chance", say("赢单把握"), Kind.INTEGER, C1, sortable=True, listed=True),
            _money("amount", say("预计金额"), sortable=True, listed=True),
            Field("currency", say("币种"), klass=C1, max_length=3),
            Field("sign_on", say("预计签订日"), Kind.DATE, C1, sortable=True, listed=True),
            Field("pay_on", say("预计回款日"), Kind.DATE, C1, sortable=True),
            Field("source", say("来源"), Kind.CHOICE, C1, choices=choices.SOURCE),
            Field("urgency", say("紧迫程度"), Kind.CHOICE, C1, choices=choices.URGENCY),
            Field("importance", say("客户重视程度"), Kind.CHOICE, C1, choices=choices.IMPORTANCE),
            Field("originator", say("项目发起人"), Kind.REF, C1, ref="person"),
            Field("reason", say("发起原因"), Kind.LONG, C1),
            Field("need_person", say("需求提出人"), Kind.REF, C1, ref="person"),
            _money("budget_amount", say("客户预算")),
            Field("budget_year", say("预算年度"), Kind.INTEGER, C1, most=9999),
            Field("budget_source", say("预算来源"), Kind.CHOICE, C1, choices=choices.BUDGET_SOURCE),
            Field("budget_state", say("预算状态"), Kind.CHOICE, C1, choices=choices.BUDGET_STATE),
            Field("budget_person", say("预算由谁确认"), Kind.REF, C1, ref="person"),
            Field("budget_on", say("预算确认日"), Kind.DATE, C1),
            computed("park_until", say("搁置到"), Kind.DATE, C1, sortable=True),
            computed("closed_at", say("结束时间"), Kind.MOMENT, C1, sortable=True),
            computed("close_reason", say("结束原因"), Kind.TEXT, C1),
            computed("close_note", say("结束说明"), Kind.LONG, C1),
            computed("lost_to", say("输给谁"), Kind.TEXT, C1),
            computed("contacted_at", say("最近联系"), Kind.MOMENT, C1, sortable=True),
            computed("signed", say("已签金额"), Kind.MONEY, C2, sortable=True),
            computed("invoiced", say("已开票金额"), Kind.MONEY, C2),
            computed("received", say("已到账金额"), Kind.MONEY, C2, sortable=True),
            Field("owner", say("负责人"), Kind.REF, C1, ref="member", writable=False, listed=True),
            Field("external_id", say("外部编号"), klass=C1, max_length=100),
            Field("note", say("备注"), Kind.LONG, C1),
            *meta_fields(),
        ),
    )
)

LINE = register(
    Policy(
        entity="opportunity_line",
        model=OpportunityLine,
        label=say("商机产品"),
        scope=THROUGH_DEAL,
        retention=KEPT_WITH_DEAL,
        parent="opportunity",
        functions=DEAL_EDIT,
        title="note",
        floor=C1,
        internal=KEPT_HOUSE,
        fields=(
            OF_DEAL,
            Field("product", say("产品"), Kind.REF, C1, ref="product", required=True, listed=True),
            Field("quantity", say("数量"), Kind.INTEGER, C1, required=True, listed=True),
            _money("unit_price", say("单价"), listed=True),
            computed("amount", say("金额"), Kind.MONEY, C1, listed=True),
            Field("note", say("备注"), klass=C1, max_length=200),
            *meta_fields(),
        ),
    )
)

MEMBER = register(
    Policy(
        entity="opportunity_member",
        model=OpportunityMember,
        label=say("我方项目成员"),
        scope=THROUGH_DEAL,
        retention=KEPT_WITH_DEAL,
        parent="opportunity",
        functions=DEAL_EDIT,
        title="role",
        floor=C1,
        internal=KEPT_HOUSE,
        fields=(
            OF_DEAL,
            Field("member", say("成员"), Kind.REF, C1, ref="member", required=True, listed=True),
            Field(
                "role", say("角色"), Kind.CHOICE, C1, choices=choices.TEAM_ROLE, required=True, listed=True
            ),
            *meta_fields(),
        ),
    )
)

ANSWER = register(
    Policy(
        entity="answer",
        model=Answer,
        label=say("判断问题的回答"),
        scope=THROUGH_DEAL,
        retention=KEPT_WITH_DEAL,
        parent="opportunity",
        title="question",
        functions={"create": "deal.edit"},
        floor=C1,
        internal=KEPT_HOUSE | {"superseded_at"},
        fields=(
            OF_DEAL,
            Field("question", say("问题"), klass=C1, required=True, listed=True, max_length=40),
            Field("answer", say("回答"), Kind.CHOICE, C1, choices=choices.ANSWER, required=True, listed=True),
            Field("evidence", say("依据"), Kind.LONG, C1, listed=True),
            Field("source", say("信息来源"), Kind.CHOICE, C1, choices=FACT_SOURCE, listed=True),
            Field("person", say("谁说的"), Kind.REF, C1, ref="person", listed=True),
            Field("observed_on", say("何时得知"), Kind.DATE, C1, listed=True),
            *meta_fields(),
        ),
    )
)

NEED = register(
    Policy(
        entity="need",
        model=Need,
        label=say("客户需求"),
        scope=THROUGH_DEAL,
        retention=KEPT_WITH_DEAL,
        parent="opportunity",
        functions=DEAL_EDIT,
        title="statement",
        floor=C1,
        internal=KEPT_HOUSE,
        fields=(
            OF_DEAL,
            Field("statement", say("需求"), Kind.LONG, C1, required=True, listed=True),
            Field("person", say("提出人"), Kind.REF, C1, ref="person", listed=True),
            Field("unit", say("提出部门"), Kind.REF, C1, ref="unit", listed=True),
            Field("priority", say("优先级"), Kind.CHOICE, C1, choices=choices.NEED_PRIORITY, listed=True),
            Field("kind", say("类型"), Kind.CHOICE, C1, choices=choices.NEED_KIND, listed=True),
            Field("scope", say("功能范围"), Kind.CHOICE, C1, choices=choices.SCOPE, listed=True),
            Field("checked_by", say("技术确认人"), Kind.REF, C1, ref="member", listed=True),
            Field("checked_on", say("确认日期"), Kind.DATE, C1),
            Field("gap_effort", say("开发工作量（人天）"), Kind.INTEGER, C1),
            _money("gap_price", say("开发报价")),
            Field("gap_on", say("可交付日期"), Kind.DATE, C1),
            Field("note", say("备注"), Kind.LONG, C1),
            *meta_fields(),
        ),
    )
)

PASSAGE = register(
    Policy(
        entity="passage",
        model=Passage,
        label=say("阶段记录"),
        scope=THROUGH_DEAL,
        retention=KEPT_WITH_DEAL,
        title="kind",
        floor=C1,
        internal=frozenset({"id", "facts", "items", "edition_digest", "by"}),
        fields=(
            computed("opportunity", say("商机"), Kind.REF, C1, ref="opportunity", listed=True),
            computed("kind", say("动作"), Kind.CHOICE, C1, choices=choices.PASSAGE, listed=True),
            computed("from_stage", say("原阶段"), Kind.TEXT, C1, listed=True),
            computed("to_stage", say("新阶段"), Kind.TEXT, C1, listed=True),
            computed("reason", say("原因"), Kind.TEXT, C1, listed=True),
            computed("note", say("说明"), Kind.LONG, C1, listed=True),
            computed("lost_to", say("输给谁"), Kind.TEXT, C1),
            computed("amount", say("当时金额"), Kind.MONEY, C1),
            computed("days", say("在原阶段天数"), Kind.INTEGER, C1, listed=True),
            computed("edition_number", say("打法版本"), Kind.INTEGER, C1),
            computed("at", say("时间"), Kind.MOMENT, C1, sortable=True, listed=True),
        ),
    )
)

WAIVER = register(
    Policy(
        entity="waiver",
        model=Waiver,
        label=say("关口豁免"),
        scope=THROUGH_DEAL,
        retention=KEPT_WITH_DEAL,
        parent="opportunity",
        functions={"create": "deal.waive"},
        title="item",
        floor=C1,
        internal=KEPT_HOUSE,
        fields=(
            OF_DEAL,
            Field("stage", say("阶段"), klass=C1, required=True, listed=True, max_length=40),
            Field("item", say("关口条件"), klass=C1, required=True, listed=True, max_length=60),
            Field("reason", say("原因"), klass=C1, required=True, listed=True, max_length=300),
            computed("revoked_at", say("撤销时间"), Kind.MOMENT, C1, listed=True),
            *meta_fields(),
        ),
    )
)

CHANCE = register(
    Policy(
        entity="chance",
        model=ChanceReading,
        label=say("赢单把握记录"),
        scope=THROUGH_DEAL,
        retention=KEPT_WITH_DEAL,
        title="on",
        floor=C1,
        internal=frozenset({"id", "parts"}),
        fields=(
            computed("opportunity", say("商机"), Kind.REF, C1, ref="opportunity", listed=True),
            computed("on", say("日期"), Kind.DATE, C1, sortable=True, listed=True),
            computed("percent", say("把握"), Kind.INTEGER, C1, listed=True),
            computed("stage", say("阶段"), Kind.TEXT, C1, listed=True),
        ),
    )
)
