"""教练看全部商机：提问次数不随商机多少变化；看不到的商机不算；先不管的不再提醒。"""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from keyaccount.actions.deals.create_opportunity import create_opportunity
from keyaccount.actions.power.mute_finding import mute_finding, revoke_mute
from keyaccount.actions.power.place_person import place_person
from keyaccount.actions.power.set_value import set_value
from keyaccount.base.errors import Invalid, Missing, Refused
from keyaccount.queries.power.judging import judge_map
from keyaccount.queries.power.pipeline import coach_deals, coached_pipeline
from keyaccount.records.deals.models import Opportunity
from tests.actions.contracts.stage import TODAY
from tests.actions.power.maps import Map, day
from tests.cast import NOW, acting

pytestmark = pytest.mark.django_db


def more_deals(story: Map, count: int) -> list[Opportunity]:
    made = []
    for n in range(count):
        raw = {"account": story.account.pk, "name": f"第 {n} 期"}
        deal = create_opportunity(by=story.by, at=NOW, raw=raw)
        for person in (story.zhou, story.sun):
            card = place_person(by=story.by, at=NOW, person=person.pk, deal=deal.pk)
            set_value(by=story.by, at=NOW, id=card.pk, attribute="power", value=5)
        made.append(deal)
    return made


def test_the_number_of_queries_does_not_grow_with_the_deals() -> None:
    story = Map()
    deals = more_deals(story, 6)
    counts = []
    for part in (deals[:1], deals):
        with CaptureQueriesContext(connection, ) as asked:  # fmt: skip
            coach_deals(part, TODAY)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 20


def test_a_powerful_person_without_a_stance_is_found_and_then_not() -> None:
    """周行长分量 5、态度不明：教练提醒；问清楚以后就不提醒了。"""
    story = Map()
    card = story.place(story.zhou)
    story.say(card, "power", 5)
    assert ("power_no_stance", str(card.pk)) in findings(story)
    story.say(card, "stance", "support", day(1))
    assert ("power_no_stance", str(card.pk)) not in findings(story)


def test_stance_raised_without_a_meeting() -> None:
    """没见面就把“反对”改成“支持”：教练要依据；见过面再改就不提醒。"""
    from keyaccount.actions.visits.log_contact import log_contact

    story = Map()
    card = story.place(story.sun)
    story.say(card, "stance", "oppose")
    story.say(card, "stance", "support", day(0))
    assert ("stance_raised_unmet", str(card.pk)) in findings(story)
    raw = {"account": story.account.pk, "opportunity": story.deal.pk, "channel": "meeting", "happened_at": NOW, "text": "谈过"}  # fmt: skip
    log_contact(by=story.by, at=NOW, raw=raw, persons=[story.sun.pk], members=[], next_step=None)
    assert ("stance_raised_unmet", str(card.pk)) not in findings(story)


def test_muted_with_a_reason_and_taken_up_again() -> None:
    story = Map()
    card = story.place(story.zhou)
    story.say(card, "power", 5)
    ask = {"deal": story.deal.pk, "rule": "power_no_stance", "subject": str(card.pk)}
    with pytest.raises(Invalid, match="为什么"):
        mute_finding(by=story.by, at=NOW, reason=" ", **ask)
    with pytest.raises(Refused):
        mute_finding(by=acting(story.auditor), at=NOW, reason="不重要", **ask)
    with pytest.raises(Missing):
        mute_finding(by=acting(story.zhaoqiang), at=NOW, reason="不重要", **ask)
    mute = mute_finding(by=story.by, at=NOW, reason="下周换人", **ask)
    assert ("power_no_stance", str(card.pk)) not in findings(story)
    revoke_mute(by=story.by, at=day(1), id=mute.pk)
    assert ("power_no_stance", str(card.pk)) in findings(story)


def test_the_pipeline_holds_what_its_reader_sees() -> None:
    story = Map()
    more_deals(story, 2)
    mine = coached_pipeline(story.by, today=TODAY)
    assert mine.count == 2 and mine.deals[0].high >= 1
    assert "power_no_stance" in {key for key, *_ in mine.rules}
    assert coached_pipeline(story.by, today=TODAY, rule="power_no_stance").count == 2
    assert coached_pipeline(acting(story.zhaoqiang), today=TODAY).count == 0


def findings(story: Map) -> set[tuple[str, str]]:
    found = judge_map(story.by, story.map()).findings
    return {(one["rule"], one["card"] or one["step"] or "") for one in found}
