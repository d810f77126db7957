"""同一个 Idempotency-Key：发多少次都只生效一次，回答一样；并发也一样。"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from keyaccount.interfaces.api import records
from keyaccount.records.accounts.models import Account, Note
from keyaccount.records.journal.models import Entry, Replay
from tests.interfaces.api import storm
from tests.interfaces.api.caller import Caller, token
from tests.interfaces.api.world import World

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def world(db) -> World:
    return World()


def body_of(world, **more):
    return {
        "account": str(world.bank_account.pk),
        "text": "电话",
        "happened_at": "2026-03-03T10:00:00Z",
        **more,
    }


def test_sent_twice_done_once(world):
    lilei, body = Caller(world.lilei), body_of(world)
    first, again = (lilei.post("/notes", body, Idempotency_Key="a-1") for _ in range(2))
    assert first.status_code == again.status_code == 201 and first.content == again.content
    assert again["Idempotency-Replayed"] == "true" and "Idempotency-Replayed" not in first
    assert again["Location"] == first["Location"] and again["ETag"] == first["ETag"]
    assert Note.rows.filter(text="电话").count() == 1 and Entry.rows.filter(kind="note.created").count() == 1


def test_another_key_or_none_is_another_request(world):
    lilei, body = Caller(world.lilei), body_of(world)
    lilei.post("/notes", body, Idempotency_Key="a-1")
    lilei.post("/notes", body, Idempotency_Key="a-2")
    lilei.post("/notes", body)
    Caller(world.hanmei).post("/notes", body, Idempotency_Key="a-1")
    assert Note.rows.filter(text="电话").count() == 4


def test_same_key_for_another_request_is_refused(world):
    lilei, body = Caller(world.lilei), body_of(world)
    lilei.post("/notes", body, Idempotency_Key="a-1")
    for answer in (
        lilei.post("/notes", body | {"text": "别的"}, Idempotency_Key="a-1"),
        lilei.patch(f"/accounts/{world.bank_account.pk}", {"note": "x"}, Idempotency_Key="a-1"),
        lilei.delete(f"/notes/{world.rows['note'].pk}", Idempotency_Key="a-1"),
    ):
        assert answer.status_code == 422 and answer.data["code"] == "idempotency_mismatch"
        assert answer.data["errors"][0]["field"] == "Idempotency-Key"
    assert not Note.rows.filter(text="别的").exists()


def test_a_narrower_token_never_gets_the_answer_of_a_wider_one(world):
    """The answer to the wide token may hold fields the narrow one must not see."""
    body = {"account": str(world.bank_account.pk), "month": "2026-02-01", "received": "12.30"}
    wide, narrow = (Caller(world.finance, *scopes) for scopes in (("write", "commercial"), ("write",)))
    first = wide.post("/results", body, Idempotency_Key="a-1")
    assert first.status_code == 201 and first.data["received"] == "12.30"
    told = narrow.post("/results", body, Idempotency_Key="a-1")
    assert told.status_code == 422 and told.data["code"] == "idempotency_mismatch"
    assert "12.30" not in told.content.decode()
    again = wide.post("/results", body, Idempotency_Key="a-1")
    assert again.content == first.content and again["Idempotency-Replayed"] == "true"


def test_refusals_are_kept_too(world):
    lilei = Caller(world.lilei)
    first, again = (lilei.post("/accounts", {"name": "江海银行"}, Idempotency_Key="a-1") for _ in range(2))
    assert first.status_code == again.status_code == 409 and first.content == again.content
    assert again["Content-Type"] == "application/problem+json"


def test_change_and_delete(world):
    lilei, path = Caller(world.lilei), f"/accounts/{world.bank_account.pk}"
    tag = lilei.get(path)["ETag"]
    answers = [lilei.patch(path, {"seats": 7}, If_Match=tag, Idempotency_Key="b") for _ in range(2)]
    assert [a.status_code for a in answers] == [200, 200] and Account.rows.get(
        pk=world.bank_account.pk
    ).version == 2
    note = f"/notes/{world.rows['note'].pk}"
    assert [lilei.delete(note, Idempotency_Key="c").status_code for _ in range(2)] == [204, 204]
    assert Entry.rows.filter(kind="note.archived").count() == 1


def test_a_failure_inside_leaves_nothing_and_may_be_tried_again(world, monkeypatch):
    lilei, body = Caller(world.lilei), body_of(world)
    real = records.show_record

    def broken(*args, **kwargs):
        raise RuntimeError("answer could not be written")

    monkeypatch.setattr(records, "show_record", broken)
    assert lilei.post("/notes", body, Idempotency_Key="a-1").status_code == 500
    assert not Note.rows.filter(text="电话").exists() and not Replay.rows.exists()
    monkeypatch.setattr(records, "show_record", real)
    assert lilei.post("/notes", body, Idempotency_Key="a-1").status_code == 201


def test_after_a_day_the_key_is_free(world):
    lilei, body = Caller(world.lilei), body_of(world)
    lilei.post("/notes", body, Idempotency_Key="a-1")
    kept = Replay.rows.get()
    Replay.rows.update(at=kept.at - timedelta(hours=25))
    assert lilei.post("/notes", body | {"text": "新的一天"}, Idempotency_Key="a-1").status_code == 201
    assert Replay.rows.count() == 1


@pytest.mark.parametrize("key", ["x" * 201, "a\tb"])
def test_keys_that_cannot_be_kept(world, key):
    answer = Caller(world.lilei).post("/notes", body_of(world), Idempotency_Key=key)
    assert answer.status_code == 422 and answer.data["errors"][0]["field"] == "Idempotency-Key"


def test_an_upload_is_the_same_whatever_its_boundary(world):
    headers = {"Authorization": f"Bearer {token(world.lilei)}", "Idempotency-Key": "up"}

    def send(content):
        file = SimpleUploadedFile("合同.pdf", content, "application/pdf")
        data = {"account": str(world.bank_account.pk), "title": "合同", "file": file}
        return Client().post("/api/v1/files", data, headers=headers)

    first, again, other = send(b"%PDF-1"), send(b"%PDF-1"), send(b"%PDF-2")
    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 422)
    assert first.content == again.content


def judged(found):
    statuses = {status for status, _, _ in found["answers"]}
    assert statuses == {201}, found
    assert len({id for _, id, _ in found["answers"]}) == 1 and found["notes"] == 1
    assert sum(replayed for _, _, replayed in found["answers"]) == 15


def test_sixteen_at_once_on_sqlite(tmp_path):
    """In a database file of its own: the one of the tests lies in memory and does not lock like a file."""
    env = {
        **os.environ,
        "KEYACCOUNT_DATA": str(tmp_path),
        "DATABASE_URL": "",
        "KEYACCOUNT_HOSTS": "testserver",
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.interfaces.api.storm"],
        env=env,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    judged(json.loads(done.stdout))


@pytest.mark.django_db(transaction=True)
def test_sixteen_at_once_on_this_database():
    if connection.vendor == "sqlite":
        pytest.skip(
            "SQLite is tested in a file of its own; PostgreSQL: NOT TESTED (set KEYACCOUNT_TEST_DB=postgres)"
        )
    world = World()
    token(world.lilei)
    storm.BODY.update(body_of(world, text="只记一次"))
    answers = storm.storm(world.lilei, storm.same_key)
    judged({"answers": answers, "notes": Note.rows.filter(text="只记一次").count()})
