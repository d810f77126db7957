"""Where the tests run, set before anything reads a setting: a data folder of their own, and, asked by
KEYACCOUNT_TEST_DB=postgres, a PostgreSQL cluster of their own. Loaded by `-p tests.early` (pyproject.toml)."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from tests import cluster

_OWN = "KEYACCOUNT_TEST_DATA" not in os.environ  # a process started by a test must not clear its folder away
DATA = Path(os.environ.get("KEYACCOUNT_TEST_DATA") or tempfile.mkdtemp(prefix="keyaccount-test-"))
os.environ["KEYACCOUNT_TEST_DATA"] = str(DATA)  # parallel workers share the cluster of the first process
_WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
os.environ["KEYACCOUNT_DATA"] = str(DATA / (_WORKER or "main"))
os.environ.pop("DATABASE_URL", None)
os.environ["DJANGO_SETTINGS_MODULE"] = "keyaccount.site.settings"
if os.environ.get("KEYACCOUNT_TEST_DB") == "postgres":
    os.environ["DATABASE_URL"] = cluster.url(DATA)


def pytest_unconfigure(config: pytest.Config) -> None:
    if _OWN:
        cluster.stop(DATA)
        shutil.rmtree(DATA, ignore_errors=True)
