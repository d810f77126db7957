"""时间滑块：任何一天的地图，都等于只凭日志从头算到那一天的结果。"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from keyaccount.actions.power.add_placeholder import add_placeholder
from keyaccount.actions.power.cut_tie import cut_tie
from keyaccount.actions.power.draw_tie import draw_tie
from keyaccount.actions.power.identify_placeholder import identify_placeholder
from keyaccount.actions.power.place_person import place_person
from keyaccount.actions.power.remove_stakeholder import remove_stakeholder
from keyaccount.actions.power.set_own_tie import set_own_tie
from keyaccount.actions.power.set_seat import set_seat
from keyaccount.actions.power.set_value import digest, set_value
from keyaccount.actions.power.undo_value import undo_value
from keyaccount.base.errors import KeyAccountError
from keyaccount.queries.power.power_map import PowerMap
from keyaccount.records.deals.models import Stakeholder, StakeholderValue
from keyaccount.records.journal.models import Entry
from keyaccount.records.people.models import Post
from tests.actions.power.maps import Map, day

pytestmark = pytest.mark.django_db
DAYS = 14
VALUES: dict[str, list[Any]] = {
    "stance": ["support", "oppose", "straddling", "unknown"],
    "power": [1, 3, 5],
    "veto": [True, False],
    "roles": [["decider"], ["user", "influencer"]],
    "concerns": [["上线太赶"], ["预算不够", "怕出事"]],
}
_value = st.sampled_from([(name, value) for name, values in VALUES.items() for value in values])
_who = st.integers(0, 3)
_ops = st.one_of(
    st.tuples(st.just("set"), _who, _value),
    st.tuples(st.just("rival"), _who, st.sampled_from(VALUES["stance"])),
    st.tuples(st.just("undo"), _who, st.none()),
    st.tuples(st.just("place"), _who, st.none()),
    st.tuples(st.just("remove"), _who, st.none()),
    st.tuples(st.just("manager"), _who, st.one_of(st.none(), _who)),
    st.tuples(st.just("tie"), _who, st.tuples(_who, st.integers(1, 3))),
    st.tuples(st.just("cut"), _who, st.none()),
    st.tuples(st.just("own"), _who, st.integers(0, 4)),
    st.tuples(st.just("blank"), _who, st.none()),
)


def act(story: Map, rival: Any, op: tuple[str, int, Any], at: datetime) -> None:
    """One thing somebody does; what is refused changes nothing."""
    kind, n, more = op
    by, person = story.by, [story.zhou, story.sun, story.wu, story.qian][n]
    on = {"account": story.account.pk}
    card = Stakeholder.rows.filter(opportunity=story.deal, person=person).first()
    others = [story.zhou, story.sun, story.wu, story.qian]
    if kind == "place":
        place_person(by=by, at=at, person=person.pk, deal=story.deal.pk)
    elif kind == "manager":
        above = others[more].pk if more is not None else None
        set_seat(by=by, at=at, person=person.pk, change={"reports_to": above}, **on)
    elif kind == "tie":
        ends = {"person": person.pk, "other": others[more[0]].pk}
        draw_tie(by=by, at=at, kind="influences", raw={"weight": more[1]}, **ends, **on)
    elif kind == "cut":
        tie = person.ties.model.rows.filter(person=person, removed_at=None).first()
        if tie:
            cut_tie(by=by, at=at, id=tie.pk)
    elif kind == "own":
        set_own_tie(by=by, at=at, person=person.pk, member=story.lilei.pk, level=more, wanted=4, **on)
    elif kind == "blank":
        blank = add_placeholder(by=by, at=at, label=f"待识别 {at}", deal=story.deal.pk)
        if n == 0:
            identify_placeholder(by=by, at=at, id=blank.pk, person=person.pk)
    elif card and kind == "remove":
        remove_stakeholder(by=by, at=at, id=card.pk)
    elif card and kind == "set":
        set_value(by=by, at=at, id=card.pk, attribute=more[0], value=more[1])
    elif card and kind == "rival":
        set_value(by=by, at=at, id=card.pk, attribute="stance", value=more, rival=rival.pk)
    elif card and kind == "undo":
        last = StakeholderValue.rows.filter(stakeholder=card, attribute__in=VALUES, undo_of=None).last()
        if last:
            undo_value(by=by, at=at, value=last.pk)


def drawn(found: PowerMap) -> Any:
    """What a map says, without names and dates: cards with their values, lines, counterparts."""
    cards = {
        card.id: (
            str(card.person) if card.person else None,
            {name: digest(shown.said.value) for name, shown in card.values.items()},
            {str(rival): shown.said.value for rival, shown in card.rivals.items()},
        )
        for card in found.cards
    }
    ends = {card.id: str(card.person) for card in found.cards}
    ties = {(ends[t["person"]], ends[t["other"]], t["weight"]) for t in found.ties}
    lines = {(ends[c.id], ends[c.manager]) for c in found.cards if c.manager}
    own = {(str(t["member_id"]), str(t["person_id"]), t["level"]) for t in found.own}
    return cards, ties, lines, own


def from_the_journal(story: Map, seats: dict[UUID, tuple[str, str | None]], until: datetime) -> Any:
    """The same, made of journal entries alone: forwards from nothing, with no look at what is stored of the map."""
    cards: dict[str, dict[str, Any]] = {}
    ties: dict[str, Any] = {}
    own: dict[str, Any] = {}
    for entry in Entry.rows.filter(at__lt=until).order_by("id"):
        data = entry.data
        if entry.entity == "stakeholder":
            card = cards.setdefault(
                data["card"], {"person": data["person"], "values": {}, "rivals": {}, "on": False}
            )
            if entry.kind != "stakeholder.valued":
                card["on"] = entry.kind == "stakeholder.placed"
            elif data["attribute"] == "person":
                card["person"] = data["value"]
            elif data["rival"]:
                card["rivals"][data["rival"]] = data["value"]
            else:
                card["values"][data["attribute"]] = data["digest"]
        elif entry.entity == "tie":
            ties.pop(data["tie"], None)
            if entry.kind == "tie.drawn":
                ties[data["tie"]] = (data["person"], data["other"], data["weight"])
        elif entry.entity == "own_tie":
            own = {key: one for key, one in own.items() if one[:2] != (data["member"], data["person"])}
            if entry.kind == "own_tie.set":
                own[data["tie"]] = (data["member"], data["person"], data["level"])
        elif entry.kind == "post.edited" and "reports_to" in data["changes"]:
            person, _ = seats[entry.object_id]
            seats[entry.object_id] = (person, data["changes"]["reports_to"][1])
    on = {id: card for id, card in cards.items() if card["on"]}
    people = {card["person"] for card in on.values() if card["person"]}
    nothing = digest(None)
    told = {
        id: (
            card["person"],
            {name: said for name, said in card["values"].items() if said != nothing},
            {rival: said for rival, said in card["rivals"].items() if said is not None},
        )
        for id, card in on.items()
    }
    above = dict(seats.values())
    return (
        told,
        {tie for tie in ties.values() if tie[0] in people and tie[1] in people},
        {(person, top) for person in above if person in people and (top := climb(above, person, people))},
        {one for one in own.values() if one[1] in people},
    )


def climb(above: dict[str, str | None], person: str, people: set[str]) -> str | None:
    at, seen = above.get(person), {person}
    while at is not None and at not in people and at not in seen:
        seen.add(at)
        at = above.get(at)
    return at if at in people and at != person else None


@given(st.lists(_ops, min_size=5, max_size=25))
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_map_of_any_day_is_what_the_journal_says_of_it(ops: list[tuple[str, int, Any]]) -> None:
    with transaction.atomic():
        story = Map()
        rival = story.rival()
        for person in (story.zhou, story.sun):
            story.place(person)
        seats = {
            post.pk: (str(post.person_id), str(post.reports_to_id) if post.reports_to_id else None)
            for post in Post.rows.all()
        }
        for n, op in enumerate(ops):
            try:
                with transaction.atomic():
                    act(story, rival, op, day(1 + n % DAYS if n >= len(ops) else 1 + n * DAYS // len(ops)))
            except KeyAccountError:
                continue
        for n in range(DAYS + 2):
            assert drawn(story.map(until=day(n))) == from_the_journal(story, dict(seats), day(n)), f"day {n}"
        assert drawn(story.map()) == from_the_journal(story, dict(seats), day(DAYS + 2))
        transaction.set_rollback(True)
