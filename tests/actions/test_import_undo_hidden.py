"""撤销导入：有没有内线、个人情况、亲属关系、限人知道的情报，撤销的结果都一样；内线的记录不跟着没。"""

from __future__ import annotations

from datetime import timedelta

import pytest

from keyaccount.actions.importing.run_import import run_import
from keyaccount.actions.importing.undo_import import undo_import
from keyaccount.actions.insiders.begin_insider import begin_insider
from keyaccount.actions.insiders.edit_insider import edit_insider
from keyaccount.actions.insiders.hand_over import hand_over
from keyaccount.actions.insiders.record_test import record_test
from keyaccount.actions.intelligence.record_intelligence import record_intelligence
from keyaccount.actions.profiles.draw_kin import draw_kin
from keyaccount.actions.profiles.keep_profile import keep_profile
from keyaccount.queries.insiders.listing import insiders_of
from keyaccount.queries.insiders.showing import show_insider
from keyaccount.records.deals.models import Intelligence
from keyaccount.records.people.models import InsiderTest, KinTie, Person, ProfileEntry
from tests.actions.profiles.cast import entry
from tests.cast import NOW, Company, account, acting
from tests.importing import clock, outcomes, take, written
from tests.interfaces.web.page_world import browser

pytestmark = pytest.mark.django_db
NAMES = ("林晓岚", "周启明", "孙怡", "陈志远", "何敏", "高朗")


def test_撤销的回答不说谁身上有看不见的东西_内线留着(settings, tmp_path) -> None:
    settings.FILES_DIR = tmp_path / "files"
    company = Company()
    airline = account("南岭航空", company.lilei)
    ops, by = acting(company.ops), acting(company.lilei)
    run = take(
        ops, "people", written(tmp_path / "人.csv", ("姓名", "客户"), [(name, "南岭航空") for name in NAMES])
    )
    people = [Person.rows.get(name=name) for name in NAMES]
    later = NOW + timedelta(hours=1)
    keep_profile(by=by, at=later, person=people[0].pk, raw=entry())
    draw_kin(by=by, at=later, person=people[1].pk, raw={"other": str(people[2].pk)})
    raw = {
        "account": str(airline.pk), "about": "budget", "statement": "预算两百万", "source_kind": "person",
        "source_person": str(people[3].pk), "how": "当面说", "learned_on": "2026-03-01",
        "reliability": "B", "credibility": "3", "secret": "1",
    }  # fmt: skip
    record_intelligence(by=by, at=later, raw=raw)
    row = begin_insider(
        by=by, at=later, account=airline.pk, person=people[4].pk, code_name="青松", why="想把系统做成"
    )
    by = acting(company.lilei)
    record_test(by=by, at=later, id=row.pk, kind="told", observed_on="2026-03-02", evidence="主动说了预算")

    undo_import(by=ops, at=later + timedelta(hours=1), id=run.pk)
    run_import(id=run.pk, now=clock(later + timedelta(hours=1)))
    run.refresh_from_db()
    assert {outcome for _, outcome, _ in outcomes(run)} == {"undone"}
    assert not Person.rows.filter(name__in=NAMES).exists()
    assert not ProfileEntry.rows.exists() and not KinTie.rows.exists()
    assert Intelligence.rows.get().source_person_id is None

    (line,) = insiders_of(by, airline, NOW.date())
    assert (line.row.code_name, line.person) == ("青松", "")
    told = show_insider(by, row.pk, NOW.date())
    assert (told.person, told.account, InsiderTest.rows.count(), told.reasons) == ("", "南岭航空", 1, [])
    assert "你看不到这位联系人" in browser(company.lilei).get(f"/insiders/{row.pk}/").content.decode()
    edit_insider(by=by, at=later, id=row.pk, code_name="白杨", why="还是他", risk="")
    hand_over(by=by, at=later, id=row.pk, member=company.wangfang.pk)
    assert show_insider(acting(company.wangfang), row.pk, NOW.date()).row.code_name == "白杨"
