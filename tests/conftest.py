"""What every test shares; where the tests run is settled in `tests/early.py`."""

from __future__ import annotations

import pytest


def pytest_configure(config: pytest.Config) -> None:
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if (
        "sqlite" in settings.DATABASES["default"]["ENGINE"]
    ):  # by name, because the backend is our own: each process has its own
        settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = ":memory:"


def pytest_report_header() -> str:
    from django.db import connection

    return f"database: {connection.vendor}"
