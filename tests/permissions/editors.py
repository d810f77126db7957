"""Many processes that write at once to a database of their own; run by test_concurrency, prints what happened as JSON.

`python -m tests.permissions.editors same 8 60`: all edit one account, 60 s at most; `… each 16 5`: each writes notes of
its own for 5 s.
"""

from __future__ import annotations

import json
import multiprocessing
import sys
import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from keyaccount.actions.records.create_record import create_record  # noqa: E402
from keyaccount.actions.records.edit_record import edit_record  # noqa: E402
from keyaccount.base import clock  # noqa: E402
from keyaccount.base.errors import Conflict  # noqa: E402
from keyaccount.queries.records.show_record import show_record  # noqa: E402
from keyaccount.records.accounts.models import Account, Note  # noqa: E402
from tests.cast import Company, account, acting  # noqa: E402

Told = dict[str, Any]
EDITS = 5


def edit_the_same(number: int, id: UUID, until: float) -> Told:
    """`EDITS` times one more on a counter and a mark in a text, from what it saw; where it crossed it looks again."""
    company_member = Account.rows.select_related("owner").get(pk=id).owner
    by, marks, crossed = acting(company_member), [], 0
    while len(marks) < EDITS and time.monotonic() < until:
        seen = show_record(by, "account", id)
        mark = f"[{number}.{len(marks)}]"
        raw = {"seats": (seen.values["seats"] or 0) + 1, "note": seen.values["note"] + mark}
        was = {name: seen.values[name] for name in raw}
        try:
            edit_record(
                by=by, at=clock.now(), entity="account", id=id, raw=raw, version=seen.version, seen=was
            )
        except Conflict:
            crossed += 1
            continue
        marks.append(mark)
    return {"marks": marks, "crossed": crossed}


def write_my_own(number: int, id: UUID, until: float) -> Told:
    """Writes one note after another; how long the slowest took."""
    by, made, slowest = acting(Account.rows.select_related("owner").get(pk=id).owner), 0, 0.0
    while time.monotonic() < until:
        began = time.monotonic()
        create_record(
            by=by, at=clock.now(), entity="note", raw={"account": str(id), "text": f"{number}.{made}"}
        )
        slowest, made = max(slowest, time.monotonic() - began), made + 1
    return {"made": made, "slowest": slowest}


def _run(work: Callable[..., Told], number: int, id: UUID, until: float, told: Any) -> None:
    connection.close()
    try:
        told.put(work(number, id, until))
    except Exception as error:  # whatever it is, the test must hear of it
        told.put({"failed": f"{type(error).__name__}: {error}"})


def main(what: str, writers: int, seconds: float) -> None:
    call_command("migrate", verbosity=0)
    company = Company()
    shared = account("同一个客户", company.lilei, seats=0)
    own = [account(f"客户{n}", company.lilei) for n in range(writers)]
    ids = [shared.pk if what == "same" else one.pk for one in own]
    connection.close()
    until = time.monotonic() + seconds
    queue: Any = multiprocessing.get_context("fork").Queue()
    work = edit_the_same if what == "same" else write_my_own
    start = multiprocessing.get_context("fork").Process
    processes = [start(target=_run, args=(work, n, id, until, queue)) for n, id in enumerate(ids)]
    for process in processes:
        process.start()
    told = [queue.get(timeout=60) for _ in processes]
    for process in processes:
        process.join()
    shared.refresh_from_db()
    print(
        json.dumps(
            {
                "told": told,
                "seats": shared.seats,
                "note": shared.note,
                "version": shared.version,
                "notes": Note.rows.count(),
            }
        )
    )


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]))
