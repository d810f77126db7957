"""The intelligence ledger: internal, as the customer is; what is marked secret is for its writer and whom that one named."""

from __future__ import annotations

from keyaccount.access.classes import C1
from keyaccount.access.fields import Field, Kind, computed, meta_fields
from keyaccount.access.named import Both, Confided
from keyaccount.access.policies.accounts import KEPT_WITH_ACCOUNT
from keyaccount.access.policies.around import THROUGH_ACCOUNT
from keyaccount.access.policies.deals import KEPT_HOUSE
from keyaccount.access.policy import Policy, register
from keyaccount.access.scopes import Either, Owned
from keyaccount.base.language import say, sense
from keyaccount.records.deals.choices import ABOUT, INTELLIGENCE_SOURCE, OUTCOME, PAIR
from keyaccount.records.deals.models import Intelligence, IntelligencePair, IntelligenceReader
from keyaccount.records.people.choices import CREDIBILITY, RELIABILITY

_EDIT = {"record": "contact.edit"}
_OF = Field("intelligence", say("情报"), Kind.REF, C1, ref="intelligence", required=True, listed=True)


def _through(path: str) -> Either:
    """By who wrote it and who holds the customer."""
    p = f"{path}__" if path else ""
    through = Owned(f"{p}account__owner_id", f"{p}account__department_id", f"{p}account_id")
    return Either((Owned(f"{p}owner_id", f"{p}owner__department_id", f"{p}account_id"), through if path else THROUGH_ACCOUNT))  # fmt: skip


INTELLIGENCE = register(
    Policy(
        entity="intelligence",
        model=Intelligence,
        label=say("情报"),
        scope=Confided(_through("")),
        retention=KEPT_WITH_ACCOUNT,
        functions=_EDIT,
        title="statement",
        floor=C1,
        quiet=True,
        internal=KEPT_HOUSE,
        fields=(
            Field("account", say("所属客户"), Kind.REF, C1, ref="account", required=True, listed=True),
            Field("opportunity", say("商机"), Kind.REF, C1, ref="opportunity", listed=True),
            Field("about", say("关于什么"), Kind.CHOICE, C1, choices=ABOUT, required=True, listed=True),
            Field("about_person", say("关于谁"), Kind.REF, C1, ref="person"),
            Field("about_rival", say("关于哪家友商"), Kind.REF, C1, ref="rival"),
            Field("statement", sense("statement", "内容"), Kind.LONG, C1, required=True, listed=True, max_length=2000),
            Field("source_kind", say("从哪里来"), Kind.CHOICE, C1, choices=INTELLIGENCE_SOURCE, required=True, listed=True),
            Field("source_person", say("谁说的"), Kind.REF, C1, ref="person", listed=True),
            Field("source_name", say("来源名称"), klass=C1, max_length=120),
            Field("learned_from", say("他又是听谁说的"), Kind.REF, C1, ref="person"),
            Field("how", say("怎么得知的"), klass=C1, required=True, max_length=300),
            Field("learned_on", say("何时得知"), Kind.DATE, C1, required=True, sortable=True, listed=True),
            Field("reliability", say("来源可靠度"), Kind.CHOICE, C1, choices=RELIABILITY, required=True, listed=True),
            Field("credibility", say("内容可信度"), Kind.CHOICE, C1, choices=CREDIBILITY, required=True, listed=True),
            Field("expires_on", say("有效到"), Kind.DATE, C1, sortable=True),
            Field("secret", say("只给指定的人看"), Kind.YESNO, C1),
            Field("owner", say("记录人"), Kind.REF, C1, ref="member", writable=False, listed=True),
            computed("outcome", say("后来证明"), Kind.CHOICE, C1, choices=OUTCOME, listed=True),
            computed("outcome_on", say("证明日期"), Kind.DATE, C1),
            computed("withdrawn_at", say("撤回时间"), Kind.MOMENT, C1),
            computed("withdrawn_why", say("撤回原因"), Kind.TEXT, C1),
            *meta_fields(),
        ),
    )
)  # fmt: skip

INTELLIGENCE_READER = register(
    Policy(
        entity="intelligence_reader",
        model=IntelligenceReader,
        label=say("情报知情人"),
        scope=Confided(_through("intelligence"), prefix="intelligence__"),
        retention=KEPT_WITH_ACCOUNT,
        parent="intelligence",
        functions=_EDIT,
        title="id",
        floor=C1,
        quiet=True,
        internal=KEPT_HOUSE,
        fields=(
            _OF,
            Field("member", say("成员"), Kind.REF, C1, ref="member", required=True, listed=True),
            *meta_fields(),
        ),
    )
)

INTELLIGENCE_PAIR = register(
    Policy(
        entity="intelligence_pair",
        model=IntelligencePair,
        label=say("情报对照"),
        scope=Both(
            (Confided(_through("one"), prefix="one__"), Confided(_through("other"), prefix="other__"))
        ),
        retention=KEPT_WITH_ACCOUNT,
        parent="one",
        functions=_EDIT,
        title="relation",
        floor=C1,
        quiet=True,
        internal=KEPT_HOUSE,
        fields=(
            Field("one", say("情报"), Kind.REF, C1, ref="intelligence", required=True, listed=True),
            Field("other", say("另一条情报"), Kind.REF, C1, ref="intelligence", required=True, listed=True),
            Field("relation", say("是否一致"), Kind.CHOICE, C1, choices=PAIR, required=True, listed=True),
            Field("holds", say("以哪条为准"), Kind.REF, C1, ref="intelligence", listed=True),
            Field("resolved_on", say("裁定日期"), Kind.DATE, C1, listed=True),
            Field("why", say("裁定理由"), klass=C1, max_length=300, listed=True),
            *meta_fields(),
        ),
    )
)
