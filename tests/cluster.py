"""A PostgreSQL cluster for the length of one test run: made, started and thrown away by the tests themselves."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

_PLACES = ("/usr/lib/postgresql/*/bin", "/usr/local/pgsql/bin", "/opt/homebrew/opt/postgresql*/bin")


def binaries() -> Path | None:
    """The folder with `initdb` and `pg_ctl`, the newest if there are several; None where PostgreSQL is not installed."""
    found = [
        Path(p).parent for place in _PLACES for p in sorted(Path("/").glob(place.lstrip("/") + "/initdb"))
    ]
    on_path = shutil.which("initdb")
    return found[-1] if found else (Path(on_path).parent if on_path else None)


def _as_user(command: list[str]) -> list[str]:
    """PostgreSQL refuses to run as root; Debian's package brings a user for it."""
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else command


def url(data: Path) -> str:
    """Address of the folder's cluster, made and started where it is not; workers find that of the first process running."""
    folder, socket = data / "pg", data / "pg-socket"
    if binaries() is None:
        sys.exit(
            "PostgreSQL binaries not found: tests on PostgreSQL SKIPPED (install postgresql to run them)"
        )
    if not folder.exists():
        data.chmod(0o755)
        for place in (folder, socket):
            place.mkdir(mode=0o700)
            if os.geteuid() == 0:
                shutil.chown(place, "postgres", "postgres")
        _run(data, "initdb", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "-A", "trust")
    if not (folder / "postmaster.pid").exists():
        options = (
            f"-k {socket} -c listen_addresses='' -c fsync=off -c full_page_writes=off -c max_connections=100"
        )
        _run(data, "pg_ctl", "-w", "-l", str(folder / "log"), "-o", options, "start")
    return f"postgresql://postgres@/keyaccount?host={socket}"


def _run(data: Path, program: str, *options: str) -> None:
    command = [f"{binaries()}/{program}", "-D", str(data / "pg"), *options]
    subprocess.run(_as_user(command), check=True, stdout=subprocess.DEVNULL, cwd=str(data))


def stop(data: Path) -> None:
    """Stop the run's cluster, if it started one."""
    bin_dir = binaries()
    if bin_dir and (data / "pg").exists():
        command = _as_user([f"{bin_dir}/pg_ctl", "-D", str(data / "pg"), "-m", "fast", "stop"])
        subprocess.run(
            command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=str(data)
        )
