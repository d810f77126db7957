"""导出的关系地图：上级也只写看得见的人；直属上级只能是同一个客户的人。"""

from __future__ import annotations

from datetime import timedelta

import pytest

from keyaccount.actions.people.create_person import create_person
from keyaccount.actions.records.create_record import create_record
from keyaccount.actions.records.edit_record import edit_record
from keyaccount.base import clock
from keyaccount.base.errors import Invalid
from keyaccount.queries.library.export_rows import export_rows
from keyaccount.records.people.models import Post
from tests.actions.power.maps import Map
from tests.cast import NOW, account, acting

pytestmark = pytest.mark.django_db


def test_看不见的上级_导出里没有名字() -> None:
    story = Map()
    elsewhere = create_person(
        by=acting(story.lilei), at=NOW, raw={"account": account("北方电信", story.lilei).pk, "name": "赵正浩"}
    )
    post = Post.rows.get(person=story.qian)
    with pytest.raises(Invalid) as error:
        edit_record(by=story.by, at=NOW, entity="post", id=post.pk, raw={"reports_to": elsewhere.pk})
    assert [one.field for one in error.value.problems] == ["reports_to"]
    Post.rows.filter(pk=post.pk).update(reports_to=elsewhere)
    story.place(story.qian)
    raw = {
        "account": story.account.pk,
        "member": story.wangfang.pk,
        "level": "read",
        "until": str(clock.day_of(clock.now()) + timedelta(days=30)),
        "reason": "一起跟",
    }
    create_record(by=acting(story.hanmei), at=clock.now(), entity="share", raw=raw)
    for by, told in ((story.by, "赵正浩"), (acting(story.wangfang), None)):
        rows = export_rows(by, "maps", {}).rows
        assert [row["manager"] for row in rows if row["person"] == "钱处"] == [told], by
