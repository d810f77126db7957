"""Many writers at once: on SQLite nobody fails (issue: 16 writers for 20 s; `python -m bench.writers` runs it in full)."""

from __future__ import annotations

import json
import os
import subprocess
import sys

WRITERS, SECONDS = "8", "5"


def test_no_write_fails() -> None:
    environment = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "KEYACCOUNT_DATA")}
    command = [sys.executable, "-m", "bench.writers", "--writers", WRITERS, "--seconds", SECONDS]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=180)
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout)["writes"] > int(WRITERS)
