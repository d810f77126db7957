"""Insiders and what hangs on them: secret (C4), for named people, never through a token (INS-3).

No verb here is one of the shared ones: what they do goes to the insider's own log, never to the shared journal.
"""

from __future__ import annotations

from keyaccount.access.classes import C4
from keyaccount.access.fields import Field, Kind, computed
from keyaccount.access.named import Named
from keyaccount.access.policies.deals import KEPT_HOUSE
from keyaccount.access.policy import Policy, register
from keyaccount.base.language import say
from keyaccount.records.people.choices import INSIDER_STATE, INSIDER_TEST
from keyaccount.records.people.models import Insider, InsiderNeed, InsiderReader, InsiderStep, InsiderTest

_KEPT = say("失效后保存 1 年，由负责人删除")
_EDIT = {"keep": "insider.keep"}
_OF = Field("insider", say("内线"), Kind.REF, C4, ref="insider", required=True)
_TIMES = (
    computed("created_at", say("创建时间"), Kind.MOMENT, C4),
    computed("updated_at", say("更新时间"), Kind.MOMENT, C4),
)

INSIDER = register(
    Policy(
        entity="insider",
        model=Insider,
        label=say("内线"),
        scope=Named("id"),
        retention=_KEPT,
        functions=_EDIT,
        title="code_name",
        floor=C4,
        quiet=True,
        internal=KEPT_HOUSE,
        fields=(
            Field("account", say("所属客户"), Kind.REF, C4, ref="account", required=True, writable=False, listed=True),
            Field("person", say("联系人"), Kind.REF, C4, ref="person", required=True, writable=False, listed=True),
            Field("owner", say("负责人"), Kind.REF, C4, ref="member", writable=False, listed=True),
            Field("code_name", say("代号"), klass=C4, required=True, listed=True, max_length=40),
            computed("state", say("状态"), Kind.CHOICE, C4, choices=INSIDER_STATE, listed=True),
            Field("why", say("为什么选他"), Kind.LONG, C4),
            Field("risk", say("对他的风险"), Kind.LONG, C4),
            Field("begun_on", say("开始发展"), Kind.DATE, C4),
            computed("heard_on", say("最近消息"), Kind.DATE, C4, listed=True),
            *_TIMES,
        ),
    )
)  # fmt: skip

INSIDER_READER = register(
    Policy(
        entity="insider_reader",
        model=InsiderReader,
        label=say("知情人"),
        scope=Named(),
        retention=_KEPT,
        parent="insider",
        functions=_EDIT,
        title="id",
        floor=C4,
        quiet=True,
        internal=KEPT_HOUSE,
        fields=(
            _OF,
            Field("member", say("成员"), Kind.REF, C4, ref="member", required=True, listed=True),
            *_TIMES,
        ),
    )
)

INSIDER_TEST_POLICY = register(
    Policy(
        entity="insider_test",
        model=InsiderTest,
        label=say("内线检验"),
        scope=Named(),
        retention=_KEPT,
        parent="insider",
        functions=_EDIT,
        title="kind",
        floor=C4,
        quiet=True,
        internal=KEPT_HOUSE,
        fields=(
            _OF,
            Field("kind", say("哪一条"), Kind.CHOICE, C4, choices=INSIDER_TEST, required=True, listed=True),
            Field("observed_on", say("哪一天"), Kind.DATE, C4, required=True, listed=True),
            Field("evidence", say("发生了什么"), Kind.LONG, C4, required=True, listed=True),
            *_TIMES,
        ),
    )
)

INSIDER_NEED = register(
    Policy(
        entity="insider_need",
        model=InsiderNeed,
        label=say("内线的需求"),
        scope=Named(),
        retention=_KEPT,
        parent="insider",
        functions=_EDIT,
        title="kind",
        floor=C4,
        quiet=True,
        internal=KEPT_HOUSE,
        fields=(
            _OF,
            Field("kind", say("哪一类需求"), klass=C4, required=True, listed=True, max_length=40),
            Field("way", say("用什么专业的办法"), klass=C4, required=True, listed=True, max_length=40),
            Field("text", say("具体是什么"), Kind.LONG, C4),
            Field("safe", say("对他安全吗，为什么"), Kind.LONG, C4, required=True),
            Field("done_on", say("哪天办到的"), Kind.DATE, C4, listed=True),
            *_TIMES,
        ),
    )
)

INSIDER_STEP = register(
    Policy(
        entity="insider_step",
        model=InsiderStep,
        label=say("发展计划"),
        scope=Named(),
        retention=_KEPT,
        parent="insider",
        functions=_EDIT,
        title="title",
        floor=C4,
        quiet=True,
        internal=KEPT_HOUSE,
        fields=(
            _OF,
            Field("title", say("做什么"), klass=C4, required=True, listed=True, max_length=200),
            Field("due_on", say("哪天之前"), Kind.DATE, C4, required=True, listed=True),
            Field("done_on", say("哪天做的"), Kind.DATE, C4, listed=True),
            *_TIMES,
        ),
    )
)
