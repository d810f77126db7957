"""The command as people run it: a process of its own, on a data folder and a database of its own."""

from __future__ import annotations

import atexit
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from tests import cluster

MODULE = [sys.executable, "-m", "keyaccount.interfaces.cli"]
READY = "Ctrl-C"


@dataclass
class Place:
    """A data folder and its database."""

    folder: Path
    extra: Mapping[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("KEYACCOUNT_", "DATABASE_", "LC_"))}
        return {
            **kept,
            "LANG": "zh_CN.UTF-8",
            "KEYACCOUNT_DATA": str(self.folder),
            "PYTHONUTF8": "1",
            **self.extra,
        }

    def run(self, *arguments: str, code: int = 0) -> str:
        """What the command printed; fails unless it ended with `code`. Never a traceback."""
        done = subprocess.run(
            [*MODULE, *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=180,
        )
        told = done.stdout + done.stderr
        assert done.returncode == code, f"{arguments} ended with {done.returncode}: {told}"
        assert "Traceback" not in told, told
        return told

    def python(self, code: str) -> str:
        """What a few lines printed that run inside the product."""
        full = f"import django; django.setup()\n{code}"
        environment = {**self.environment, "DJANGO_SETTINGS_MODULE": "keyaccount.site.settings"}
        done = subprocess.run(
            [sys.executable, "-c", full],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=180,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    @contextmanager
    def serving(self, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], str, str]]:
        """(process, address, greeting) of a running server; killed if it is still there at the end."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        process = subprocess.Popen(
            [*MODULE, "serve", "--port", str(port), "--workers", "1", *arguments],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        try:
            yield process, f"http://127.0.0.1:{port}", _greeting(process)
        finally:
            process.kill()
            process.wait()


def _greeting(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    lines = []
    for line in process.stdout:
        lines.append(line)
        if READY in line:
            return "".join(lines)
    raise AssertionError("".join(lines))


def status(address: str) -> int:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with direct.open(address, timeout=30) as answer:
        return int(answer.status)


def new_place(folder: Path, template: str = "template1") -> Place:
    """On SQLite, or, when the tests run on PostgreSQL, on a new database of a cluster that keeps what it confirmed."""
    if os.environ.get("KEYACCOUNT_TEST_DB") != "postgres":
        return Place(folder)
    import psycopg

    name = f"cli_{secrets.token_hex(6)}"
    with psycopg.connect(
        f"postgresql://postgres@/postgres?host={durable_cluster()}", autocommit=True
    ) as server:
        server.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    return Place(folder, {"DATABASE_URL": f"postgresql://postgres@/{name}?host={durable_cluster()}"})


def migrated_place(folder: Path) -> Place:
    """A place on which `migrate` has run: a copy, because running it takes seconds."""
    original = _migrated()
    shutil.copytree(original.folder, folder, dirs_exist_ok=True)
    url = original.extra.get("DATABASE_URL", "")
    return new_place(folder, template=urlsplit(url).path.lstrip("/") or "template1")


@cache
def _migrated() -> Place:
    folder = Path(tempfile.mkdtemp(prefix="ka-migrated-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    made = new_place(folder / "data")
    made.run("migrate")
    return made


@cache
def durable_cluster() -> Path:
    """The socket folder of a cluster of our own with fsync on, which the product insists on; stopped at exit."""
    home = Path(tempfile.mkdtemp(prefix="ka-pg-"))
    programs, data = cluster.binaries(), home / "pg"
    assert programs is not None
    if os.geteuid() == 0:
        shutil.chown(home, "postgres", "postgres")
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "cwd": str(home)}
    initdb = [
        f"{programs}/initdb",
        "-D",
        str(data),
        "-U",
        "postgres",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
        "-A",
        "trust",
    ]
    subprocess.run([*as_user, *initdb], **quiet)
    control = [*as_user, f"{programs}/pg_ctl", "-D", str(data), "-w", "-l", str(home / "log")]
    subprocess.run([*control, "-o", f"-k {home} -c listen_addresses=''", "start"], **quiet)

    def stop() -> None:
        subprocess.run(
            [*control, "-m", "immediate", "stop"], stdout=subprocess.DEVNULL, check=False, cwd=str(home)
        )
        shutil.rmtree(home, ignore_errors=True)

    atexit.register(stop)
    return home
