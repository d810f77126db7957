"""合并客户时内线悄悄跟着走，撤销时悄悄回去；合并记录、日志、预览里一个字都没有。"""

from __future__ import annotations

import json

import pytest

from keyaccount.actions.accounts.merge_accounts import merge_accounts
from keyaccount.actions.accounts.undo_merge import undo_merge
from keyaccount.queries.accounts.merge_preview import merge_preview
from keyaccount.records.accounts.models import Merge
from keyaccount.records.journal.models import Entry
from tests.actions.insiders.story import Story, kinds
from tests.cast import NOW, account, acting

pytestmark = pytest.mark.django_db


def test_内线随合并移动_撤销后回去_别人看不出(tmp_path):
    story = Story()
    kept = account("江海银行总行", story.lilei)
    boss = acting(story.hanmei)
    preview = str(merge_preview(boss, kept.pk, story.account.pk))
    row = story.begin()
    assert str(merge_preview(acting(story.hanmei), kept.pk, story.account.pk)) == preview
    told = Entry.rows.count()
    merge = merge_accounts(by=boss, at=NOW, keep=kept.pk, drop=story.account.pk)
    row.refresh_from_db()
    assert row.account_id == kept.pk and Entry.rows.count() == told + 1
    saved = json.dumps(list(Merge.rows.values("before", "moved")), default=str)
    assert str(row.pk) not in saved and "insider" not in saved
    undo_merge(by=acting(story.hanmei), at=NOW, id=merge.pk)
    row.refresh_from_db()
    assert row.account_id == story.account.pk and kinds(row) == ["begun", "moved", "moved_back"]
