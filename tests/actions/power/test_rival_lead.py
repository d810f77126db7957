"""友商领先多少，图上的分数和教练算的是同一个数（PPL-5、PPL-7）。"""

from __future__ import annotations

from datetime import timedelta

import pytest

from keyaccount.facts.power import deal_power
from keyaccount.queries.power.judging import judge_map
from tests.actions.contracts.stage import TODAY
from tests.actions.power.maps import Map

pytestmark = pytest.mark.django_db


def test_旧的和推测的都打折_图和教练一致() -> None:
    story = Map()
    rival = story.rival()
    for person, power, ours, theirs, day in (
        (story.zhou, 5, "support", "oppose", TODAY - timedelta(days=400)),
        (story.sun, 4, "neutral", "strong_support", TODAY),
    ):
        card = story.place(person)
        story.say(card, "power", power)
        basis = {"certainty": "confirmed", "observed_on": str(day)}
        story.say(card, "stance", ours, basis=basis)
        story.say(card, "stance", theirs, rival=rival.pk, basis=basis)
    scores = {one["key"]: one["value"] for one in judge_map(story.by, story.map()).scores}
    lead = deal_power([story.deal], TODAY)[story.deal.pk].facts["rival_lead"]
    assert lead == -scores[f"position:{rival.pk}"]
    assert isinstance(lead, int) and lead > 0
    assert "rival_ahead" in {one["rule"] for one in judge_map(story.by, story.map()).findings}
