"""The self-check at the start: a database that could forget what it confirmed is refused."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from django.conf import settings
from django.db import connection

from keyaccount.base.language import Say, say
from keyaccount.interfaces.cli.main import Stop

SQLITE = {"journal_mode": ("wal",), "synchronous": ("2", "3"), "foreign_keys": ("1",)}
POSTGRESQL = {
    "fsync": ("on",),
    "full_page_writes": ("on",),
    "synchronous_commit": ("on", "remote_apply"),
}
SHORTEST_KEY = 32


def check() -> None:
    """Raise `Stop` with everything that is too weak."""
    problems = [*weak_database(), *weak_keys()]
    if problems:
        raise Stop("; ".join(map(str, problems)))


def weak_database() -> list[Say]:
    """Settings of the database under which a confirmed write could be lost."""
    if connection.vendor == "sqlite":
        question, wanted = "PRAGMA {}", SQLITE
    else:
        question, wanted = "SHOW {}", POSTGRESQL
    problems = []
    with connection.cursor() as cursor:
        for name, good in wanted.items():
            cursor.execute(question.format(name))
            found = str(cursor.fetchone()[0]).lower()
            if found not in good:
                text = say(
                    "数据库设置 {name}={found} 不能保证断电不丢数据，需要 {good}",
                    name=name,
                    found=found,
                    good=good[0],
                )
                problems.append(text)
    if (
        connection.vendor == "sqlite"
        and connection.settings_dict["OPTIONS"].get("transaction_mode") != "IMMEDIATE"
    ):
        problems.append(say("SQLite 的 transaction_mode 需要 IMMEDIATE"))
    return problems


def weak_keys() -> list[Say]:
    """Keys that are short, or kept where others on this machine can read them."""
    problems = []
    for name, key in (
        ("KEYACCOUNT_SECRET_KEY", settings.SECRET_KEY),
        ("KEYACCOUNT_FIELD_KEY", settings.FIELD_KEY),
    ):
        if len(key) < SHORTEST_KEY:
            problems.append(say("{name} 太短，至少 {n} 个随机字符", name=name, n=SHORTEST_KEY))
    if os.name == "posix":
        for path in (Path(settings.DATA_DIR) / "secret.key", Path(settings.DATA_DIR) / "field.key"):
            if path.exists() and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
                problems.append(say("{path} 别人也能读，请运行 chmod 600 {path}", path=path))
    return problems
