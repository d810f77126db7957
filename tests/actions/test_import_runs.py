"""一次导入从头到尾：取消、整批撤销、被杀后接着做、同时两个进程、坏行只退一行。"""

from __future__ import annotations

import pytest
from django.db import IntegrityError

from keyaccount.actions.accounts.account_rules import set_tags
from keyaccount.actions.importing import run_import as running
from keyaccount.actions.importing.account_store import AccountStore
from keyaccount.actions.importing.cancel_import import cancel_import
from keyaccount.actions.importing.draft_import import draft_import, opened_table, reread_import
from keyaccount.actions.importing.import_file import write_annotated
from keyaccount.actions.importing.resume_import import resume_import
from keyaccount.actions.importing.run_import import run_import
from keyaccount.actions.importing.start_import import begin_import, start_import, try_import
from keyaccount.actions.importing.undo_import import undo_import
from keyaccount.actions.library.claim_run import fail_import
from keyaccount.actions.records.edit_record import edit_record
from keyaccount.actions.shared import storing
from keyaccount.base.errors import Invalid, Missing, Refused
from keyaccount.interfaces.automation.worker import Worker
from keyaccount.records.accounts.models import Account, AccountTag, Address, Holding, Tag
from keyaccount.records.journal.models import Entry
from keyaccount.records.library.models import ImportRow, ImportRun
from keyaccount.records.org.models import Department, Member
from keyaccount.records.people.models import CustomerUnit, Person, Post
from keyaccount.records.search.models import SearchDoc
from keyaccount.tables.reading import open_table
from tests.cast import NOW, Company, account, acting
from tests.importing import accounted, clock, outcomes, take, written

pytestmark = pytest.mark.django_db
HEAD = ("客户名称", "员工人数", "标签", "办公地址", "上级单位")


@pytest.fixture
def world(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    return Company()


@pytest.fixture
def many(tmp_path, monkeypatch):
    """Fifty companies in chunks of seven, with duplicates and blanks among them."""
    monkeypatch.setattr(running, "CHUNK", 7)
    names = [("" if n % 13 == 12 else f"第{'甲乙丙丁戊己庚辛壬癸'[n % 10]}{n % 40}公司") for n in range(50)]
    return written(
        tmp_path / "many.csv", HEAD, [(name, n, "标", f"{n} 号", "") for n, name in enumerate(names)]
    )


def waiting(by, path):
    with path.open("rb") as content:
        document = storing.store(by=by, at=NOW, name=path.name, media_type="", content=content)
    header = open_table(path, path.name).header
    mapping = dict(zip(HEAD, ("name", "headcount", "tags", "address", "parent"), strict=True))
    return start_import(
        by=by, at=NOW, kind="accounts", document=document, header=header, mapping=mapping, options={}
    )


def undone(by, run):
    undo_import(by=by, at=NOW.replace(day=4), id=run.pk)
    return run_import(id=run.pk, now=clock(NOW.replace(day=4)))


def test_a_run_that_stops_anywhere_is_taken_up_without_gap_or_double(world, many):
    by = acting(world.ops)
    run = waiting(by, many)
    for stop in (2, 5, 6):

        class Stopped(Exception):
            pass

        ticks = clock()
        left = [stop]

        def now(left=left, ticks=ticks, Stopped=Stopped):
            left[0] -= 1
            if not left[0]:
                raise Stopped
            return ticks()

        with pytest.raises(Stopped):
            run_import(id=run.pk, now=now)
    run = run_import(id=run.pk, now=clock())
    whole = take(acting(world.ops), "accounts", many, options={"dry_run": True})
    assert accounted(run) and run.state == "done"
    assert run.counts["created"] == Account.rows.count() == 37
    assert (run.counts["created"], run.counts["refused"]) == (50 - 3 - run.counts["merged"], 3)
    assert whole.counts["refused"] == 3 and whole.counts["created"] == 0


def test_two_workers_on_one_run_double_nothing(world, many):
    by = acting(world.ops)
    run = waiting(by, many)
    inner = []

    def now():
        if len(inner) == 0 and ImportRow.rows.filter(run=run).exists():
            inner.append(run_import(id=run.pk, now=clock()))
        return NOW

    slow = run_import(id=run.pk, now=now)
    assert inner and slow.state == "done" and accounted(slow)
    assert Account.rows.count() == 37 == slow.counts["created"]


def halted(by, many, monkeypatch, *, after=2):
    """A run that an error of ours ended after some chunks, as the worker leaves it."""
    run, chunks = waiting(by, many), []
    real = AccountStore.save

    def broken(self):
        chunks.append(1)
        if len(chunks) > after:
            raise RuntimeError("a fault of ours")
        real(self)

    with monkeypatch.context() as patch:
        patch.setattr(AccountStore, "save", broken)
        Worker().step()
    run.refresh_from_db()
    assert run.state == "failed" and 0 < Account.rows.count() < 37
    return run


def test_a_run_that_an_error_ended_goes_on_without_gap_or_double(world, many, monkeypatch):
    by = acting(world.ops)
    run = halted(by, many, monkeypatch)
    before = set(Account.rows.values_list("pk", flat=True))
    resumed = resume_import(by=by, at=NOW, id=run.pk)
    assert (resumed.state, resumed.problem) == ("waiting", "")
    assert Entry.rows.filter(kind="import.resumed", object_id=run.pk).count() == 1
    run = run_import(id=run.pk, now=clock())
    assert run.state == "done" and accounted(run) and run.counts["created"] == Account.rows.count() == 37
    assert before < set(Account.rows.values_list("pk", flat=True))
    with pytest.raises(Invalid):
        resume_import(by=by, at=NOW, id=run.pk)


def test_what_halted_while_it_was_taken_back_goes_on_being_taken_back(world, many, monkeypatch):
    by = acting(world.ops)
    run = halted(by, many, monkeypatch)
    undo_import(by=by, at=NOW.replace(day=4), id=run.pk)
    fail_import(id=run.pk, at=NOW.replace(day=4))
    resume_import(by=by, at=NOW.replace(day=4), id=run.pk)
    assert run_import(id=run.pk, now=clock(NOW.replace(day=4))).state == "undone"
    assert not Account.rows.exists()


def test_who_and_what_cannot_go_on(world, many, monkeypatch):
    run = halted(acting(world.ops), many, monkeypatch)
    with pytest.raises(Missing):
        resume_import(by=acting(world.lilei), at=NOW, id=run.pk)
    Member.objects.filter(pk=world.ops.pk).update(roles=["compliance"])
    with pytest.raises(Refused):
        resume_import(by=acting(world.ops), at=NOW, id=run.pk)
    Member.objects.filter(pk=world.ops.pk).update(roles=["operations"])
    storing.path_of(run.document.digest).unlink()
    with pytest.raises(Invalid) as told:
        resume_import(by=acting(world.ops), at=NOW, id=run.pk)
    assert told.value.problems[0].code == "file"


def test_cancel_keeps_what_was_taken(world, many):
    by = acting(world.ops)
    run = waiting(by, many)
    asked = []

    def now():
        asked.append(1)
        if len(asked) == 4:
            cancel_import(by=by, at=NOW, id=run.pk)
        return NOW

    stopped = run_import(id=run.pk, now=now)
    assert stopped.state == "cancelled"
    assert stopped.counts["read"] == ImportRow.rows.filter(run=run).count() == stopped.done
    assert 0 < Account.rows.count() < 37
    with pytest.raises(Invalid):
        cancel_import(by=by, at=NOW, id=run.pk)
    with pytest.raises(Missing):
        cancel_import(by=acting(world.lilei), at=NOW, id=run.pk)
    taken_back = undone(by, stopped)
    assert taken_back.state == "undone" and not Account.rows.exists()


def test_a_trial_given_up_while_it_runs_just_ends(world, many):
    by = acting(world.ops)
    with many.open("rb") as content:
        run = draft_import(by=by, at=NOW, kind="accounts", name="many.csv", media_type="", content=content)
    try_import(by=by, at=NOW, id=run.pk, mapping={"客户名称": "name"}, options={})
    asked = []

    def now():
        asked.append(1)
        if len(asked) == 4:
            cancel_import(by=by, at=NOW, id=run.pk)
        return NOW

    run_import(id=run.pk, now=now)
    assert len(asked) == 4 and not ImportRun.rows.exists() and not ImportRow.rows.exists()


def test_undo_takes_back_what_was_made_and_returns_what_was_changed(world, many, tmp_path):
    by = acting(world.ops)
    old = account("第甲0公司", world.lilei, headcount=None, budget_months=[])
    Account.rows.filter(pk=old.pk).update(name_key="第甲0公司")
    tag = Tag.rows.create(name="旧")
    set_tags(old, [tag.pk])
    before = Account.rows.values("name", "headcount", "parent_id", "owner_id", "tier").get(pk=old.pk)
    run = take(by, "accounts", many)
    old.refresh_from_db()
    assert old.headcount == 0 and AccountTag.rows.filter(account=old).count() == 2
    run = undone(by, run)
    assert run.state == "undone" and run.counts["kept"] == 0
    assert Account.rows.values("name", "headcount", "parent_id", "owner_id", "tier").get() == before
    assert list(AccountTag.rows.filter(account=old).values_list("tag__name", flat=True)) == ["旧"]
    assert not Address.rows.exists() and not Holding.rows.exists()
    assert set(SearchDoc.rows.filter(entity="account").values_list("object_id", flat=True)) <= {old.pk}
    with pytest.raises(Invalid):
        undo_import(by=by, at=NOW, id=run.pk)


def test_undo_keeps_what_was_worked_on_since(world, tmp_path):
    by = acting(world.ops)
    rows = [("甲", 1, "", "", "乙"), ("乙", 2, "", "", ""), ("丙", 3, "", "", "甲")]
    run = take(by, "accounts", written(tmp_path / "a.csv", HEAD, rows))
    edited = Account.rows.get(name="甲")
    edit_record(by=by, at=NOW.replace(hour=9), entity="account", id=edited.pk, raw={"seats": 3})
    run = undone(by, run)
    assert (run.counts["kept"], run.counts["undone"]) == (2, 1), outcomes(run)
    assert set(Account.rows.values_list("name", flat=True)) == {"甲", "乙"}
    assert Account.rows.get(name="甲").group_root_id == Account.rows.get(name="乙").pk


def test_undo_of_people_and_members_takes_along_what_came_with_them(world, tmp_path):
    head = ("姓名", "客户", "部门", "职务")
    old = account("老客户", world.lilei)
    people = [
        ("甲", "新公司", "客服部", "总监"),
        ("乙", "新公司", "", ""),
        ("丙", "老客户", "信息部", "部长"),
    ]
    run = take(
        acting(world.lilei),
        "people",
        written(tmp_path / "p.csv", head, people),
        options={"create_accounts": True},
    )
    assert CustomerUnit.rows.count() == 2
    run = undone(acting(world.lilei), run)
    assert not Person.rows.exists() and not Post.rows.exists() and not CustomerUnit.rows.exists()
    assert list(Account.rows.all()) == [old]
    members, departments = Member.objects.count(), Department.rows.count()
    rows = [("许安", "西南", "何川"), ("林森", "西南", "何川"), ("李雷", "西南", "")]
    run = take(
        acting(world.admin), "members", written(tmp_path / "m.csv", ("姓名", "部门", "上级姓名"), rows)
    )
    assert run.counts["created"] == 2
    run = undone(acting(world.admin), run)
    assert (Member.objects.count(), Department.rows.count()) == (members, departments), outcomes(run)
    assert Member.objects.get(login="lilei").department == world.east


def test_a_row_the_database_refuses_goes_back_alone(world, many, monkeypatch):
    made = AccountStore.make

    def refusing(self, draft, owner):
        row = made(self, draft, owner)
        if draft.given.number == 9:
            raise IntegrityError("planted")
        return row

    monkeypatch.setattr(AccountStore, "make", refusing)
    run = take(acting(world.ops), "accounts", many)
    assert accounted(run) and run.state == "done" and run.counts["refused"] == 4
    assert "和别的记录冲突" in next(reason for number, _, reason in outcomes(run) if number == 9)


def test_rights_are_those_of_now(world, many):
    run = waiting(acting(world.ops), many)
    world.ops.is_active = False
    world.ops.save()
    run = run_import(id=run.pk, now=clock())
    assert run.state == "failed" and run.problem and not Account.rows.exists()


def test_draft_trial_and_real_run_are_one_run(world, many):
    by = acting(world.ops)
    with many.open("rb") as content:
        run = draft_import(by=by, at=NOW, kind="accounts", name="many.csv", media_type="", content=content)
    assert run.options["survey"]["rows"] == 50 and run.options["survey"]["header"] == list(HEAD)
    run = reread_import(by=by, at=NOW, id=run.pk, reading={"delimiter": ";"})
    assert len(run.options["survey"]["header"]) == 1
    run = reread_import(by=by, at=NOW, id=run.pk, reading={})
    with pytest.raises(Invalid):
        try_import(by=by, at=NOW, id=run.pk, mapping={"员工人数": "headcount"}, options={})
    try_import(by=by, at=NOW, id=run.pk, mapping={"客户名称": "name"}, options={})
    run = run_import(id=run.pk, now=clock())
    assert run.state == "checked" and run.counts["created"] == 37 and not Account.rows.exists()
    begin_import(by=by, at=NOW, id=run.pk)
    run = run_import(id=run.pk, now=clock())
    assert run.state == "done" and Account.rows.count() == 37 and ImportRun.rows.count() == 1


def test_the_annotated_file_tells_of_every_row_and_can_be_imported_again(world, many, tmp_path):
    run = take(acting(world.ops), "accounts", many)
    whole = write_annotated(run, tmp_path / "all.xlsx")
    with open_table(whole, whole.name) as table:
        assert table.row_count == 50 and table.header[:3] == ["结果", "原因", "原行号"]
    refused = write_annotated(run, tmp_path / "refused.xlsx", only_refused=True)
    with open_table(refused, refused.name) as table:
        assert [row.values[1] for row in table.rows()] == ["缺少客户名称"] * 3
    again = take(acting(world.ops), "accounts", whole)
    assert again.counts["created"] == 0 and again.counts["refused"] == 3
    with opened_table(run.document, run.options) as table:
        assert table.row_count == 50
