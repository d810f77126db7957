"""Templates of papers and our own details on them: seen by everybody who sells, kept by who keeps products."""

from __future__ import annotations

from keyaccount.access.classes import C0, C1
from keyaccount.access.fields import Field, Kind, meta_fields
from keyaccount.access.policies.deals import KEPT_HOUSE
from keyaccount.access.policy import Policy, register
from keyaccount.access.scopes import Shared
from keyaccount.base.language import say
from keyaccount.records.library.models import Letterhead, PaperTemplate

PAPER_KIND = {"quote": say("报价单"), "proposal": say("方案"), "contract": say("合同")}
_KEPT = say("长期保存")
_MANAGED = {"create": "product.manage", "edit": "product.manage"}

PAPER = register(
    Policy(
        entity="paper",
        model=PaperTemplate,
        label=say("单据模板"),
        scope=Shared("product.manage"),
        retention=_KEPT,
        functions=_MANAGED | {"archive": "product.manage"},
        internal=KEPT_HOUSE | {"archived_at", "document"},
        fields=(
            Field("name", say("名称"), klass=C0, required=True, listed=True, max_length=120),
            Field("kind", say("单据"), Kind.CHOICE, C0, choices=PAPER_KIND, required=True, listed=True),
            Field("is_default", say("默认"), Kind.YESNO, C0, listed=True),
            *meta_fields(),
        ),
    )
)

LETTERHEAD = register(
    Policy(
        entity="letterhead",
        model=Letterhead,
        label=say("我方单据资料"),
        scope=Shared("product.manage"),
        retention=_KEPT,
        functions=_MANAGED,
        internal=KEPT_HOUSE,
        fields=(
            Field("name", say("我方全称"), klass=C0, required=True, listed=True, max_length=200),
            Field("address", say("我方地址"), klass=C0, listed=True, max_length=200),
            Field("phone", say("我方电话"), klass=C0, listed=True, max_length=60),
            Field("tax_number", say("我方税号"), klass=C1, listed=True, max_length=40),
            Field("bank", say("我方开户行"), klass=C1, listed=True, max_length=120),
            Field("bank_account", say("我方账号"), klass=C1, listed=True, max_length=60),
            *meta_fields(),
        ),
    )
)
