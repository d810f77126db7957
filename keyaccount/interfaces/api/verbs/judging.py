"""How deals are judged: one now, day by day, by a newer edition; and how well the chances came true (STG-1, OPP-6, PLB-1)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from keyaccount.access import Principal, found
from keyaccount.base.errors import Refused
from keyaccount.base.language import say
from keyaccount.interfaces.api import answers, asked
from keyaccount.interfaces.api.operations import operation
from keyaccount.interfaces.api.shapes import Shape
from keyaccount.interfaces.api.verbs.knowledge import today
from keyaccount.queries.deals.calibration import calibration as chance_calibration
from keyaccount.queries.deals.deal_room import deal_room
from keyaccount.queries.deals.edition_move import edition_move
from keyaccount.queries.records.list_records import list_records


class VerdictReason(Shape):
    question: str
    answer: str
    text: str
    weighs: str


class GateCondition(Shape):
    """A condition of the gate: met, open or unknown; `known`: the facts behind it."""

    item: str
    label: str
    state: str
    waived: bool
    known: dict[str, Any]


class ChancePart(Shape):
    key: str
    label: str
    points: int


class Spot(Shape):
    key: str
    label: str
    advice: str
    state: str


class Judgement(Shape):
    """How the playbook judges a deal now."""

    edition_number: int
    stage: str
    next_stage: str | None
    verdict: str
    park: bool
    reasons: list[VerdictReason]
    passable: bool
    gate: list[GateCondition]
    chance: int
    parts: list[ChancePart]
    raise_most: list[ChancePart]
    blind_spots: list[Spot]


def judgement(request: HttpRequest, by: Principal, id: UUID) -> HttpResponse:
    room = deal_room(by, id, today=today())
    body = {
        "edition_number": room.edition.number,
        "stage": room.stage.key,
        "next_stage": room.gate.next.key if room.gate.next else None,
        "verdict": room.qualification.verdict,
        "park": room.qualification.park,
        "reasons": [
            {"question": r.question, "answer": r.answer, "text": str(r.text), "weighs": r.weighs}
            for r in room.qualification.reasons
        ],
        "passable": room.gate.passable,
        "gate": [
            {
                "item": one.item.key,
                "label": str(one.item.label),
                "state": one.state,
                "waived": one.waived,
                "known": dict(one.known),
            }
            for one in room.gate.items
        ],
        "chance": room.chance.percent,
        "parts": _parts(room.chance.parts),
        "raise_most": _parts(room.chance.raise_most),
        "blind_spots": [
            {
                "key": one.spot.key,
                "label": str(one.spot.label),
                "advice": str(one.spot.advice),
                "state": one.state,
            }
            for one in room.blind_spots
        ],
    }
    return answers.answer(body)


def _parts(parts: Iterable[Any]) -> list[dict[str, Any]]:
    return [{"key": one.key, "label": str(one.label), "points": one.points} for one in parts]


class Band(Shape):
    """Readings of `low`–`high` percent: what was said on average, and how many percent were won."""

    low: int
    high: int
    count: int
    said: float
    came: float


class Calibration(Shape):
    """`brier` of the readings, `base` that of always saying the average; the smaller the better."""

    count: int
    deals: int
    won: int
    brier: float | None
    base: float | None
    bins: list[Band]


def calibration(request: HttpRequest, by: Principal) -> HttpResponse:
    asked.only(request, ())
    told = chance_calibration(by)
    bands = [{n: getattr(one, n) for n in ("low", "high", "count", "said", "came")} for one in told.bins]
    head = {n: getattr(told, n) for n in ("count", "deals", "won", "brier", "base")}
    return answers.answer(head | {"bins": bands})


class Reading(Shape):
    on: date
    percent: int
    stage: str


class Readings(Shape):
    """The win chance day by day, the latest first."""

    items: list[Reading]


def readings(request: HttpRequest, by: Principal, id: UUID) -> HttpResponse:
    asked.only(request, ())
    found(by, "opportunity", id)
    page = list_records(by, "chance", {"opportunity": [str(id)], "limit": ["100"]}, default_sort="-on")
    return answers.answer(
        {"items": [{n: row.values[n] for n in ("on", "percent", "stage")} for row in page.rows]}
    )


class EditionChange(Shape):
    """A place where the editions differ; `kind`: added, removed or changed."""

    path: str
    label: str
    kind: str
    old: str
    new: str


class DealJudged(Shape):
    verdict: str
    chance: int
    stage: str


class EditionMove(Shape):
    """`newest`: the deal is on the newest edition already and the rest is empty. Nothing is stored."""

    newest: bool
    now: DealJudged | None
    then: DealJudged | None
    differences: list[EditionChange]


def edition_preview(request: HttpRequest, by: Principal, id: UUID) -> HttpResponse:
    move = edition_move(by, id, today=today())
    if move is None:
        return answers.answer({"newest": True, "now": None, "then": None, "differences": []})
    if not move.may:
        raise Refused()
    changes = [
        {name: getattr(one, name) for name in ("path", "label", "kind", "old", "new")}
        for one in move.differences
    ]
    told = {"now": _judged(move.now), "then": _judged(move.then), "differences": changes}
    return answers.answer({"newest": False} | told)


def _judged(one: Any) -> dict[str, Any]:
    return {
        "verdict": one.qualification.verdict,
        "chance": one.chance.percent,
        "stage": one.stage.key,
    }


def register() -> None:
    one = "/opportunities/{uuid:id}"
    for path, view, id, summary, answer in (
        (f"{one}/judgement", judgement, "get-judgement", say("按打法判断商机"), Judgement),
        (f"{one}/chances", readings, "list-chances", say("赢单把握的每日记录"), Readings),
        (
            f"{one}/move-edition",
            edition_preview,
            "plan-move-edition",
            say("改用现行打法会变什么"),
            EditionMove,
        ),
        ("/calibration", calibration, "get-calibration", say("赢单把握准不准"), Calibration),
    ):
        operation("GET", path, view, id=id, tag="opportunities", summary=summary, answer=answer)
