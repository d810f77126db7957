"""Visits, messages, tempo, insiders, blind spots, reasons: what the shipped edition says, and what it must never say."""

from __future__ import annotations

import re

import pytest

from keyaccount.base.language import EN, LANGUAGES, ZH_HANS
from keyaccount.playbook.blind_spots import find_blind_spots
from keyaccount.playbook.facts import FactValue
from keyaccount.playbook.messages import PLACEHOLDERS, fill, places
from keyaccount.playbook.reader import default, source

PURPOSES = {
    "signing": "以签单为主",
    "relationship": "以客情维护为主",
    "progress": "以检查项目进度为主",
    "solution": "以沟通解决方案为主",
    "research": "以市场调研为主",
}
MEETING = {
    "attendees": "参会人准备",
    "decision_maker": "邀请对方决策人参与会议",
    "projector": "投影仪",
    "laser_pointer": "激光笔",
    "room": "会议场地",
    "time": "会议时间",
    "topics": "交流内容提前准备",
    "slides": "PPT方案准备",
    "speaker": "方案讲解人个人介绍准备",
}
NEEDS = {
    "practical": "现实需求",
    "achievement": "政绩需求",
    "real": "真实需求",
    "standing": "权力需求",
    "other": "其他需求",
}
NEVER = ("红包", "回扣", "现金", "返点", "好处费", "回佣", "购物卡", "kickback", "commission")


def test_five_purposes_each_with_goals_and_kit() -> None:
    """「根据拜访目标，可以提前做一下准备工作，比如带上产品/服务相关的资料（包括公司、产品、试样等）」"""
    assert {purpose.key: purpose.quote for purpose in default().purposes} == PURPOSES
    told = "".join(words.zh_hans for purpose in default().purposes for words in purpose.kit)
    assert all(word in told for word in ("公司、产品资料和试样", "报告、白皮书", "文具、办公用品"))


def test_the_meeting_kit_is_the_seeds() -> None:
    """「会议准备」: all five points of it, the second one thing by thing."""
    (meeting,) = [checklist for checklist in default().checklists if checklist.key == "meeting"]
    assert {item.key: item.quote for item in meeting.items} == MEETING


def test_the_five_needs_are_the_seeds() -> None:
    assert {need.key: need.quote for need in default().insider_needs} == NEEDS


@pytest.mark.parametrize("word", NEVER)
def test_nothing_pays_a_person(word: str) -> None:
    """But for where such words are refused."""
    told, refusing = source().split("# ── 二十一、情报里不收的内容")
    assert word not in told and refusing.lstrip().startswith("─")


def test_the_thank_you_message_is_the_seeds() -> None:
    template = default().template("thank_you")
    calm = template.quote.replace("某某某", "{person}").replace("！", "。")
    assert template.body.zh_hans == calm


def test_messages_are_filled_in() -> None:
    template = default().template("payment_reminder")
    values = {"person": "李敏", "number": "HT-7", "amount": "120,000.00 元", "sender": "王芳"}
    told = fill(template, values, ZH_HANS)
    assert told.startswith("李敏您好。合同 HT-7 有一笔 120,000.00 元 的款，约定在 {date} 付。")
    assert "Dear 李敏" in fill(template, values, EN)
    assert fill(template, {"person": "{number}", "number": "7"}, ZH_HANS).startswith("{number}您好")


def test_every_place_is_in_the_list() -> None:
    used = {
        place
        for template in default().templates
        for language in LANGUAGES
        for place in places(template.body.in_(language))
    }
    assert used <= set(PLACEHOLDERS)
    assert all(map(str, PLACEHOLDERS.values()))


TEMPO = {
    "ahead": ({"speed_up"}, "当我们占据优势的时候，我们需要让项目快起来，想办法始终走在对手的前面"),
    "level": ({"hold"}, "全程了解竞争对手的信息："),
    "behind": (
        {"slow_down", "pause", "hold"},
        "当竞争对手占据优势的时候，我们需要让项目慢下来，甚至停下来",
    ),
}


@pytest.mark.parametrize("position", TEMPO)
def test_tempo_by_position(position: str) -> None:
    """「把控客户，需要有快有慢有停顿」"""
    moves = [move for move in default().tempo_moves if move.position == position]
    paces, sentence = TEMPO[position]
    assert {move.pace for move in moves} == paces
    assert any(move.quote.startswith(sentence) for move in moves)


def test_parking_has_a_reason_and_losing_may_name_the_rival_or_the_money() -> None:
    assert default().qualifying.park_reason in {reason.key for reason in default().shelve_reasons}
    assert {"price", "rival_product", "rival_relation", "unpaid"} <= {
        reason.key for reason in default().loss_reasons
    }


def test_dunning_begins_before_the_day_and_rises() -> None:
    days = [step.days for step in default().dunning]
    assert days[0] < 0 < days[-1]
    assert days == sorted(days)


# Rule, stage it begins at, fact, a value that makes it a blind spot, one that does not.
SPOTS: list[tuple[str, str, str, FactValue, FactValue]] = [
    ("never_contacted", "seek", "contacts_count", 0, 1),
    ("gone_quiet", "judge", "days_since_contact", 30, 29),
    ("originator_unknown", "seek", "originator_known", False, True),
    ("reason_unknown", "seek", "reason_known", False, True),
    ("budget_unknown", "seek", "answer.budget_clear", "unknown", "no"),
    ("process_unknown", "judge", "answer.process_known", "no", "yes"),
    ("key_people_unknown", "need", "answer.process_keypeople", "unknown", "yes"),
    ("single_thread", "need", "people_met", 1, 2),
    ("users_unmet", "need", "using_met", False, True),
    ("technical_unmet", "need", "technical_met", False, True),
    ("executives_unknown", "need", "answer.need_executives", "unknown", "no"),
    ("scope_unchecked", "need", "needs_unscoped", 1, 0),
    ("finance_unmet", "draft", "finance_met", False, True),
    ("going_alone", "draft", "team_count", 1, 2),
    ("executive_unmet", "present", "executive_met", False, True),
    ("feedback_missing", "settle", "proposal_feedback", False, True),
    ("payment_route_unknown", "sign", "payment_route_known", False, True),
]


def test_there_are_at_least_fifteen_rules_and_the_table_holds_them() -> None:
    assert [spot.key for spot in default().blind_spots] == [each[0] for each in SPOTS]
    assert len(SPOTS) >= 15


@pytest.mark.parametrize(("key", "stage", "fact", "blind", "seen"), SPOTS, ids=[each[0] for each in SPOTS])
def test_blind_spots(key: str, stage: str, fact: str, blind: FactValue, seen: FactValue) -> None:
    def found(at: str, value: FactValue) -> dict[str, str]:
        return {each.spot.key: each.state for each in find_blind_spots(default(), "ka", at, {fact: value})}

    assert found(stage, blind)[key] == "found"
    assert key not in found(stage, seen)
    assert found(stage, None)[key] == "unknown"
    stages = [each.key for each in default().pipeline("ka").stages]
    assert all(key not in found(before, blind) for before in stages[: stages.index(stage)])
    assert all(key in found(after, blind) for after in stages[stages.index(stage) :])


def test_certain_blind_spots_come_first() -> None:
    states = [each.state for each in find_blind_spots(default(), "ka", "collect", {"team_count": 1})]
    assert states == sorted(states)
    assert re.fullmatch("found( unknown)+", " ".join(states))
