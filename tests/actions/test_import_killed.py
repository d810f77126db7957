"""An import killed at any moment is taken up again without a row missing or doubled.

KEYACCOUNT_KILLS asks for more than the five kills of every run.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.actions.killed import ROWS
from tests.shared_data import ROOT

KILLS = int(os.environ.get("KEYACCOUNT_KILLS", "5"))


def surroundings(folder: Path) -> dict[str, str]:
    """A database of its own: a file, or a new database in the cluster of this run."""
    made = {**os.environ, "KEYACCOUNT_DATA": str(folder / "data"), "PYTHONPATH": str(ROOT)}
    if url := os.environ.get("DATABASE_URL"):
        parts, name = urlsplit(url), f"killed_{os.getpid()}"
        with psycopg.connect(parts._replace(path="/postgres").geturl(), autocommit=True) as server:
            server.execute(f"DROP DATABASE IF EXISTS {name}")
            server.execute(f"CREATE DATABASE {name}")
        made["DATABASE_URL"] = parts._replace(path=f"/{name}").geturl()
    return made


def test_killed_at_random_moments(tmp_path):
    around = surroundings(tmp_path)

    def step(*words: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tests.actions.killed", *words]
        return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=around, cwd=ROOT)

    id = step("prepare", str(tmp_path / "many.csv")).communicate()[0].strip()
    kills, chance = 0, random.Random()
    while kills < KILLS:
        worker = step("work", id)
        assert worker.stdout and worker.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0.01, 0.5 if kills else 1.5))
        if worker.poll() is not None:
            break
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        kills += 1
    assert step("work", id).wait() == 0
    told = json.loads(step("tell").communicate()[0])
    whole = {
        "Account",
        "AccountTag",
        "Address",
        "Holding",
        "ImportRow",
        "names",
        "entries",
        "found",
        "created",
        "read",
    }
    assert (told["state"], told["accounted"]) == ("done", True)
    assert {name: told[name] for name in whole} == dict.fromkeys(whole, ROWS)
    assert told["parents"] == ROWS // 2
    if kills < KILLS:
        pytest.skip(f"the import was quicker than {KILLS} kills: {kills} TESTED")
