"""Where the tests run: a data folder of their own, and, asked by KEYACCOUNT_TEST_DB=postgres, a PostgreSQL cluster of their own."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from tests import cluster

_DATA = os.environ.get("KEYACCOUNT_TEST_DATA") or tempfile.mkdtemp(prefix="keyaccount-test-")
os.environ["KEYACCOUNT_TEST_DATA"] = _DATA  # parallel workers share the folder of the first process
os.environ["KEYACCOUNT_DATA"] = _DATA
os.environ.pop("DATABASE_URL", None)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "keyaccount.site.settings")
if os.environ.get("KEYACCOUNT_TEST_DB") == "postgres":
    os.environ["DATABASE_URL"] = cluster.url(Path(_DATA))


def pytest_configure(config: pytest.Config) -> None:
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        cluster.stop(Path(_DATA))
        shutil.rmtree(_DATA, ignore_errors=True)
