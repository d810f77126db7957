"""同时写：八个人改同一条记录，谁的修改都不丢；十六个人各写各的，没有一次失败（可靠性 B4、C1）。SQLite 用真正的文件，PostgreSQL 同样。"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.shared_data import ROOT

FULL = os.environ.get("KEYACCOUNT_FULL") == "1"


def together(folder: Path, what: str, writers: int, seconds: float) -> dict[str, Any]:
    environment = {
        **os.environ,
        "KEYACCOUNT_DATA": str(folder),
        "DJANGO_SETTINGS_MODULE": "keyaccount.site.settings",
    }
    if url := os.environ.get("DATABASE_URL"):
        environment["DATABASE_URL"] = _database_of_its_own(url, f"editors_{what}")
    command = [sys.executable, "-m", "tests.permissions.editors", what, str(writers), str(seconds)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=180)
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _database_of_its_own(url: str, name: str) -> str:
    import psycopg

    parts = urlsplit(url)
    with psycopg.connect(parts._replace(path="/postgres").geturl(), autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}"')
        server.execute(f'CREATE DATABASE "{name}"')
    return parts._replace(path=f"/{name}").geturl()


def test_two_editors_never_lose_an_edit(tmp_path: Path) -> None:
    """Every edit that was said to be saved is there; every other was told of the conflict and tried again."""
    found = together(tmp_path, "same", 8, 60)
    assert not [one["failed"] for one in found["told"] if "failed" in one]
    marks = [mark for one in found["told"] for mark in one["marks"]]
    assert len(marks) == 40 and sum(one["crossed"] for one in found["told"]) > 0
    assert found["seats"] == len(marks) and found["version"] == len(marks) + 1
    assert [mark for mark in marks if found["note"].count(mark) != 1] == []


def test_sixteen_writers_without_a_failure(tmp_path: Path) -> None:
    found = together(tmp_path, "each", 16, 20 if FULL else 5)
    assert not [one["failed"] for one in found["told"] if "failed" in one]
    assert found["notes"] == sum(one["made"] for one in found["told"]) > 16
    assert min(one["made"] for one in found["told"]) > 0


@pytest.mark.skipif(os.environ.get("KEYACCOUNT_TEST_DB") == "postgres", reason="asks how SQLite is set up")
def test_sqlite_waits_instead_of_failing() -> None:
    from django.conf import settings

    options = settings.DATABASES["default"]["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE" and options["timeout"] >= 10
