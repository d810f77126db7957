"""Backup, restore, verify: what comes back is what was, and one flipped byte is found."""

from __future__ import annotations

import random
import shutil
import tarfile
from pathlib import Path

import pytest

from tests.interfaces.cli.conftest import COMPANY
from tests.interfaces.cli.running import Place, new_place

COUNT = (
    "from keyaccount.records.accounts.models import Account\n"
    "from keyaccount.records.journal.models import Entry\n"
    "print(Account.rows.get().name, Entry.rows.count())"
)


@pytest.fixture(scope="module")
def saved(started: Place, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("saved") / "backup.tar"
    started.run("backup", "--out", str(path))
    return path


def test_round_trip(started: Place, saved: Path, tmp_path: Path) -> None:
    there = new_place(tmp_path / "other")
    told = there.run("restore", str(saved), "--into", str(there.folder))
    assert "field.key" in told, "a backup without keys says so"
    for name in ("field.key", "secret.key"):
        shutil.copy(started.folder / name, there.folder / name)
    assert there.python(COUNT) == started.python(COUNT)
    assert "全部完好" in there.run("verify")
    assert "全部完好" in started.run("verify", "--backup", str(saved))


def test_keys_are_inside_only_when_asked_for(started: Place, saved: Path, tmp_path: Path) -> None:
    key = (started.folder / "field.key").read_bytes()
    assert key not in saved.read_bytes()
    path = tmp_path / "with-keys.tar"
    assert "像保管密码一样" in started.run("backup", "--out", str(path), "--with-keys")
    assert path.stat().st_mode & 0o077 == 0
    there = new_place(tmp_path / "other")
    there.run("restore", str(path), "--into", str(there.folder))
    assert (there.folder / "field.key").read_bytes() == key


def test_any_flipped_byte_is_found(started: Place, saved: Path, tmp_path: Path) -> None:
    """Wherever it lies: contents, headers, padding, manifest, the last line."""
    whole = bytearray(saved.read_bytes())
    dice = random.Random(7)
    places = [0, 200, len(whole) // 2, len(whole) - 400, len(whole) - 1]
    damaged = tmp_path / "damaged.tar"
    for place in [*places, *(dice.randrange(len(whole)) for _ in range(3))]:
        whole[place] ^= 1
        damaged.write_bytes(whole)
        whole[place] ^= 1
        told = started.run("verify", "--backup", str(damaged), code=1)
        assert "已损坏" in told, place
    damaged.write_bytes(whole[:-2000])
    assert "已损坏" in started.run("verify", "--backup", str(damaged), code=1)
    refused = tmp_path / "never"
    assert "已损坏" in started.run("restore", str(damaged), "--into", str(refused), code=2)
    assert not list(refused.glob("*.sqlite3"))


def test_any_tar_program_opens_it(saved: Path) -> None:
    with tarfile.open(saved) as archive:
        names = archive.getnames()
    assert names[-1] == "manifest.json" and any(name.startswith("files/") for name in names)


def test_restoring_over_what_is_there(migrated: Place, tmp_path: Path) -> None:
    """Only with --force, never under a running server, and the old database is kept."""
    place = migrated
    place.python(COMPANY)
    saved = tmp_path / "before.tar"
    place.run("backup", "--out", str(saved))
    place.python(
        "from keyaccount.records.accounts.models import Account\nAccount.rows.update(name='改过的名字')"
    )
    assert "不是空目录" in place.run("restore", str(saved), "--into", str(place.folder), code=2)
    with place.serving("--no-worker") as (process, _, _greeting):
        assert "正在使用" in place.run("restore", str(saved), "--force", code=2)
        process.terminate()
        process.wait(30)
    place.run("restore", str(saved), "--force")
    assert place.python(COUNT).startswith("澜海银行股份有限公司")
    assert "全部完好" in place.run("verify")
    if "DATABASE_URL" not in place.extra:
        assert list(place.folder.glob("keyaccount.sqlite3.before-restore-*"))


def test_verify_finds_a_changed_a_missing_and_a_stray_file(migrated: Place) -> None:
    place = migrated
    place.python(COMPANY)
    (stored,) = (place.folder / "files").glob("??/*")
    content = stored.read_bytes()
    stored.write_bytes(content.replace(b"minutes", b"minuteS"))
    assert "内容已变" in place.run("verify", code=1)
    stored.unlink()
    assert "缺少" in place.run("verify", code=1)
    stored.write_bytes(content)
    (stored.parent / ("f" * 64)).write_bytes(b"x")
    assert "1 个没有记录引用" in place.run("verify")


def test_verify_finds_a_changed_journal_and_a_drifted_scope(migrated: Place) -> None:
    place = migrated
    place.python(COMPANY)
    place.python(
        "from keyaccount.actions.journal.seal_journal import newest_entry, seal_journal\n"
        "from keyaccount.base.clock import now\n"
        "seal_journal(at=now(), up_to=newest_entry())"
    )
    assert "全部完好" in place.run("verify")
    place.python(
        "from keyaccount.records.journal.models import Entry\nEntry.rows.filter(pk=3).update(label='x')"
    )
    assert "与封条不符" in place.run("verify", code=1)
    place.python("from keyaccount.records.people.models import Person\nPerson.rows.update(owner_id=None)")
    assert "person scope: 1" in place.run("verify", code=1)


@pytest.mark.skipif(
    "__import__('os').environ.get('KEYACCOUNT_TEST_DB') == 'postgres'", reason="a file of SQLite's"
)
def test_verify_finds_a_broken_sqlite_page(migrated: Place) -> None:
    place = migrated
    place.python(COMPANY)
    place.python(
        "from django.db import connection\nconnection.cursor().execute('PRAGMA wal_checkpoint(TRUNCATE)')"
    )
    path = place.folder / "keyaccount.sqlite3"
    whole = bytearray(path.read_bytes())
    page = len(whole) // 4096 // 2 * 4096
    whole[page : page + 64] = bytes(64)
    path.write_bytes(whole)
    assert "✗" in place.run("verify", code=1)
