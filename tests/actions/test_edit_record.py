"""改一条记录：并发时谁的内容都不丢，没有权限时什么都不变。"""

from __future__ import annotations

from datetime import timedelta

import pytest

from keyaccount.actions.records.edit_record import edit_record
from keyaccount.base.errors import Conflict, Invalid, Missing, Refused
from keyaccount.records.accounts.models import Account
from keyaccount.records.journal.models import Entry
from tests.cast import NOW, Company, account, acting

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Company:
    return Company()


def edit(by, row, raw, **more):
    return edit_record(
        by=acting(by), at=NOW + timedelta(hours=1), entity="account", id=row.pk, raw=raw, **more
    )


def test_owner_edits_and_journal_tells(company):
    row = account("江海银行", company.lilei)
    edit(company.lilei, row, {"seats": "1,200", "note": "年底续签"})
    row = Account.rows.get(pk=row.pk)
    assert (row.seats, row.note, row.version) == (1200, "年底续签", 2)
    entry = Entry.rows.get(kind="account.edited")
    assert entry.data["changes"]["seats"] == [None, 1200] and entry.account_id == row.pk
    assert row.stamps["seats"][0] == "2026-03-03"


def test_edits_of_different_fields_both_live(company):
    row = account("江海银行", company.lilei)
    edit(company.lilei, row, {"seats": 100}, version=1, seen={"seats": None})
    edit(company.hanmei, row, {"note": "重点跟进"}, version=1, seen={"note": ""})
    row = Account.rows.get(pk=row.pk)
    assert (row.seats, row.note) == (100, "重点跟进")


def test_edits_of_one_field_show_the_three_values(company):
    row = account("江海银行", company.lilei, seats=50)
    edit(company.lilei, row, {"seats": 100}, version=1, seen={"seats": 50})
    with pytest.raises(Conflict) as caught:
        edit(company.hanmei, row, {"seats": 80}, version=1, seen={"seats": 50})
    (conflict,) = caught.value.conflicts
    assert (conflict.base, conflict.theirs, conflict.mine) == (50, 100, 80)
    assert Account.rows.get(pk=row.pk).seats == 100


def test_strangers_find_nothing(company):
    row = account("江海银行", company.lilei)
    with pytest.raises(Missing):
        edit(company.zhaoqiang, row, {"note": "x"})


def test_readers_are_refused_and_nothing_changes(company):
    row = account("江海银行", company.lilei)
    with pytest.raises(Refused):
        edit(company.auditor, row, {"note": "x"})
    assert Account.rows.get(pk=row.pk).note == "" and not Entry.rows.exists()


def test_every_problem_is_told_at_once(company):
    row = account("江海银行", company.lilei)
    with pytest.raises(Invalid) as caught:
        edit(company.lilei, row, {"seats": "很多", "founded": "12.5", "colour": "red"})
    assert {p.field for p in caught.value.problems} == {"seats", "founded", "colour"}
