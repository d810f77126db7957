#!/usr/bin/env python3
"""Set up and run, or set up and test, with nothing but Python 3.11+.

python3 dev.py run [--port 8000] [--data DIR]    the web app with its demo company
python3 dev.py test [pytest arguments]           every check and test, or one pytest run with these
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
WINDOWS = os.name == "nt"
BIN = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = BIN / ("python.exe" if WINDOWS else "python")
OLDEST = (3, 11)
POSTGRES_HOMES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin")
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
STAMPED = ("uv.lock", "pyproject.toml", "hatch_build.py", "assets.py")


def main() -> int:
    """Exit code: 0 when all went well, or when a running app was stopped with Ctrl-C."""
    if sys.version_info < OLDEST:
        return fail("KeyAccount needs Python %d.%d or newer; this is %s." % (*OLDEST, sys.version.split()[0]))
    for wish in (signal.SIGINT, signal.SIGTERM):  # also where a shell started us with Ctrl-C switched off
        signal.signal(wish, signal.default_int_handler)
    arguments = sys.argv[1:]
    try:
        if arguments[:1] == ["test"]:
            return test(arguments[1:])
        options = parse(arguments)
        return run(options.port, options.data)
    except KeyboardInterrupt:
        say("Stopped.")
        return 130 if arguments[:1] == ["test"] else 0
    except subprocess.CalledProcessError as error:
        return fail(f"`{Path(error.cmd[0]).name} {' '.join(error.cmd[1:4])} …` failed; see above.")


def parse(arguments: list[str]) -> argparse.Namespace:
    """The options of `run`; shows the help and ends for everything else."""
    parser = argparse.ArgumentParser(
        prog="dev.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(required=True, metavar="run | test")
    serve = commands.add_parser("run", help="set up, then serve the web app with its demo company")
    serve.add_argument("--port", type=int, default=8000, help="default 8000")
    serve.add_argument("--data", type=Path, default=ROOT / "data", metavar="DIR", help="default ./data")
    commands.add_parser("test", help="set up, then run every check and test (or pytest with your arguments)")
    return parser.parse_args(arguments)


def run(port: int, data: Path) -> int:
    """Become the server (on POSIX the same process, so that signals reach it directly)."""
    set_up([])
    call([PYTHON, "assets.py"])
    command = [str(BIN / "keyaccount"), "serve", "--demo", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--data", str(data.absolute())]
    sys.stdout.flush()
    if WINDOWS:
        return subprocess.run(command, env=environment(), check=False).returncode
    os.execve(command[0], command, environment())


# ── setting up ──────────────────────────────────────────────────────────────────────────────────────────


def set_up(groups: list[str]) -> None:
    """A virtual environment holding exactly what `uv.lock` says; nothing to do when it already does."""
    if VENV.exists() and not healthy():
        say("The virtual environment is broken or too old; making it anew …")
        shutil.rmtree(VENV)
    if any(stamp(wanted).exists() for wanted in ({*groups}, {"dev"})):
        return
    say("Installing the packages of uv.lock …")
    sync = [find_uv(), "sync", "--frozen", "--extra", "postgres", "--group", "build"]
    for group in groups:
        sync += ["--group", group]
    if not groups:
        sync.append("--inexact")  # what testing needs may stay
    sync += ["--python", str(PYTHON) if PYTHON.exists() else sys.executable]
    call([*sync, "--no-install-project"])
    call([PYTHON, "assets.py"])  # now and in view; installing the project would do it out of sight
    call(sync)
    stamp({*groups}).touch()


def healthy() -> bool:
    """Whether the environment's Python runs and is new enough."""
    check = f"import sys; sys.exit(sys.version_info < {OLDEST})"
    return PYTHON.exists() and subprocess.run([PYTHON, "-c", check], check=False).returncode == 0


def stamp(groups: set[str]) -> Path:
    """A file whose name says what was installed: another lock, another place, another name."""
    state = hashlib.sha256(str(ROOT).encode())
    for name in STAMPED:
        state.update((ROOT / name).read_bytes())
    return VENV / "-".join(["keyaccount", *sorted(groups), state.hexdigest()[:16]])


def find_uv() -> str:
    """The environment's own uv, else a recent one on the PATH, else one from PyPI."""
    own = BIN / ("uv.exe" if WINDOWS else "uv")
    for candidate in (str(own) if own.exists() else None, shutil.which("uv")):
        if candidate and recent(candidate):
            return candidate
    say("Fetching uv, the installer …")
    if not PYTHON.exists():
        need_ensurepip()
        call([sys.executable, "-m", "venv", VENV])
    elif subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True, check=False).returncode:
        call([PYTHON, "-m", "ensurepip"])
    call([PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "uv>=0.8"])
    return str(own)


def recent(uv: str) -> bool:
    """Whether this uv knows dependency groups and our lock (0.8 and newer)."""
    answer = subprocess.run([uv, "--version"], capture_output=True, text=True, check=False).stdout.split()
    return len(answer) > 1 and tuple(int(part) for part in answer[1].split(".")[:2]) >= (0, 8)


def need_ensurepip() -> None:
    """Debian and Ubuntu ship it as a package of its own."""
    if not importlib.util.find_spec("ensurepip"):
        sys.exit(fail("this Python has no ensurepip; `apt install python3-venv` mends it, or install uv."))


# ── testing ─────────────────────────────────────────────────────────────────────────────────────────────


def test(arguments: list[str]) -> int:
    """Every step, even after a failure; 1 when any failed. With arguments: one pytest run."""
    set_up(["dev"])
    call([PYTHON, "assets.py"])
    with tempfile.TemporaryDirectory() as folder:
        reports = Path(folder)
        os.environ["KEYACCOUNT_DATA"] = str(reports / "data")  # never the data somebody works with
        os.environ.pop("DATABASE_URL", None)
        steps = [("pytest", pytest(reports / "one.xml", *arguments), {})] if arguments else all_steps(reports)
        results = [step(*one) for one in steps]
        passed, failed, skipped = count(reports)
    say("")
    for name, outcome, seconds in results:
        say(f"  {name:<22} {outcome:<8} {seconds}")
    say(f"\n{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed or any(outcome == "FAILED" for _, outcome, _ in results) else 0


def all_steps(reports: Path) -> list[tuple[str, list[str], dict[str, str]]]:
    """Name, command and extra environment of each step; an empty command is one that cannot run here."""
    tool = [str(PYTHON), "-m"]
    front = [str(PYTHON), "assets.py", "npm"]
    many = ("-n", "auto", "--dist", "worksteal", "-m", "not browser")
    steps = [
        ("ruff check", [*tool, "ruff", "check", "."], {}),
        ("ruff format", [*tool, "ruff", "format", "--check", "."], {}),
        ("mypy", [*tool, "mypy"], {}),
        ("import-linter", [str(BIN / "lint-imports"), "--no-logo"], {}),
        ("djlint", [*tool, "djlint", "keyaccount", "--lint", "--quiet"], {}),
        ("tsc", [*front, "run", "check"], {}),
        ("vitest", [*front, "test"], {}),
        ("pytest on SQLite", pytest(reports / "sqlite.xml", *many), {}),
        ("pytest on PostgreSQL", pytest(reports / "postgres.xml", *many), {"KEYACCOUNT_TEST_DB": "postgres"}),
        ("pytest in Chromium", pytest(reports / "browser.xml", "-m", "browser"), {}),
    ]
    here = {"pytest on PostgreSQL": has_postgres(), "pytest in Chromium": any(map(shutil.which, CHROMIUMS))}
    return [(name, command if here.get(name, True) else [], extra) for name, command, extra in steps]


def pytest(report: Path, *arguments: str) -> list[str]:
    """A pytest run that leaves its counts in a file."""
    return [str(PYTHON), "-m", "pytest", f"--junitxml={report}", *arguments]


def step(name: str, command: list[str], extra: dict[str, str]) -> tuple[str, str, str]:
    """Run one step in view: its name, how it ended, how long it took."""
    say(f"\n── {name} " + "─" * (60 - len(name)))
    if not command:
        say(f"SKIPPED, NOT TESTED: the programs for “{name}” are not on this machine.")
        return name, "SKIPPED", ""
    start = time.monotonic()
    env = {**environment(), **extra}
    done = subprocess.run(command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, check=False)
    return name, "FAILED" if done.returncode else "ok", f"{time.monotonic() - start:6.1f} s"


def has_postgres() -> bool:
    """Whether PostgreSQL's server programs are somewhere usual."""
    homes = (home for pattern in POSTGRES_HOMES for home in Path("/").glob(pattern.lstrip("/")))
    return bool(shutil.which("initdb")) or any((home / "initdb").exists() for home in homes)


def count(reports: Path) -> tuple[int, int, int]:
    """Passed, failed and skipped tests of all pytest runs."""
    suites = [suite for one in reports.glob("*.xml") for suite in ElementTree.parse(one).iter("testsuite")]
    total, errors, failures, skipped = (
        sum(int(suite.get(key, 0)) for suite in suites) for key in ("tests", "errors", "failures", "skipped")
    )
    return total - errors - failures - skipped, errors + failures, skipped


# ── small things ────────────────────────────────────────────────────────────────────────────────────────


def environment() -> dict[str, str]:
    """This process's, aimed at our virtual environment; uv must never fetch a Python of its own."""
    ours = {"UV_PROJECT_ENVIRONMENT": str(VENV), "UV_PYTHON_DOWNLOADS": "never", "PYTHONUTF8": "1"}
    return {**{key: value for key, value in os.environ.items() if key != "VIRTUAL_ENV"}, **ours}


def call(command: Sequence[str | Path]) -> None:
    """Run it in the repository; raises CalledProcessError."""
    words = [str(part) for part in command]
    subprocess.run(words, cwd=ROOT, env=environment(), stdin=subprocess.DEVNULL, check=True)


def say(line: str) -> None:
    print(line, flush=True)


def fail(line: str) -> int:
    print(f"dev.py: {line}", file=sys.stderr, flush=True)
    return 1


if __name__ == "__main__":
    sys.exit(main())
