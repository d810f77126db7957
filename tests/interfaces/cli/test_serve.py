"""From an empty folder to a product that answers, stops cleanly and starts again in seconds."""

from __future__ import annotations

import os
import re
import signal
import time
from pathlib import Path

import pytest

from tests.interfaces.cli.running import Place, status

SECOND_START = 15  # seconds; about 3 on an idle machine, which the tests' own load is not
STOPPED = 8


def processes(session: int) -> list[int]:
    """Living processes of the server's session."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            parts = entry.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(parts[3]) == session and parts[0] != "Z":
            found.append(int(entry.parent.name))
    return found


def test_first_start_second_start_and_ctrl_c(place: Place) -> None:
    """No default password: a one-time link is printed until somebody has used one."""
    with place.serving() as (process, address, greeting):
        link = re.search(r"http\S+/setup/(\S{20,})/", greeting)
        assert link and "admin" in greeting
        assert status(f"{address}/healthz") == 200
        began = time.monotonic()
        os.killpg(process.pid, signal.SIGINT)
        assert process.wait(30) == 0 and time.monotonic() - began < STOPPED
        assert not processes(process.pid)
    secret = link[1]
    assert secret not in (place.folder / "in-use.lock").read_text()
    began = time.monotonic()
    with place.serving() as (process, address, greeting):
        assert time.monotonic() - began < SECOND_START
        again = re.search(r"/setup/(\S{20,})/", greeting)
        assert again and again[1] != secret
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0


def test_nobody_is_told_how_to_sign_in_once_a_password_is_set(started: Place) -> None:
    link = started.run("member", "link", "admin")
    secret = re.search(r"/setup/(\S+)/", link)
    assert secret
    started.python(
        "from keyaccount.actions.org.set_first_password import set_first_password\n"
        "from keyaccount.base.clock import now\n"
        f"set_first_password(secret={secret[1]!r}, password='lang-genug-94', at=now())"
    )
    with started.serving("--no-worker") as (process, _, greeting):
        assert "/setup/" not in greeting
        process.terminate()
        assert process.wait(30) == 0


@pytest.mark.skipif(not Path("/proc").exists(), reason="needs /proc")
def test_nothing_stays_behind_when_the_server_is_killed(migrated: Place) -> None:
    with migrated.serving() as (process, _, _greeting):
        process.kill()
        process.wait()
        end = time.monotonic() + 20
        while (left := processes(process.pid)) and time.monotonic() < end:
            time.sleep(0.3)
        assert not left


def test_a_port_in_use_is_told(migrated: Place) -> None:
    with migrated.serving("--no-worker") as (_, address, _greeting):
        port = address.rpartition(":")[2]
        told = migrated.run("serve", "--port", port, code=2)
        assert port in told and len(told.splitlines()) == 1


def test_keys_that_others_can_read_are_refused(migrated: Place) -> None:
    place = migrated
    assert (place.folder / "field.key").stat().st_mode & 0o777 == 0o600
    (place.folder / "field.key").chmod(0o644)
    assert "chmod 600" in place.run("migrate", code=2)


def test_a_short_key_is_refused(place: Place) -> None:
    place.extra = {**place.extra, "KEYACCOUNT_SECRET_KEY": "changeme"}
    assert "KEYACCOUNT_SECRET_KEY" in place.run("migrate", code=2)
