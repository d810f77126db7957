"""What has run out goes; what somebody still needs stays."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session

from keyaccount.actions.journal.sweep import sweep
from keyaccount.actions.library.expire_files import expire_files
from keyaccount.actions.shared import storing
from keyaccount.base.ids import new_id
from keyaccount.queries.library.verify_store import check_files
from keyaccount.records.journal.models import Replay
from keyaccount.records.library.models import Document, ExportRun, ImportRow, ImportRun
from tests.cast import NOW, Company

pytestmark = pytest.mark.django_db


def stored(root: Path, digest: str, age: timedelta, *, document: bool = True) -> Path:
    path = root / digest[:2] / digest
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    os.utime(path, ((NOW - age).timestamp(),) * 2)
    if document:
        Document.rows.create(digest=digest, name="x", media_type="", size=1, created_at=NOW - age)
    return path


def test_exports_expire_and_their_files_follow(settings: Any, tmp_path: Path) -> None:
    settings.FILES_DIR = tmp_path
    days = timedelta(days=3)
    expired, kept, unused, young = (stored(tmp_path, c * 64, days) for c in "abcd")
    stray = stored(tmp_path, "e" * 64, days, document=False)
    fresh = stored(tmp_path, "f" * 64, timedelta(hours=1), document=False)
    member = Company().lilei
    Document.rows.filter(digest="d" * 64).update(created_at=NOW)
    for digest, until in (("a", NOW - timedelta(hours=1)), ("b", NOW + timedelta(hours=1))):
        document = Document.rows.get(digest=digest * 64)
        ExportRun.rows.create(
            kind="accounts",
            member_id=member.pk,
            document=document,
            state="done",
            expires_at=until,
            created_at=NOW,
            updated_at=NOW,
        )
    assert expire_files(at=NOW) == (2, 1)
    assert not stray.exists() and fresh.exists() and expired.exists(), "a document's file goes a turn later"
    assert expire_files(at=NOW) == (0, 2)
    assert not expired.exists() and not unused.exists() and kept.exists() and young.exists()
    assert set(ExportRun.rows.values_list("state", flat=True)) == {"expired", "done"}


def imported(root: Path, letter: str, state: str, age: int, **options: Any) -> tuple[ImportRun, Path]:
    path = stored(root, letter * 64, timedelta(days=age))
    made = NOW - timedelta(days=age)
    run = ImportRun.rows.create(
        kind="accounts",
        member_id=new_id(),
        document=Document.rows.get(digest=letter * 64),
        state=state,
        options={"survey": {"header": ["名称"], "samples": [["甲公司"]]}, **options},
        created_at=made,
        updated_at=made,
    )
    return run, path


def test_imported_files_go_after_ninety_days(settings: Any, tmp_path: Path) -> None:
    settings.FILES_DIR = tmp_path
    old, old_file = imported(tmp_path, "a", "done", 91)
    ImportRow.rows.create(run=old, number=2, outcome="created")
    young, young_file = imported(tmp_path, "b", "done", 89)
    _, busy_file = imported(tmp_path, "c", "running", 91)
    trials = [imported(tmp_path, "d", "draft", 91), imported(tmp_path, "e", "failed", 91, dry_run=True)]
    assert expire_files(at=NOW)[0] == 3
    expire_files(at=NOW)
    assert not old_file.exists() and young_file.exists() and busy_file.exists()
    old.refresh_from_db()
    assert old.document.name == "x" and not storing.kept(old.document) and storing.kept(young.document)
    assert ImportRow.rows.filter(run=old).count() == 1, "what became of the rows is still told"
    assert "甲公司" not in str(old.options) and old.options["survey"]["header"] == ["名称"]
    assert not ImportRun.rows.filter(pk__in=[run.pk for run, _ in trials]).exists()
    assert not any(path.exists() for _, path in trials)
    assert check_files(tmp_path).missing == [], "a file let go is not missing"
    assert expire_files(at=NOW) == (0, 0)


def test_old_answers_and_dead_sessions_go() -> None:
    for number, age in enumerate((25, 1)):
        Replay.rows.create(
            member_id=new_id(), key=str(number), fingerprint="x", at=NOW - timedelta(hours=age)
        )
    Session.objects.create(session_key="old", session_data="", expire_date=NOW - timedelta(hours=1))
    Session.objects.create(session_key="new", session_data="", expire_date=NOW + timedelta(hours=1))
    assert sweep(at=NOW) == 2
    assert Replay.rows.get().key == "1" and Session.objects.get().session_key == "new"
