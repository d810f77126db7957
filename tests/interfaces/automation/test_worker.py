"""The worker: each turn once, failures told and survived, and a killed one loses nothing."""

from __future__ import annotations

import logging
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from keyaccount.actions.journal.take_turn import take_turn
from keyaccount.actions.library.claim_run import STALE, claim_import, give_back_import
from keyaccount.interfaces.automation import worker as module
from keyaccount.interfaces.automation.jobs import DAY, HOUR, JOBS, Job
from keyaccount.interfaces.automation.sealing import Sealer
from keyaccount.interfaces.automation.worker import Worker
from keyaccount.records.journal.models import Entry, Seal, Slot
from keyaccount.records.library.models import Document, ImportRun
from tests.cast import NOW, Company
from tests.interfaces.cli.running import Place, migrated_place

ROWS = 6_000


@pytest.mark.django_db
def test_a_turn_is_taken_once() -> None:
    assert take_turn(name="x", slot=7)
    assert not take_turn(name="x", slot=7)
    assert not take_turn(name="x", slot=6), "a slow clock repeats nothing"
    assert take_turn(name="x", slot=8) and take_turn(name="y", slot=7)
    assert Slot.rows.filter(name="x").count() == 1


def test_nightly_jobs_are_due_at_two_in_china() -> None:
    reclaim = next(job for job in JOBS if job.name == "reclaim-accounts")
    before = datetime(2026, 3, 3, 17, 59, tzinfo=UTC)
    after = before + timedelta(minutes=2)
    assert reclaim.every == DAY and reclaim.slot(after) == reclaim.slot(before) + 1
    assert reclaim.slot(after + timedelta(hours=20)) == reclaim.slot(after), (
        "still due when the machine wakes up late"
    )


@pytest.mark.django_db(transaction=True)
def test_a_failing_job_is_told_and_stops_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    done: list[str] = []

    def broken(at: datetime) -> None:
        raise ValueError("planted")

    jobs = (Job("broken", HOUR, 0, broken), Job("sound", HOUR, 0, lambda at: done.append("sound")))
    monkeypatch.setattr(module, "JOBS", jobs)
    with caplog.at_level(logging.ERROR):
        Worker().once()
        Worker().once()
    assert done == ["sound"] and "planted" in caplog.text


@pytest.mark.django_db
def test_entries_are_sealed_when_they_have_settled() -> None:
    Entry.rows.create(kind="account.created", entity="account", at=NOW)
    sealer = Sealer()
    sealer.turn(NOW)
    Entry.rows.create(kind="account.edited", entity="account", at=NOW)
    sealer.turn(NOW + timedelta(seconds=90))
    assert not Seal.rows.exists()
    sealer.turn(NOW + timedelta(seconds=125))
    assert Seal.rows.get().count == 1, "the second was seen 35 seconds ago only"
    sealer.turn(NOW + timedelta(seconds=215))
    assert Seal.rows.count() == 2


@pytest.mark.django_db
def test_an_import_is_claimed_once_and_taken_over_from_the_dead() -> None:
    who = Company().lilei
    document = Document.rows.create(digest="0" * 64, name="x.csv", media_type="", size=1, created_at=NOW)
    run = ImportRun.rows.create(
        kind="accounts", member_id=who.pk, document=document, state="waiting", created_at=NOW, updated_at=NOW
    )
    assert claim_import(at=NOW) == run.pk
    assert claim_import(at=NOW) is None
    assert claim_import(at=NOW + STALE) is None
    assert claim_import(at=NOW + STALE + timedelta(seconds=1)) == run.pk
    give_back_import(id=run.pk)
    assert claim_import(at=NOW + STALE + timedelta(seconds=2)) == run.pk


# ── a worker of flesh and blood ─────────────────────────────────────────────────────────────────────────

BEGIN = """
import io
from keyaccount.access import Principal
from keyaccount.actions.importing.start_import import start_import
from keyaccount.actions.shared.storing import store
from keyaccount.base.clock import now
from keyaccount.interfaces.cli.start.sign_in import first_administrator
from keyaccount.records.org.models import Member
first_administrator()
Member.rows.update(capacity=1_000_000)
by = Principal(Member.objects.get(login="admin"))
text = "客户名称\\n" + "\\n".join(f"第{{n}}号测试客户有限公司" for n in range({rows}))
document = store(by=by, at=now(), name="many.csv", media_type="text/csv", content=io.BytesIO(text.encode()))
start_import(by=by, at=now(), kind="accounts", document=document, header=["客户名称"], mapping={{"客户名称": "name"}}, options={{}})
"""
LOOK = """
from keyaccount.records.accounts.models import Account
from keyaccount.records.library.models import ImportRun
run = ImportRun.rows.get()
print(run.state, run.done, Account.rows.count(), Account.rows.values("name").distinct().count())
"""
SILENT = """
from datetime import timedelta
from django.db.models import F
from keyaccount.records.library.models import ImportRun
ImportRun.rows.filter(heartbeat_at__isnull=False).update(heartbeat_at=F("heartbeat_at") - timedelta(minutes=5))
"""


def working(place: Place) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "keyaccount.interfaces.cli", "worker"]
    return subprocess.Popen(command, env=place.environment)


def wait_for(place: Place, most: int) -> tuple[str, int]:
    """(state, rows done) once more than `most` rows are done or the run has ended."""
    end = time.monotonic() + 150
    while time.monotonic() < end:
        state, done, *_ = place.python(LOOK).split()
        if int(done) > most or state == "done":
            return state, int(done)
    raise AssertionError("the import does not get on")


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_an_import_goes_on_where_the_worker_ended(tmp_path: Path, how: signal.Signals) -> None:
    place = migrated_place(tmp_path / "data")
    place.python(BEGIN.format(rows=ROWS))
    first = working(place)
    wait_for(place, 0)
    first.send_signal(how)
    assert first.wait(60) == (0 if how is signal.SIGTERM else -signal.SIGKILL)
    state, done, *_ = place.python(LOOK).split()
    assert state == "running" and 0 < int(done) < ROWS
    if how is signal.SIGKILL:
        place.python(SILENT)  # the two minutes after which it counts as dead
    second = working(place)
    try:
        wait_for(place, ROWS)
        assert place.python(LOOK).split() == ["done", str(ROWS), str(ROWS), str(ROWS)]
    finally:
        second.terminate()
        assert second.wait(30) == 0
