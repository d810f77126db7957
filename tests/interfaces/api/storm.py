"""The same request sent sixteen times at once, with one key: against a database file or server of its own.

Run as a program it makes the SQLite file first; on PostgreSQL the test calls `storm` itself.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import django


def storm(member: Any, send: Callable[[Any, int], Any], times: int = 16) -> list[Any]:
    """Answers of `times` requests at once, each from a thread with its own connection."""
    from django.db import connection

    def one(number: int) -> Any:
        try:
            return send(member, number)
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


def same_key(member: Any, number: int) -> tuple[int, str, bool]:
    from tests.interfaces.api.caller import Caller

    answer = Caller(member).post("/notes", BODY, Idempotency_Key="storm-1")
    return answer.status_code, answer.data.get("id", ""), "Idempotency-Replayed" in answer


BODY: dict[str, Any] = {}


def main() -> None:
    django.setup()
    from django.core.management import call_command

    from keyaccount.records.accounts.models import Note
    from tests.cast import Company, account
    from tests.interfaces.api.caller import token

    call_command("migrate", verbosity=0)
    company = Company()
    BODY.update(
        account=str(account("江海银行", company.lilei).pk),
        text="只记一次",
        happened_at="2026-03-03T10:00:00Z",
    )
    token(company.lilei)
    answers = storm(company.lilei, same_key)
    json.dump({"answers": answers, "notes": Note.rows.filter(text="只记一次").count()}, sys.stdout)


if __name__ == "__main__":
    main()
