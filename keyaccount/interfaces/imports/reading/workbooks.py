"""The parent's side of the cage: starts the parser, bounds it by the clock, keeps its rows in a spool file."""

from __future__ import annotations

import io
import json
import os
import pickle
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from keyaccount.base.errors import Invalid
from keyaccount.base.language import Say, say

from .limits import MEGABYTE, Limits, refuse, refuse_damaged, refuse_empty
from .table import Value, Workspace

_CHILD = Path(__file__).with_name("child.py")
_KEPT = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "PYTHONHOME", "PYTHONPATH", "TMPDIR", "TEMP")
_PLAIN = {("datetime", "date"), ("datetime", "datetime"), ("decimal", "Decimal")}


@dataclass(frozen=True)
class Parsed:
    """What the parser found. Iterating reads the spool, again and again."""

    meta: dict[str, Any]
    noticed: dict[str, int]
    spool: Path
    workspace: Workspace = field(repr=False)

    def __iter__(self) -> Iterator[tuple[int, list[Value]]]:
        with self.spool.open("rb") as file:
            for tag, body in _frames(file):
                if tag == b"R":
                    yield from _unpickle(body)


def parse(path: Path, kind: str, limits: Limits, *, sheet: str | None = None, encoding: str | None = None) -> Parsed:
    """Let the child read the whole file. Raises `Invalid` with the reason when it can't, or asks for too much."""
    order = {
        "path": str(path),
        "kind": kind,
        "sheet": sheet,
        "encoding": encoding,
        "rows": limits.rows + 1_000,  # title rows come on top
        "memory": limits.memory_bytes,
        "seconds": limits.seconds,
    }
    space = Workspace(Path(tempfile.mkdtemp(prefix="keyaccount-import-")))
    try:
        spool = space.folder / "rows"
        late, problem = _run(json.dumps(order), spool, limits)
        return _judge(spool, space, late, problem, sheet, limits)
    except Invalid:
        space.close()
        raise


def _run(order: str, spool: Path, limits: Limits) -> tuple[bool, str]:
    """Run the child into the spool. Returns whether the clock ended it, and what it said in dying."""
    late = threading.Event()
    with spool.open("wb") as out, tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            [sys.executable, "-P", "-s", "-B", str(_CHILD), order],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            env={name: os.environ[name] for name in _KEPT if name in os.environ},
        )
        timer = threading.Timer(limits.seconds, lambda: (late.set(), process.kill()))
        timer.start()
        try:
            assert process.stdout is not None
            too_much = _copy(process.stdout, out, limits)
        finally:
            process.kill() if process.poll() is None and late.is_set() else None
            process.stdout and process.stdout.close()
            process.wait()
            timer.cancel()
        errors.seek(0)
        return late.is_set(), "memory" if too_much else errors.read(100_000).decode("utf-8", "replace")
