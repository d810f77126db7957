"""The start refuses a database that could forget what it confirmed."""

from __future__ import annotations

import pytest
from django.db import connection

from keyaccount.interfaces.cli.start.check import POSTGRESQL, SQLITE, weak_database


class Answers:
    """A cursor whose database answers every question alike."""

    def __init__(self, answer: object) -> None:
        self.answer = answer

    def __enter__(self) -> Answers:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def execute(self, question: str) -> None:
        assert question.startswith(("PRAGMA", "SHOW"))

    def fetchone(self) -> tuple[object]:
        return (self.answer,)


@pytest.mark.parametrize(("vendor", "wanted"), [("sqlite", SQLITE), ("postgresql", POSTGRESQL)])
def test_every_weak_setting_is_named(
    monkeypatch: pytest.MonkeyPatch, vendor: str, wanted: dict[str, object]
) -> None:
    monkeypatch.setattr(connection, "vendor", vendor)
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", {"transaction_mode": "IMMEDIATE"})
    monkeypatch.setattr(connection, "cursor", lambda: Answers("off"))
    told = "；".join(map(str, weak_database()))
    assert all(name in told for name in wanted)


def test_deferred_transactions_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "vendor", "sqlite")
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", {})
    monkeypatch.setattr(connection, "cursor", lambda: Answers("wal"))
    assert any("IMMEDIATE" in str(text) for text in weak_database())
