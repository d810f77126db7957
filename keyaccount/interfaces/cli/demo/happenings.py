"""What was learned, written down, filed and earned: facts, notes, documents, and each month's money as finance imports it."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial

from keyaccount.actions.accounts.add_file import add_file
from keyaccount.actions.accounts.record_fact import record_fact
from keyaccount.actions.importing.run_import import run_import
from keyaccount.actions.importing.start_import import start_import
from keyaccount.actions.records.create_record import create_record
from keyaccount.actions.shared.storing import store
from keyaccount.interfaces.cli.demo.accounts import born
from keyaccount.interfaces.cli.demo.world import FINANCE, Event, World, later, when
from keyaccount.interfaces.cli.demo_company.days import month_start, working_on
from keyaccount.interfaces.cli.demo_company.shapes import Document, Fact, MonthlyResult, Note

HEADER = {
    "客户编号": "account",
    "月份": "month",
    "到账金额": "received",
    "毛利": "margin",
    "币种": "currency",
}
CLOSING = 36  # days after the first of a month its money is imported


def events(world: World) -> Iterator[Event]:
    homes = {account.key: later(born(account), minutes=30) for account in world.company.accounts}
    for fact in world.company.facts:
        at = max(when(fact.observed_on, fact.account, fact.item), homes[fact.account])
        yield Event(at, 20, partial(learn, world, fact))
    for note in world.company.notes:
        yield Event(max(note.at, homes[note.account]), 21, partial(write, world, note))
    for document in world.company.documents:
        yield Event(max(document.at, homes[document.account]), 22, partial(file, world, document))
    yield from _months(world)


def learn(world: World, fact: Fact, at: datetime) -> None:
    raw = {
        name: getattr(fact, name)
        for name in ("item", "text", "source", "said_by", "observed_on", "verified_on")
    }
    raw |= {"account": world.accounts[fact.account], "verified_on": fact.verified_on or ""}
    world.act(fact.by, fact.account, lambda by: record_fact(by=by, at=at, raw=raw))


def write(world: World, note: Note, at: datetime) -> None:
    raw = {"account": world.accounts[note.account], "text": note.text, "happened_at": at}
    raw |= {"person_id": world.people[note.person]} if note.person in world.people else {}
    world.act(note.by, note.account, lambda by: create_record(by=by, at=at, entity="note", raw=raw))


def file(world: World, document: Document, at: datetime) -> None:
    world.act(
        document.by,
        document.account,
        lambda by: add_file(
            by=by,
            at=at,
            account=world.accounts[document.account],
            name=document.filename,
            media_type=document.media_type,
            content=io.BytesIO(document.text.encode()),
            title=document.title,
        ),
    )


def _months(world: World) -> Iterator[Event]:
    """Each result comes with the first monthly workbook after its month ended and its account was taken up."""
    homes = {account.key: born(account).date() for account in world.company.accounts}
    by_month: dict[date, list[MonthlyResult]] = defaultdict(list)
    for result in world.company.results:
        by_month[max(result.month, month_start(homes[result.account]))].append(result)
    last = world.company.today - timedelta(days=1)
    for month, results in sorted(by_month.items()):
        day = min(working_on(month + timedelta(days=CLOSING)), last)
        yield Event(when(day, "results", month.isoformat()), 30, partial(earn, world, month, results))


def earn(world: World, month: date, results: list[MonthlyResult], at: datetime) -> None:
    """Finance's monthly workbook, through the import as anybody's."""
    numbers = {account.key: account.external_id for account in world.company.accounts}
    out = io.StringIO()
    sheet = csv.writer(out)
    sheet.writerow(HEADER)
    for result in results:
        sheet.writerow(
            (numbers[result.account], result.month, result.received, result.margin, result.currency)
        )
    by = world.by(FINANCE)
    name = f"到账与毛利 {month:%Y-%m}.csv"
    content = io.BytesIO(out.getvalue().encode("utf-8-sig"))
    document = store(by=by, at=at, name=name, media_type="text/csv", content=content)
    run = start_import(
        by=by, at=at, kind="results", document=document, header=list(HEADER), mapping=HEADER, options={}
    )
    done = run_import(id=run.pk, now=lambda: at)
    if done.counts.get("created") != len(results):
        raise RuntimeError(f"{name}: {done.state} {done.problem} {done.counts}")
