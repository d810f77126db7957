"""Many writers at once through the product's own verbs: how many writes a second, how long they wait, how many fail.

    python -m bench.writers [--writers 16] [--seconds 20] [--data DIR]

Without --data a fresh SQLite database in a temporary folder; DATABASE_URL is honoured. Exit code 1 if a write failed.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ACCOUNTS = 50
MOST_ACCOUNTS = 1_000_000


def prepare() -> list[str]:
    """A company with one member and some accounts; returns their ids."""
    from django.core.management import call_command
    from django.db import connections

    call_command("migrate", verbosity=0)
    from keyaccount.access import Principal
    from keyaccount.actions.accounts.create_account import create_account
    from keyaccount.actions.org.start_company import start_company
    from keyaccount.actions.records.edit_record import edit_record
    from keyaccount.base.clock import now

    first = start_company(at=now(), company="测试公司", login="writer", name="写手")
    by = Principal(first)
    edit_record(by=by, at=now(), entity="member", id=first.pk, raw={"capacity": MOST_ACCOUNTS})
    made = [
        create_account(by=by, at=now(), raw={"name": f"并发写入第{n}号有限公司"}, options={"confirmed": True})
        for n in range(ACCOUNTS)
    ]
    connections.close_all()
    return [str(row.pk) for row in made]


def verbs(by: Any, accounts: list[str], me: int) -> list[Callable[[], Any]]:
    """What a writer does, by turns: a note, a change of a shared account, a new account."""
    from keyaccount.actions.accounts.create_account import create_account
    from keyaccount.actions.records.create_record import create_record
    from keyaccount.actions.records.edit_record import edit_record
    from keyaccount.base.clock import now

    def note() -> Any:
        raw = {"account": random.choice(accounts), "text": f"第 {me} 位写手的记事"}
        return create_record(by=by, at=now(), entity="note", raw=raw)

    def edit() -> Any:
        raw = {"seats": random.randrange(10_000)}
        return edit_record(by=by, at=now(), entity="account", id=random.choice(accounts), raw=raw)

    def create() -> Any:
        raw = {"name": f"新客户 {me} {random.getrandbits(60)}"}
        return create_account(by=by, at=now(), raw=raw, options={"confirmed": True})

    return [note, note, edit, edit, create]


def write(me: int, accounts: list[str], seconds: float, results: Any) -> None:
    """One writer, in a process of its own."""
    import django

    django.setup()
    from keyaccount.access import Principal
    from keyaccount.records.org.models import Member

    todo = verbs(Principal(Member.objects.get(login="writer")), accounts, me)
    times, failures = [], []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        began = time.monotonic()
        try:
            random.choice(todo)()
        except Exception as bad:
            failures.append(f"{type(bad).__name__}: {bad}")
        times.append(time.monotonic() - began)
    results.put((times, failures))


def measure(writers: int, seconds: float) -> dict[str, Any]:
    """Run them all; {writes, failed, per_second, p50_ms, p99_ms, worst_ms, errors}."""
    import django

    django.setup()
    accounts = prepare()
    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    running = [context.Process(target=write, args=(n, accounts, seconds, results)) for n in range(writers)]
    for one in running:
        one.start()
    answers = [results.get(timeout=seconds + 120) for _ in running]
    for one in running:
        one.join()
    times = sorted(t for each, _ in answers for t in each)
    failures = [f for _, each in answers for f in each]
    return {
        "writers": writers,
        "writes": len(times),
        "failed": len(failures),
        "per_second": round(len(times) / seconds),
        "p50_ms": round(statistics.median(times) * 1000, 1),
        "p99_ms": round(times[int(len(times) * 0.99) - 1] * 1000, 1),
        "worst_ms": round(times[-1] * 1000, 1),
        "errors": sorted(set(failures))[:5],
    }


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--writers", type=int, default=16)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--data", type=Path)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "keyaccount.site.settings")
    with tempfile.TemporaryDirectory(prefix="keyaccount-writers-") as folder:
        os.environ["KEYACCOUNT_DATA"] = str(options.data or folder)
        found = measure(options.writers, options.seconds)
    print(json.dumps(found, ensure_ascii=False))
    return 1 if found["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
