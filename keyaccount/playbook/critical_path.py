"""The longest way through the customer's steps, to signature and to payment (PPL-6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

ROUTES = ("sign", "pay")
THROUGH = ("done", "skipped")


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the customer's: `after` the ids of those it waits for, `usual_days` in calendar days."""

    id: str
    route: str
    state: str
    usual_days: int
    due_on: date | None = None
    done_on: date | None = None
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Path:
    """`critical`: ids of the steps, in order, that decide when a route is through; `expected` the day of each route;
    `days` the day each step is expected to be through; `circle`: steps that wait for one another, which have no day."""

    critical: tuple[str, ...]
    expected: dict[str, date]
    days: dict[str, date] = field(default_factory=dict)
    circle: tuple[str, ...] = ()


def critical_path(steps: Sequence[Step], today: date) -> Path:
    """What is not through yet takes its usual days from the day its last predecessor is through, or until the day agreed
    where that is later. A route without open steps has no expected day; payment begins when signature is through.
    """
    known = {step.id: step for step in steps}
    waits = _waits(steps)
    order, circle = _order(known, waits)
    through: dict[str, date] = {}
    last: dict[str, str | None] = {}
    for id in order:
        step = known[id]
        before = [one for one in waits[id] if one in through]
        hold = max(before, key=lambda one: through[one], default=None)
        start = max([today, *(through[one] for one in before)])
        if step.state in THROUGH:
            through[id] = step.done_on or min([today, *(through[one] for one in before)])
            last[id] = None
        else:
            usual = start + timedelta(days=step.usual_days)
            through[id] = max(usual, step.due_on) if step.due_on else usual
            last[id] = hold if hold is not None and known[hold].state not in THROUGH else None
    critical, expected = _ends(known, order, through, last)
    return Path(tuple(dict.fromkeys(critical)), expected, through, circle)


def _waits(steps: Sequence[Step]) -> dict[str, list[str]]:
    """What each step waits for; a first step of the payment route waits for the end of the other too, unless signature
    itself waits for it, such as for a deposit."""
    ids = {step.id for step in steps}
    waits = {step.id: [one for one in step.after if one in ids] for step in steps}
    sign = [step.id for step in steps if step.route == "sign"]
    led = {one for id in sign for one in waits[id]}
    ends = [id for id in sign if id not in led]
    early = _all_before(sign, waits)
    later = {step.id for step in steps if step.route == "pay"} - early
    for id in later:
        if later.isdisjoint(waits[id]):
            waits[id] = list(dict.fromkeys([*waits[id], *ends]))
    return waits


def _all_before(ids: Sequence[str], waits: Mapping[str, list[str]]) -> set[str]:
    """The steps and all they wait for, however indirectly."""
    found: set[str] = set()
    left = list(ids)
    while left:
        if (one := left.pop()) not in found:
            found.add(one)
            left += waits[one]
    return found


def _order(known: Mapping[str, Step], waits: Mapping[str, list[str]]) -> tuple[list[str], tuple[str, ...]]:
    """The steps so that each comes after those it waits for, and those that go round in a circle."""
    order: list[str] = []
    left = dict.fromkeys(known)
    while ready := [id for id in left if all(one not in left for one in waits[id])]:
        order += ready
        for id in ready:
            del left[id]
    return order, tuple(left)


def _ends(
    known: Mapping[str, Step],
    order: Sequence[str],
    through: Mapping[str, date],
    last: Mapping[str, str | None],
) -> tuple[list[str], dict[str, date]]:
    critical: list[str] = []
    expected: dict[str, date] = {}
    for route in ROUTES:
        open_ = [id for id in order if known[id].route == route and known[id].state not in THROUGH]
        if not open_:
            continue
        end = max(open_, key=lambda id: through[id])
        expected[route] = through[end]
        way = [end]
        while (before := last[way[0]]) is not None:
            way.insert(0, before)
        critical += way
    return critical, expected
