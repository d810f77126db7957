"""教练页：从一类问题点进去，还是原来那些商机。"""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from keyaccount.actions.deals.create_opportunity import create_opportunity
from keyaccount.actions.people.create_person import create_person
from keyaccount.actions.power.place_person import place_person
from keyaccount.actions.power.set_value import set_value
from tests.actions.power.maps import Map
from tests.cast import NOW, account, acting
from tests.interfaces.web.page_world import browser

pytestmark = pytest.mark.django_db


def test_按一类问题看_不换成别人的商机_回去也是() -> None:
    story = Map()
    story.say(story.place(story.zhou), "power", 5)
    by, other = acting(story.zhaoqiang), account("青禾电器", story.zhaoqiang)
    theirs = create_opportunity(by=by, at=NOW, raw={"account": other.pk, "name": "门店改造"})
    whom = create_person(by=by, at=NOW, raw={"account": other.pk, "name": "庄总"})
    card = place_person(by=by, at=NOW, person=whom.pk, deal=theirs.pk)
    set_value(by=by, at=NOW, id=card.pk, attribute="power", value=5)
    client, here = browser(story.boss), reverse("deals:coach")
    whole = client.get(f"{here}?all=1").content.decode()
    assert theirs.name in whole and "行政系统" in whole
    page = client.get(f"{here}?owner={story.lilei.pk}").content.decode()
    links = [link.replace("&amp;", "&") for link in re.findall(r'href="(\?[^"]*rule=[^"]*)"', page)]
    assert links and all(f"owner={story.lilei.pk}" in link for link in links)
    one = client.get(here + links[0]).content.decode()
    assert "行政系统" in one and theirs.name not in one
    assert f'href="?owner={story.lilei.pk}"' in one
    mine = browser(story.lilei).get(here).content.decode()
    assert "?owner=me&amp;rule=" in mine
    asked = browser(story.lilei).get(f"{here}?rule=power_no_stance").content.decode()
    assert theirs.name not in asked
