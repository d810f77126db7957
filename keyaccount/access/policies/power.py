"""Who decides at a customer: rivals, ties, stakeholders, the customer's steps, the coach's muted findings, reasons."""

from __future__ import annotations

from keyaccount.access.classes import C1, C3
from keyaccount.access.fields import Field, Kind, computed, meta_fields
from keyaccount.access.policies.accounts import KEPT_WITH_ACCOUNT
from keyaccount.access.policies.around import THROUGH_ACCOUNT
from keyaccount.access.policies.deals import DEAL_EDIT, KEPT_HOUSE, KEPT_WITH_DEAL, OF_DEAL, THROUGH_DEAL
from keyaccount.access.policy import Policy, register
from keyaccount.access.scopes import Either, Owned, Shared
from keyaccount.base.language import say, sense
from keyaccount.records.accounts.choices import FACT_SOURCE
from keyaccount.records.deals.choices import DECISION_STATE, DECISION_STEP, ROUTE
from keyaccount.records.deals.models import CoachMute, DecisionStep, Reason, Stakeholder
from keyaccount.records.library.models import Rival
from keyaccount.records.people.choices import CERTAINTY, KIN, TIE, TIE_BASIS
from keyaccount.records.people.models import KinTie, OwnTie, Tie

DRAWN = frozenset({"id", "created_by", "removed_by"})
SOURCED = DRAWN | {"reliability", "credibility"}
TIE_EDIT = {"draw": "person.edit"}
_ACCOUNT = Field("account", say("所属客户"), Kind.REF, C1, ref="account", required=True, listed=True)
_DRAWN_AT = (
    computed("created_at", say("画上时间"), Kind.MOMENT, C1, sortable=True, listed=True),
    computed("removed_at", say("去掉时间"), Kind.MOMENT, C1),
)

RIVAL = register(
    Policy(
        entity="rival",
        model=Rival,
        label=sense("many", "友商"),
        scope=Shared("deal.edit"),
        retention=say("长期保存"),
        functions={"create": "deal.edit", "edit": "deal.edit", "archive": "product.manage"},
        internal=KEPT_HOUSE | {"name_sort", "archived_at"},
        fields=(
            Field("name", say("友商名称"), klass=C1, required=True, sortable=True, listed=True, max_length=120, order="name_sort"),
            Field("note", say("备注"), Kind.LONG, C1, listed=True),
            *meta_fields(),
        ),
    )
)  # fmt: skip

TIE_POLICY = register(
    Policy(
        entity="tie",
        model=Tie,
        label=say("人与人的关系"),
        scope=THROUGH_ACCOUNT,
        retention=KEPT_WITH_ACCOUNT,
        functions=TIE_EDIT,
        title="kind",
        floor=C1,
        internal=SOURCED,
        fields=(
            _ACCOUNT,
            Field("kind", say("关系"), Kind.CHOICE, C1, choices=TIE, required=True, listed=True),
            Field("person", say("联系人"), Kind.REF, C1, ref="person", required=True, listed=True),
            Field("other", say("对方"), Kind.REF, C1, ref="person", listed=True),
            Field("rival", say("友商"), Kind.REF, C1, ref="rival", listed=True),
            Field("weight", say("强弱"), Kind.INTEGER, C1, most=3, listed=True),
            Field("basis", say("缘由"), Kind.CHOICE, C1, choices=TIE_BASIS),
            Field("source", say("信息来源"), Kind.CHOICE, C1, choices=FACT_SOURCE),
            Field("note", say("依据"), klass=C1, max_length=500),
            Field("certainty", say("把握"), Kind.CHOICE, C1, choices=CERTAINTY),
            Field("observed_on", say("何时得知"), Kind.DATE, C1),
            *_DRAWN_AT,
        ),
    )
)

KIN_TIE = register(
    Policy(
        entity="kin_tie",
        model=KinTie,
        label=say("亲属关系"),
        scope=THROUGH_ACCOUNT,
        retention=KEPT_WITH_ACCOUNT,
        functions=TIE_EDIT,
        title="kind",
        floor=C3,
        quiet=True,
        internal=SOURCED,
        fields=(
            Field("account", say("所属客户"), Kind.REF, C3, ref="account", required=True, listed=True),
            Field("kind", say("关系"), Kind.CHOICE, C3, choices=KIN, listed=True),
            Field("person", say("联系人"), Kind.REF, C3, ref="person", required=True, listed=True),
            Field("other", say("对方"), Kind.REF, C3, ref="person", required=True, listed=True),
            Field("source", say("信息来源"), Kind.CHOICE, C3, choices=FACT_SOURCE),
            Field("note", say("依据"), klass=C3, max_length=500),
            Field("certainty", say("把握"), Kind.CHOICE, C3, choices=CERTAINTY),
            Field("observed_on", say("何时得知"), Kind.DATE, C3),
            computed("created_at", say("画上时间"), Kind.MOMENT, C3, sortable=True),
            computed("removed_at", say("去掉时间"), Kind.MOMENT, C3),
        ),
    )
)

OWN_TIE = register(
    Policy(
        entity="own_tie",
        model=OwnTie,
        label=say("对位关系"),
        scope=THROUGH_ACCOUNT,
        retention=KEPT_WITH_ACCOUNT,
        functions=TIE_EDIT,
        title="level",
        floor=C1,
        internal=DRAWN,
        fields=(
            _ACCOUNT,
            Field("member", say("我方成员"), Kind.REF, C1, ref="member", required=True, listed=True),
            Field("person", say("联系人"), Kind.REF, C1, ref="person", required=True, listed=True),
            Field("level", say("现在的关系"), Kind.INTEGER, C1, most=4, listed=True),
            Field("wanted", say("想要的关系"), Kind.INTEGER, C1, most=4, listed=True),
            Field("cadence_days", say("多少天联系一次"), Kind.INTEGER, C1, most=365, listed=True),
            *_DRAWN_AT,
        ),
    )
)

STAKEHOLDER = register(
    Policy(
        entity="stakeholder",
        model=Stakeholder,
        label=say("干系人"),
        scope=Either(
            (Owned("opportunity__owner_id", "opportunity__department_id", "account_id"), THROUGH_ACCOUNT)
        ),
        retention=KEPT_WITH_ACCOUNT,
        functions={"place": "person.edit"},
        title="id",
        floor=C1,
        internal=KEPT_HOUSE,
        fields=(
            computed("account", say("所属客户"), Kind.REF, C1, ref="account", listed=True),
            computed("opportunity", say("商机"), Kind.REF, C1, ref="opportunity", listed=True),
            computed("person", say("联系人"), Kind.REF, C1, ref="person", listed=True),
            computed("removed_at", say("去掉时间"), Kind.MOMENT, C1),
            *meta_fields(),
        ),
    )
)

DECISION_STEP_POLICY = register(
    Policy(
        entity="decision_step",
        model=DecisionStep,
        label=say("客户的决策步骤"),
        scope=THROUGH_DEAL,
        retention=KEPT_WITH_DEAL,
        parent="opportunity",
        functions=DEAL_EDIT,
        floor=C1,
        internal=KEPT_HOUSE,
        fields=(
            OF_DEAL,
            Field("route", say("哪条路"), Kind.CHOICE, C1, choices=ROUTE, required=True, listed=True),
            Field("kind", say("类型"), Kind.CHOICE, C1, choices=DECISION_STEP, listed=True),
            Field("name", say("步骤"), klass=C1, required=True, listed=True, max_length=120),
            Field("unit", say("哪个部门"), Kind.REF, C1, ref="unit", listed=True),
            Field("person", say("谁负责"), Kind.REF, C1, ref="person", listed=True),
            Field("due_on", say("预计哪天过"), Kind.DATE, C1, listed=True),
            Field("done_on", say("哪天过的"), Kind.DATE, C1, listed=True),
            Field("state", say("走到哪了"), Kind.CHOICE, C1, choices=DECISION_STATE, listed=True),
            Field("needs", say("需要什么"), klass=C1, max_length=500, listed=True),
            Field("usual_days", say("一般几天"), Kind.INTEGER, C1, most=999),
            Field("sort", say("排序"), Kind.INTEGER, C1, most=999),
            *meta_fields(),
        ),
    )
)

COACH_MUTE = register(
    Policy(
        entity="coach_mute",
        model=CoachMute,
        label=say("先不管的提醒"),
        scope=THROUGH_DEAL,
        retention=KEPT_WITH_DEAL,
        parent="opportunity",
        functions={"mute": "deal.edit"},
        title="rule",
        floor=C1,
        internal=KEPT_HOUSE,
        fields=(
            OF_DEAL,
            Field("rule", say("规则"), klass=C1, required=True, listed=True, max_length=40),
            Field("subject", say("关于谁"), klass=C1, listed=True, max_length=36),
            Field("reason", say("原因"), klass=C1, required=True, listed=True, max_length=300),
            computed("revoked_at", say("撤销时间"), Kind.MOMENT, C1, listed=True),
            *meta_fields(),
        ),
    )
)

REASON = register(
    Policy(
        entity="reason",
        model=Reason,
        label=say("选我们的理由"),
        scope=THROUGH_DEAL,
        retention=KEPT_WITH_DEAL,
        parent="opportunity",
        functions=DEAL_EDIT,
        title="sentence",
        floor=C1,
        internal=KEPT_HOUSE,
        fields=(
            OF_DEAL,
            Field("person", say("给谁用"), Kind.REF, C1, ref="person", listed=True),
            Field("sentence", say("他在内部可以怎么说"), Kind.LONG, C1, required=True, listed=True, max_length=500),
            Field("need", say("对应他的什么需求"), klass=C1, listed=True, max_length=300),
            Field("safety", say("为什么对他安全"), klass=C1, listed=True, max_length=500),
            Field("proof", say("手边的证明"), klass=C1, listed=True, max_length=500),
            Field("choices", say("摆出的几种选择"), klass=C1, max_length=500),
            *meta_fields(),
        ),
    )
)  # fmt: skip
