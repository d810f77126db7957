"""What is told of a map's people with more care: statements and how they agree, one profile, the insiders (INT, PPL-2, INS)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from keyaccount.access import Principal
from keyaccount.actions.insiders.begin_insider import begin_insider
from keyaccount.actions.insiders.name_readers import name_reader
from keyaccount.actions.insiders.plan import add_need, add_step, finish_step
from keyaccount.actions.insiders.record_test import record_test
from keyaccount.actions.insiders.set_state import set_state
from keyaccount.actions.intelligence.pair_intelligence import pair_intelligence
from keyaccount.actions.intelligence.record_intelligence import record_intelligence
from keyaccount.actions.profiles.keep_profile import keep_profile
from keyaccount.interfaces.cli.demo.world import Event

if TYPE_CHECKING:
    from keyaccount.interfaces.cli.demo.power import Chart

_PEOPLE = ("about_person", "source_person", "learned_from")


def events(chart: Chart) -> Iterator[Event]:
    """Each at its moment, after what was drawn on the map that day."""
    number = 1000
    for part, tell in PARTS.items():
        for row in chart.told.get(part, ()):
            ago, *rest = row
            number += 1
            yield Event(
                chart.moment(ago, number),
                71,
                partial(tell, chart, *rest),
            )
    for told in chart.told.get("insider", ()):
        yield from _insider(chart, told)


def _statement(chart: Chart, login: str, raw: dict[str, Any], at: datetime) -> None:
    kept: dict[str, Any] = {"account": chart.account, "opportunity": chart.id, "learned_on": at.date(), **raw}
    for key in _PEOPLE:
        if key in kept:
            kept[key] = chart.people[kept[key]]
    if "about_rival" in kept:
        kept["about_rival"] = chart.sold.rivals[kept["about_rival"]]
    if "expires" in kept:
        kept["expires_on"] = chart.ahead(kept.pop("expires"))
    row = chart.act(login, lambda by: record_intelligence(by=by, at=at, raw=kept))
    chart.statements.append(row.pk)


def _pair(chart: Chart, one: int, other: int, relation: str, at: datetime) -> None:
    """By the statements' places in the file, from 1."""
    first, second = chart.statements[one - 1], chart.statements[other - 1]
    chart.act("", lambda by: pair_intelligence(by=by, at=at, id=first, other=second, relation=relation))


def _profile(chart: Chart, person: str, raw: dict[str, Any], at: datetime) -> None:
    kept = {"observed_on": at.date(), **raw, "retain_until": chart.ahead(raw["retain_until"])}
    chart.act("", lambda by: keep_profile(by=by, at=at, person=chart.people[person], raw=kept))


def _insider(chart: Chart, told: dict[str, Any]) -> Iterator[Event]:
    """One record from its beginning to its state; only the owner and the named reader ever know."""
    known: dict[str, Any] = {}
    seconds = 2000
    rows = [(told["ago"], partial(_begin, chart, told, known))]
    rows += [(ago, partial(_test, chart, known, kind, what)) for ago, kind, what in told.get("tests", ())]
    rows += [(ago, partial(_state, chart, known, state)) for ago, state in told.get("states", ())]
    for ago, do in rows:
        seconds += 1
        yield Event(chart.moment(ago, seconds), 72, do)


def _keeper(chart: Chart) -> Principal:
    """The seller, looked up anew: whom a principal may know of is read once."""
    chart.sold.world.changed(chart.owner)
    return chart.sold.world.by(chart.owner)


def _begin(chart: Chart, told: dict[str, Any], known: dict[str, Any], at: datetime) -> None:
    by = _keeper(chart)
    row = begin_insider(
        by=by,
        at=at,
        account=chart.account,
        person=chart.people[told["person"]],
        code_name=told["code"],
        why=told["why"],
        risk=told["risk"],
    )
    known["id"] = row.pk
    for title, due, done in told["plan"]:
        step = add_step(by=by, at=at, id=row.pk, title=title, due_on=chart.ahead(due))
        if done:
            finish_step(by=by, at=at, id=row.pk, step=step.pk, on=at.date())
    for kind, way, text, safe in told["needs"]:
        add_need(by=by, at=at, id=row.pk, kind=kind, way=way, text=text, safe=safe)
    for login in told["readers"]:
        name_reader(by=by, at=at, id=row.pk, member=chart.sold.world.members[login].pk)


def _test(chart: Chart, known: dict[str, Any], kind: str, what: str, at: datetime) -> None:
    by = _keeper(chart)
    record_test(by=by, at=at, id=known["id"], kind=kind, observed_on=at.date(), evidence=what)


def _state(chart: Chart, known: dict[str, Any], state: str, at: datetime) -> None:
    set_state(by=_keeper(chart), at=at, id=known["id"], state=state)


PARTS: dict[str, Callable[..., None]] = {"statements": _statement, "pairs": _pair, "profiles": _profile}
