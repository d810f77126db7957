"""KA-1: the method's two roads. Each test quotes the sentence of the method's source that its rule comes from."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from keyaccount.base.errors import Invalid
from keyaccount.playbook.conditions import Condition
from keyaccount.playbook.reader import default
from keyaccount.playbook.tiers import Answer, TierVerdict, judge_tier, prefilled

LEADER = {"position": Answer("leader", "2024 年行业协会排名第一")}
WAN = 1_000_000  # 一万元 in fen


def judge(answers: dict[str, Answer] | None = None, **facts: Any) -> TierVerdict:
    return judge_tier(default(), answers or {}, facts)


def test_many_seats_make_a_key_account() -> None:
    """「此类企业往往较少出现在大家的视野内，但坐席量巨大，涉及到的合同金额巨大」"""
    verdict = judge(seats=1_000)
    assert (verdict.tier, verdict.points_scale, verdict.points_standing) == ("key", 40, 0)


def test_a_large_contract_makes_a_key_account() -> None:
    """「涉及到的合同金额巨大」"""
    assert judge(expected_contract=500 * WAN).tier == "key"
    assert judge({"contract_amount": Answer(500 * WAN, "集采公告")}).tier == "key"
    assert judge(expected_contract=500 * WAN - 1).tier == "potential"


def test_many_people_alone_are_a_hint_only() -> None:
    """「人数多多，金额大」: heads without seats or money are not yet the scale the method means."""
    assert judge(headcount=100_000).tier == "potential"
    assert judge(headcount=100_000, seats=200).tier == "key"


def test_a_leader_is_a_key_account() -> None:
    """「行业内具有代表性，行业龙头企业」"""
    verdict = judge(LEADER)
    assert (verdict.tier, verdict.points_standing) == ("key", 40)


@pytest.mark.parametrize(
    ("facts", "option"),
    [
        ({"ownership": "government"}, "government"),
        ({"ownership": "public_institution"}, "government"),
        ({"ownership": "military"}, "defence"),
        ({"industry": "telecom"}, "carrier"),
    ],
)
def test_carrier_government_and_defence_are_seen_from_the_facts(facts: dict[str, Any], option: str) -> None:
    """「运营商、政府、绵军工类」"""
    assert prefilled(default(), facts)["sector"] == option
    assert judge(**facts).tier == "potential"


def test_voice_lifts_a_public_body_to_key() -> None:
    """「此类企业本身在行业内拥有很大的影响力、话语权」"""
    assert judge({"voice": Answer(True, "同城三家医院跟着它选型")}, ownership="government").tier == "key"


def test_a_group_of_companies_counts() -> None:
    """「综合集团类企业」"""
    assert judge(group_size=5).points_standing == 20
    assert judge(group_size=4).points_standing == 0
    assert judge({"group_company": Answer(False)}, group_size=50).points_standing == 0


def test_strategic_needs_both_roads() -> None:
    """「同样人数众多、涉及到的合同金额巨大」: standing and scale together."""
    assert judge(LEADER, seats=1_000).tier == "strategic"
    assert judge(LEADER, seats=999).tier == "key"


def test_nothing_known_is_ordinary_and_everything_is_asked_for() -> None:
    verdict = judge()
    assert verdict.tier == "ordinary"
    assert {each.criterion for each in verdict.missing} == {c.key for c in default().criteria}
    assert [each.at_stake for each in verdict.missing] == sorted(
        (e.at_stake for e in verdict.missing), reverse=True
    )
    assert verdict.reasons == ()
    assert str(verdict.because) == "分数还不够高一级，评为“普通”"


def test_without_evidence_no_points_where_evidence_is_asked_for() -> None:
    verdict = judge({"position": Answer("leader", "  ")})
    assert verdict.tier == "ordinary"
    (open_point,) = [each for each in verdict.missing if each.criterion == "position"]
    assert (open_point.at_stake, str(open_point.text)) == (40, "行业位置：写明依据才计分")


def test_no_needs_no_evidence() -> None:
    verdict = judge({"voice": Answer(False), "position": Answer("none")})
    assert not {"voice", "position"} & {each.criterion for each in verdict.missing}


def test_an_answer_goes_before_a_fact_and_unknown_falls_back_to_it() -> None:
    assert judge({"seats": Answer(10)}, seats=5_000).points_scale == 0
    assert judge({"seats": Answer(None)}, seats=5_000).points_scale == 40


def test_reasons_are_spelled_out() -> None:
    verdict = judge(LEADER, seats=3_000, expected_contract=120 * WAN + 5)
    told = {reason.criterion: str(reason.text) for reason in verdict.reasons}
    assert told == {
        "seats": "坐席量：3,000 席，40 分",
        "contract_amount": "合同金额：1,200,000.05 元，16 分",
        "position": "行业位置：龙头企业，40 分",
    }
    assert str(verdict.because) == "规模 56 分（要求 40 分）、地位 40 分（要求 40 分），评为“KA-战略”"
    assert verdict.short_of is None
    assert [r.from_fact for r in verdict.reasons] == [True, True, False]


def test_it_says_what_the_next_tier_lacks() -> None:
    assert str(judge(seats=1_000).short_of) == "离“KA-战略”还差：地位 40 分"
    assert str(judge(seats=200).short_of) == "离“KA-重点”还差：规模 20 分"


@pytest.mark.parametrize(
    "answers",
    [
        {"mood": Answer(1)},
        {"seats": Answer(True)},
        {"seats": Answer(-1)},
        {"seats": Answer("many")},
        {"voice": Answer("yes")},
        {"position": Answer("king", "x")},
        {"position": Answer(True, "x")},
    ],
)
def test_answers_that_fit_no_criterion_are_refused(answers: dict[str, Answer]) -> None:
    with pytest.raises(Invalid) as caught:
        judge(answers)
    assert [problem.field for problem in caught.value.problems] == list(answers)


def test_more_is_never_less() -> None:
    """Raising one fact never lowers the tier."""
    edition = default()
    steps = {"seats": (None, 0, 60, 250, 600, 2_000), "headcount": (None, 600, 50_000), "group_size": (1, 9)}
    for seats, heads, group in product(*steps.values()):
        rank = edition.tier(judge(seats=seats, headcount=heads, group_size=group).tier).rank
        more = judge(seats=(seats or 0) + 500, headcount=heads, group_size=group)
        assert edition.tier(more.tier).rank <= rank


def test_a_stored_judgement_can_be_replayed() -> None:
    facts = {"seats": 800, "industry": "telecom", "group_size": 7}
    first = judge(LEADER, **facts)
    assert judge(LEADER, **facts) == first


def test_conditions_know_true_false_and_unknown() -> None:
    at_most = Condition("seats", "at_most", 5)
    assert [at_most.holds({"seats": n}) for n in (5, 6, None, "5")] == [True, False, None, None]
    assert Condition("industry", "one_of", ("a", "b")).holds({"industry": "b"}) is True
    assert Condition("is_listed", "is", True).holds({}) is None
