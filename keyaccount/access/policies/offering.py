"""Products and price lists, proposals, quotes, negotiation. Prices are commercial (C2); the limit of a point is for a few."""

from __future__ import annotations

from dataclasses import replace

from keyaccount.access.classes import C0, C1, C2
from keyaccount.access.fields import Field, Kind, computed, meta_fields
from keyaccount.access.policies.deals import DEAL_EDIT, KEPT_HOUSE, KEPT_WITH_DEAL, OF_DEAL, through
from keyaccount.access.policy import Policy, register
from keyaccount.access.scopes import Asked, Either, Shared
from keyaccount.base.language import say, sense
from keyaccount.records.contracts import choices
from keyaccount.records.contracts.models import (
    NegotiationLimit,
    NegotiationPoint,
    Proposal,
    ProposalFeedback,
    ProposalReview,
    Quote,
    QuoteLine,
)
from keyaccount.records.library.models import PriceEntry, PriceList, Product

_KEPT = say("长期保存")
_MANAGED = {"create": "product.manage", "edit": "product.manage"}
_PUT_AWAY = _MANAGED | {"archive": "product.manage"}
_DROPPED = _MANAGED | {"remove": "product.manage"}
_THROUGH_DEAL = through("opportunity")
_META_C2 = tuple(replace(field, klass=C2) for field in meta_fields())
_OF_DEAL_C2 = replace(OF_DEAL, klass=C2)

PRODUCT = register(
    Policy(
        entity="product",
        model=Product,
        label=sense("many", "产品"),
        scope=Shared("product.manage"),
        retention=_KEPT,
        functions=_PUT_AWAY,
        internal=KEPT_HOUSE | {"name_sort", "archived_at", "cost"},
        fields=(
            Field(
                "name",
                say("产品名称"),
                klass=C0,
                required=True,
                sortable=True,
                listed=True,
                max_length=120,
                order="name_sort",
            ),
            Field("code", say("产品编码"), klass=C0, listed=True, max_length=40),
            Field("family", say("产品线"), klass=C0, listed=True, max_length=60),
            Field("unit", say("计量单位"), klass=C0, listed=True, max_length=20),
            Field("list_price", say("标准价"), Kind.MONEY, C1, listed=True),
            Field("currency", say("币种"), klass=C0, max_length=3),
            Field("tax_rate", say("税率 %"), Kind.DECIMAL, C1),
            Field("external_id", say("外部编号"), klass=C1, max_length=100),
            Field("note", say("备注"), Kind.LONG, C1),
            *meta_fields(),
        ),
    )
)

PRICE_LIST = register(
    Policy(
        entity="price_list",
        model=PriceList,
        label=say("价目表"),
        scope=Shared("product.manage"),
        retention=_KEPT,
        functions=_PUT_AWAY,
        internal=KEPT_HOUSE | {"archived_at"},
        fields=(
            Field("name", say("名称"), klass=C0, required=True, sortable=True, listed=True, max_length=120),
            Field("currency", say("币种"), klass=C0, max_length=3, listed=True),
            Field("valid_from", say("生效日"), Kind.DATE, C0, listed=True),
            Field("valid_until", say("失效日"), Kind.DATE, C0, listed=True),
            Field("sales_limit", say("销售可让 %"), Kind.DECIMAL, C1, listed=True),
            Field("manager_limit", say("经理可批 %"), Kind.DECIMAL, C1, listed=True),
            Field("is_default", say("默认"), Kind.YESNO, C0, listed=True),
            *meta_fields(),
        ),
    )
)

PRICE_ENTRY = register(
    Policy(
        entity="price_entry",
        model=PriceEntry,
        label=say("价目"),
        scope=Shared("product.manage"),
        retention=_KEPT,
        functions=_DROPPED,
        parent="price_list",
        title="price",
        internal=KEPT_HOUSE,
        fields=(
            Field("price_list", say("价目表"), Kind.REF, C1, ref="price_list", required=True, listed=True),
            Field("product", say("产品"), Kind.REF, C1, ref="product", required=True, listed=True),
            Field("from_quantity", say("起订量"), Kind.INTEGER, C1, listed=True),
            Field("price", say("价格"), Kind.MONEY, C1, required=True, listed=True),
            *meta_fields(),
        ),
    )
)

PROPOSAL = register(
    Policy(
        entity="proposal",
        model=Proposal,
        label=say("方案"),
        scope=Either((*_THROUGH_DEAL.rules, Asked())),
        retention=KEPT_WITH_DEAL,
        parent="opportunity",
        functions=DEAL_EDIT | {"present": "deal.edit"},
        title="title",
        floor=C1,
        internal=KEPT_HOUSE | {"document", "presented_to"},
        fields=(
            OF_DEAL,
            Field("title", say("方案名称"), klass=C1, required=True, listed=True, max_length=200),
            computed("number", say("版本"), Kind.INTEGER, C1, listed=True),
            Field("author", say("编写人"), Kind.REF, C1, ref="member", listed=True),
            computed("state", say("状态"), Kind.CHOICE, C1, choices=choices.PROPOSAL_STATE, listed=True),
            Field("summary", say("要点"), Kind.LONG, C1),
            computed("presented_on", say("讲解日期"), Kind.DATE, C1, listed=True),
            computed("presented_by", say("讲解人"), Kind.REF, C1, ref="member"),
            computed("settled_on", say("确认日期"), Kind.DATE, C1),
            *meta_fields(),
        ),
    )
)

REVIEW = register(
    Policy(
        entity="proposal_review",
        model=ProposalReview,
        label=say("方案评审"),
        scope=Either((*through("proposal__opportunity").rules, Asked("member_id"))),
        retention=KEPT_WITH_DEAL,
        parent="proposal",
        functions=DEAL_EDIT | {"edit": "proposal.review"},
        title="opinion",
        floor=C1,
        internal=KEPT_HOUSE,
        fields=(
            Field("proposal", say("方案"), Kind.REF, C1, ref="proposal", required=True, listed=True),
            Field("member", say("评审人"), Kind.REF, C1, ref="member", required=True, listed=True),
            Field("opinion", say("意见"), Kind.CHOICE, C1, choices=choices.OPINION, listed=True),
            Field("text", say("说明"), Kind.LONG, C1, listed=True),
            *meta_fields(),
        ),
    )
)

FEEDBACK = register(
    Policy(
        entity="proposal_feedback",
        model=ProposalFeedback,
        label=say("方案反馈"),
        scope=through("proposal__opportunity"),
        retention=KEPT_WITH_DEAL,
        parent="proposal",
        functions=DEAL_EDIT,
        title="text",
        floor=C1,
        internal=KEPT_HOUSE,
        fields=(
            Field("proposal", say("方案"), Kind.REF, C1, ref="proposal", required=True, listed=True),
            Field("person", say("客户方"), Kind.REF, C1, ref="person", required=True, listed=True),
            Field("text", say("说了什么"), Kind.LONG, C1, required=True, listed=True),
            Field("said_on", say("日期"), Kind.DATE, C1, required=True, listed=True),
            *meta_fields(),
        ),
    )
)

QUOTE = register(
    Policy(
        entity="quote",
        model=Quote,
        label=sense("many", "报价"),
        scope=_THROUGH_DEAL,
        retention=KEPT_WITH_DEAL,
        parent="opportunity",
        functions=DEAL_EDIT | {"approve": "quote.approve"},
        title="number",
        floor=C2,
        internal=KEPT_HOUSE | {"cost"},
        fields=(
            _OF_DEAL_C2,
            computed("number", say("报价单号"), Kind.TEXT, C2, listed=True),
            Field("price_list", say("价目表"), Kind.REF, C2, ref="price_list"),
            computed("state", say("状态"), Kind.CHOICE, C2, choices=choices.QUOTE_STATE, listed=True),
            Field("currency", say("币种"), klass=C2, max_length=3),
            Field("valid_until", say("有效期至"), Kind.DATE, C2, listed=True),
            computed("total", say("总价"), Kind.MONEY, C2, sortable=True, listed=True),
            computed("list_total", say("标准价合计"), Kind.MONEY, C2),
            computed("discount", say("折让 %"), Kind.DECIMAL, C2, listed=True),
            Field("special_reason", say("特价理由"), klass=C2, max_length=300),
            computed("decided_by", say("审批人"), Kind.REF, C2, ref="member"),
            computed("decided_at", say("审批时间"), Kind.MOMENT, C2),
            computed("decided_note", say("审批意见"), Kind.TEXT, C2),
            Field("terms", say("条款（给客户看）"), Kind.LONG, C2),
            Field("note", say("备注"), Kind.LONG, C2),
            *_META_C2,
        ),
    )
)

QUOTE_LINE = register(
    Policy(
        entity="quote_line",
        model=QuoteLine,
        label=say("报价明细"),
        scope=through("quote__opportunity"),
        retention=KEPT_WITH_DEAL,
        parent="quote",
        functions=DEAL_EDIT,
        title="note",
        floor=C2,
        internal=KEPT_HOUSE,
        fields=(
            Field("quote", say("报价"), Kind.REF, C2, ref="quote", required=True, listed=True),
            Field("product", say("产品"), Kind.REF, C2, ref="product", required=True, listed=True),
            Field("quantity", say("数量"), Kind.INTEGER, C2, required=True, listed=True),
            computed("list_price", say("标准价"), Kind.MONEY, C2, listed=True),
            Field("unit_price", say("单价"), Kind.MONEY, C2, listed=True),
            computed("amount", say("金额"), Kind.MONEY, C2, listed=True),
            Field("sort", say("排序"), Kind.INTEGER, C2),
            Field("note", say("备注"), klass=C2, max_length=200),
            *_META_C2,
        ),
    )
)

POINT = register(
    Policy(
        entity="negotiation_point",
        model=NegotiationPoint,
        label=say("谈判要点"),
        scope=_THROUGH_DEAL,
        retention=KEPT_WITH_DEAL,
        parent="opportunity",
        functions=DEAL_EDIT | {"approve": "quote.approve"},
        title="topic",
        floor=C2,
        internal=KEPT_HOUSE,
        fields=(
            _OF_DEAL_C2,
            Field("topic", say("要点"), klass=C2, required=True, listed=True, max_length=120),
            Field("our_wish", say("我方期望"), Kind.LONG, C2, listed=True),
            Field("their_wish", say("客户要求"), Kind.LONG, C2, listed=True),
            Field("given", say("我方让出"), Kind.LONG, C2, listed=True),
            Field("got", say("换回什么"), Kind.LONG, C2, listed=True),
            Field("margin_change", say("对毛利的影响"), Kind.MONEY, C2),
            Field("beyond_limit", say("超出底线"), Kind.YESNO, C2),
            computed("approved_by", say("批准人"), Kind.REF, C2, ref="member"),
            computed("approved_at", say("批准时间"), Kind.MOMENT, C2),
            Field("state", say("状态"), Kind.CHOICE, C2, choices=choices.POINT_STATE, listed=True),
            Field("sort", say("排序"), Kind.INTEGER, C2),
            *_META_C2,
        ),
    )
)

LIMIT = register(
    Policy(
        entity="negotiation_limit",
        model=NegotiationLimit,
        label=say("谈判底线"),
        quiet=True,
        scope=Either(through("point__opportunity").rules, function="deal.limits"),
        retention=KEPT_WITH_DEAL,
        parent="point",
        functions={"create": "deal.limits", "edit": "deal.limits", "remove": "deal.limits"},
        title="id",
        floor=C2,
        internal=KEPT_HOUSE,
        fields=(
            Field("point", say("要点"), Kind.REF, C2, ref="negotiation_point", required=True, listed=True),
            Field("text", say("底线"), Kind.LONG, C2, required=True, listed=True),
            *_META_C2,
        ),
    )
)
