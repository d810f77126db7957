"""两个人同时对照、裁定同样的两条：先后都做完，不会互相等死。"""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from keyaccount.actions.intelligence.pair_intelligence import pair_intelligence, unpair_intelligence
from keyaccount.actions.intelligence.settle_pair import settle_pair
from keyaccount.base.errors import Missing, Refused
from keyaccount.records.deals.models import IntelligencePair
from tests.actions.intelligence.cast import Told
from tests.actions.waiting import meanwhile, once_free
from tests.cast import NOW, acting


@pytest.mark.django_db
def test_谁先点的都按同一个顺序锁() -> None:
    world = Told()
    one, other = (world.told(text) for text in ("预算两百万", "预算只有八十万"))
    first, second = sorted((one.pk, other.pk), key=str)
    for here, there in ((first, second), (second, first)):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            pair_intelligence(by=acting(world.lilei), at=NOW, id=here, other=there, relation="agrees")
        said = "".join(query["sql"] for query in captured).replace("-", "")
        assert said.index(first.hex) < said.index(second.hex)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("verb", ["裁定", "取消"])
def test_一个改对照_一个裁定或取消_谁也不用等死(verb: str) -> None:
    world = Told()
    one, other = (world.told(text) for text in ("预算两百万", "预算只有八十万"))

    def pair(relation: str) -> IntelligencePair:
        by = acting(world.lilei)
        return pair_intelligence(by=by, at=NOW, id=one.pk, other=other.pk, relation=relation)

    made, by = pair("contradicts"), acting(world.lilei)
    if verb == "取消":
        with meanwhile(lambda: pair("contradicts"), lambda: pair("agrees")):
            once_free(lambda: unpair_intelligence(by=by, at=NOW, id=made.pk))
        assert not IntelligencePair.rows.exists()
        return
    with meanwhile(lambda: pair("contradicts"), lambda: pair("agrees")), pytest.raises(Refused):
        once_free(lambda: settle_pair(by=by, at=NOW, id=made.pk, holds=one.pk, why="批复写着"))
    assert IntelligencePair.rows.get().relation == "agrees"


@pytest.mark.django_db(transaction=True)
def test_裁定前对照已被取消_就当没有() -> None:
    world = Told()
    one, other = (world.told(text) for text in ("预算两百万", "预算只有八十万"))
    by = acting(world.lilei)
    made = pair_intelligence(by=by, at=NOW, id=one.pk, other=other.pk, relation="contradicts")
    gone = lambda: unpair_intelligence(by=acting(world.lilei), at=NOW, id=made.pk)  # noqa: E731
    with meanwhile(gone), pytest.raises(Missing):
        once_free(lambda: settle_pair(by=by, at=NOW, id=made.pk, holds=one.pk, why="批复写着"))
