"""Contracts and their money: commercial throughout (C2), so that who sees no prices sees no contract either."""

from __future__ import annotations

from dataclasses import replace

from keyaccount.access.classes import C2
from keyaccount.access.fields import Field, Kind, computed, meta_fields
from keyaccount.access.policies.around import THROUGH_ACCOUNT
from keyaccount.access.policies.deals import KEPT_HOUSE, through
from keyaccount.access.policy import Policy, register
from keyaccount.base.language import say, sense
from keyaccount.records.contracts import choices
from keyaccount.records.contracts.models import (
    Allocation,
    Contract,
    ContractLine,
    ContractRisk,
    DunningStep,
    Instalment,
    Invoice,
    Receipt,
    RouteStep,
)

KEPT_LEGALLY = say("合同到期后保存 10 年")
_META = tuple(replace(field, klass=C2) for field in meta_fields())
_EDIT = {"create": "contract.edit", "edit": "contract.edit", "remove": "contract.edit"}
_MONEY = {"create": "money.edit", "edit": "money.edit", "remove": "money.edit"}
_THROUGH = through("contract")
_OF_CONTRACT = Field("contract", say("合同"), Kind.REF, C2, ref="contract", required=True, listed=True)

CONTRACT = register(
    Policy(
        entity="contract",
        model=Contract,
        label=sense("many", "合同"),
        scope=through(""),
        retention=KEPT_LEGALLY,
        parent="account",
        functions={
            "create": "contract.edit",
            "edit": "contract.edit",
            "sign": "contract.edit",
            "void": "contract.edit",
            "archive": "deal.archive",
            "transfer": "deal.transfer",
        },
        held=frozenset({"archive", "transfer"}),
        title="title",
        floor=C2,
        internal=KEPT_HOUSE
        | frozenset("department holder_id holder_department_id signed_copy quote archived_at".split()),
        fields=(
            Field("account", say("客户"), Kind.REF, C2, ref="account", required=True, listed=True),
            Field("opportunity", say("商机"), Kind.REF, C2, ref="opportunity", listed=True),
            Field("number", say("合同编号"), klass=C2, sortable=True, listed=True, max_length=60),
            Field("title", say("合同名称"), klass=C2, required=True, listed=True, max_length=200),
            computed("version_number", say("版本"), Kind.INTEGER, C2),
            computed("state", say("状态"), Kind.CHOICE, C2, choices=choices.CONTRACT_STATE, listed=True),
            Field("amount", say("合同金额"), Kind.MONEY, C2, required=True, sortable=True, listed=True),
            Field("currency", say("币种"), klass=C2, max_length=3),
            Field("rate", say("汇率"), Kind.DECIMAL, C2),
            Field("rate_on", say("汇率日期"), Kind.DATE, C2),
            computed("signed_on", say("签订日"), Kind.DATE, C2, sortable=True, listed=True),
            Field("starts_on", say("起始日"), Kind.DATE, C2),
            Field("ends_on", say("到期日"), Kind.DATE, C2, sortable=True, listed=True),
            Field("their_party", say("客户签约主体"), klass=C2, max_length=200),
            Field("our_party", say("我方签约主体"), klass=C2, max_length=200),
            computed("invoiced", say("已开票金额"), Kind.MONEY, C2, listed=True),
            computed("received", say("已到账金额"), Kind.MONEY, C2, sortable=True, listed=True),
            Field("owner", say("负责人"), Kind.REF, C2, ref="member", writable=False, listed=True),
            Field("external_id", say("外部编号"), klass=C2, max_length=100),
            Field("terms", say("条款（给客户看）"), Kind.LONG, C2),
            Field("note", say("备注"), Kind.LONG, C2),
            *_META,
        ),
    )
)

CONTRACT_LINE = register(
    Policy(
        entity="contract_line",
        model=ContractLine,
        label=say("合同明细"),
        scope=_THROUGH,
        retention=KEPT_LEGALLY,
        parent="contract",
        functions=_EDIT,
        title="title",
        floor=C2,
        internal=KEPT_HOUSE,
        fields=(
            _OF_CONTRACT,
            Field("product", say("产品"), Kind.REF, C2, ref="product", listed=True),
            Field("title", say("名称"), klass=C2, required=True, listed=True, max_length=200),
            Field("quantity", say("数量"), Kind.INTEGER, C2, required=True, listed=True),
            Field("unit_price", say("单价"), Kind.MONEY, C2, required=True, listed=True),
            computed("amount", say("金额"), Kind.MONEY, C2, listed=True),
            Field("sort", say("排序"), Kind.INTEGER, C2),
            *_META,
        ),
    )
)

ROUTE_STEP = register(
    Policy(
        entity="route_step",
        model=RouteStep,
        label=say("客户流程步骤"),
        scope=_THROUGH,
        retention=KEPT_LEGALLY,
        parent="contract",
        functions=_EDIT,
        floor=C2,
        internal=KEPT_HOUSE,
        fields=(
            _OF_CONTRACT,
            Field("route", say("流程"), Kind.CHOICE, C2, choices=choices.ROUTE, required=True, listed=True),
            Field("sort", say("顺序"), Kind.INTEGER, C2, listed=True),
            Field("name", say("步骤"), klass=C2, required=True, listed=True, max_length=120),
            Field("unit", say("客户部门"), Kind.REF, C2, ref="unit", listed=True),
            Field("person", say("经办人"), Kind.REF, C2, ref="person", listed=True),
            Field("member", say("我方跟进人"), Kind.REF, C2, ref="member"),
            Field("usual_days", say("通常天数"), Kind.INTEGER, C2, listed=True),
            computed("state", say("状态"), Kind.CHOICE, C2, choices=choices.STEP_STATE, listed=True),
            computed("began_on", say("从哪天起"), Kind.DATE, C2, listed=True),
            computed("done_on", say("完成日"), Kind.DATE, C2, listed=True),
            Field("needs", say("需要什么"), klass=C2, max_length=300),
            *_META,
        ),
    )
)

RISK = register(
    Policy(
        entity="contract_risk",
        model=ContractRisk,
        label=say("变数"),
        scope=_THROUGH,
        retention=KEPT_LEGALLY,
        parent="contract",
        functions=_EDIT,
        title="text",
        floor=C2,
        internal=KEPT_HOUSE,
        fields=(
            _OF_CONTRACT,
            Field("text", say("可能出什么问题"), klass=C2, required=True, listed=True, max_length=300),
            Field("owner", say("谁盯"), Kind.REF, C2, ref="member", listed=True),
            Field("due_on", say("盯到哪天"), Kind.DATE, C2, listed=True),
            Field("state", say("状态"), Kind.CHOICE, C2, choices=choices.RISK_STATE, listed=True),
            *_META,
        ),
    )
)

INSTALMENT = register(
    Policy(
        entity="instalment",
        model=Instalment,
        label=say("回款计划"),
        scope=_THROUGH,
        retention=KEPT_LEGALLY,
        parent="contract",
        functions=_EDIT | {"dun": "contract.edit", "trigger": "contract.edit"},
        title="label",
        floor=C2,
        internal=KEPT_HOUSE,
        fields=(
            _OF_CONTRACT,
            Field("sort", say("期次"), Kind.INTEGER, C2, listed=True),
            Field("label", say("名称"), klass=C2, required=True, listed=True, max_length=60),
            Field("amount", say("应收金额"), Kind.MONEY, C2, required=True, sortable=True, listed=True),
            Field(
                "trigger",
                say("付款条件"),
                Kind.CHOICE,
                C2,
                choices=choices.TRIGGER,
                required=True,
                listed=True,
            ),
            Field("days_after", say("条件满足后天数"), Kind.INTEGER, C2),
            Field("due_on", say("应收日"), Kind.DATE, C2, sortable=True, listed=True),
            computed("triggered_on", say("条件满足日"), Kind.DATE, C2),
            computed("paid", say("已收金额"), Kind.MONEY, C2, listed=True),
            Field("note", say("备注"), klass=C2, max_length=200),
            *_META,
        ),
    )
)

INVOICE = register(
    Policy(
        entity="invoice",
        model=Invoice,
        label=sense("many", "发票"),
        scope=_THROUGH,
        retention=KEPT_LEGALLY,
        parent="contract",
        functions={"create": "invoice.apply", "edit": "money.edit", "issue": "money.edit"},
        title="number",
        floor=C2,
        internal=KEPT_HOUSE,
        fields=(
            _OF_CONTRACT,
            Field("instalment", say("对应期次"), Kind.REF, C2, ref="instalment", listed=True, imported=False),
            Field("number", say("发票号码"), klass=C2, sortable=True, listed=True, max_length=60),
            Field("kind", say("类型"), Kind.CHOICE, C2, choices=choices.INVOICE_KIND, listed=True),
            Field("title", say("抬头"), klass=C2, max_length=200),
            Field("amount", say("金额"), Kind.MONEY, C2, required=True, sortable=True, listed=True),
            Field("tax_rate", say("税率 %"), Kind.DECIMAL, C2),
            computed("state", say("状态"), Kind.CHOICE, C2, choices=choices.INVOICE_STATE, listed=True),
            Field("applied_on", say("申请日"), Kind.DATE, C2, listed=True),
            Field("issued_on", say("开票日"), Kind.DATE, C2, sortable=True, listed=True),
            Field("due_on", say("付款到期日"), Kind.DATE, C2, sortable=True, listed=True),
            Field("delivered_on", say("送达日"), Kind.DATE, C2),
            computed("reversed_on", say("红冲日"), Kind.DATE, C2),
            Field("settled_on", say("结清日"), Kind.DATE, C2),
            Field("disputed", say("有争议"), Kind.YESNO, C2, listed=True),
            Field("external_id", say("外部编号"), klass=C2, max_length=100),
            Field("note", say("备注"), klass=C2, max_length=200),
            *_META,
        ),
    )
)

RECEIPT = register(
    Policy(
        entity="receipt",
        model=Receipt,
        label=say("到账"),
        scope=THROUGH_ACCOUNT,
        retention=KEPT_LEGALLY,
        parent="account",
        functions={
            "create": "money.edit",
            "edit": "money.edit",
            "match": "money.edit",
            "reverse": "money.edit",
        },
        title="bank_reference",
        floor=C2,
        internal=KEPT_HOUSE,
        fields=(
            Field("account", say("客户"), Kind.REF, C2, ref="account", required=True, listed=True),
            Field("kind", say("类型"), Kind.CHOICE, C2, choices=choices.RECEIPT_KIND, listed=True),
            Field("amount", say("金额"), Kind.MONEY, C2, required=True, sortable=True, listed=True),
            Field("currency", say("币种"), klass=C2, max_length=3),
            Field("rate", say("汇率"), Kind.DECIMAL, C2),
            Field("received_on", say("到账日"), Kind.DATE, C2, required=True, sortable=True, listed=True),
            Field("payer", say("付款方"), klass=C2, listed=True, max_length=200),
            Field("bank_reference", say("银行流水号"), klass=C2, listed=True, max_length=120),
            computed("matched", say("已核销"), Kind.MONEY, C2, listed=True),
            computed("reversed_at", say("冲回时间"), Kind.MOMENT, C2),
            Field("external_id", say("外部编号"), klass=C2, max_length=100),
            Field("note", say("备注"), klass=C2, max_length=200),
            *_META,
        ),
    )
)

ALLOCATION = register(
    Policy(
        entity="allocation",
        model=Allocation,
        label=say("核销"),
        scope=through("instalment__contract"),
        retention=KEPT_LEGALLY,
        title="id",
        floor=C2,
        internal=frozenset({"id", "by", "reverses"}),
        fields=(
            computed("receipt", say("到账"), Kind.REF, C2, ref="receipt", listed=True),
            computed("instalment", say("期次"), Kind.REF, C2, ref="instalment", listed=True),
            computed("amount", say("金额"), Kind.MONEY, C2, listed=True),
            computed("reason", say("原因"), Kind.TEXT, C2, listed=True),
            computed("at", say("时间"), Kind.MOMENT, C2, sortable=True, listed=True),
        ),
    )
)

DUNNING = register(
    Policy(
        entity="dunning_step",
        model=DunningStep,
        label=say("催收"),
        scope=through("instalment__contract"),
        retention=KEPT_LEGALLY,
        parent="instalment",
        functions=_EDIT,
        title="key",
        floor=C2,
        internal=KEPT_HOUSE,
        fields=(
            Field("instalment", say("期次"), Kind.REF, C2, ref="instalment", required=True, listed=True),
            Field("key", say("催收步骤"), klass=C2, required=True, listed=True, max_length=40),
            Field("done_on", say("日期"), Kind.DATE, C2, required=True, listed=True),
            Field("member", say("谁催的"), Kind.REF, C2, ref="member", listed=True),
            Field("note", say("说明"), klass=C2, max_length=300, listed=True),
            *_META,
        ),
    )
)
