"""ACC-2: the method's four groups; what is known, weighed by evidence and age."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from keyaccount.playbook.dossier import OPEN_CLASSES, DossierVerdict, ItemState, judge_dossier
from keyaccount.playbook.facts import EVIDENCE
from keyaccount.playbook.reader import default

TODAY = date(2025, 6, 10)
# Group → the sentence of the method's source → the items that stand for its parts.
SEED = {
    "basics": (
        "客户所在的行业情况；客户的业务情况；客户的组织架构、KP及其联系方式；"
        "客户内部决策人、采购、使用部门、支持部门和反对部门分别的情况",
        "industry_situation business organisation key_persons key_person_channels decision_makers "
        "procurement using_department supporting_department opposing_department",
    ),
    "persons": (
        "家庭、家乡、毕业学校、爱好等基本情况；在机构中的地位、同事间的关系等；未来的发展目标、志向等",
        "family home_town school hobbies standing_in_organisation colleagues goals ambitions",
    ),
    "project": (
        "客户通过这个项目要解决什么问题；客户最近的采购计划、时间、预算、流程等",
        "problem_to_solve purchase_plan purchase_time budget purchase_process",
    ),
    "rivals": (
        "客户是否有使用竞品，如果使用，那么对竞品的使用情况、想要替换的原因；客户与友商销售的关系等",
        "rival_in_use rival_usage reason_to_replace rival_relations",
    ),
}


def judge(items: dict[str, ItemState], *, counted: frozenset[str] = OPEN_CLASSES) -> DossierVerdict:
    return judge_dossier(default(), items, TODAY, counted=counted)


def known(source: str = "customer", days: int = 0) -> ItemState:
    return ItemState(True, TODAY - timedelta(days=days), source)


@pytest.mark.parametrize("key", SEED)
def test_every_item_of_the_seed_is_there(key: str) -> None:
    """「客户背景及资料」: the four groups of the method with all their items."""
    (group,) = [group for group in default().dossier.groups if group.key == key]
    sentence, items = SEED[key]
    assert group.quote == sentence
    assert set(items.split()) <= {item.key for item in group.items}


def test_all_known_first_hand_and_fresh_is_a_hundred() -> None:
    verdict = judge({item.key: known() for item in default().dossier.items})
    assert (verdict.percent, verdict.missing, verdict.stale) == (100, (), ())
    assert {group.percent for group in verdict.groups} == {100}


def test_nothing_known_is_nothing_and_the_weightiest_is_asked_first() -> None:
    verdict = judge({})
    assert verdict.percent == 0
    weights = [each.item.weight for each in verdict.missing]
    assert weights == sorted(weights, reverse=True)
    assert {each.item.key for each in verdict.missing[:3]} == {
        "decision_makers",
        "problem_to_solve",
        "budget",
    }


def test_filling_in_guesses_is_worth_less_than_hearing_it() -> None:
    """「访前背景调查及分析」: it is knowing the customer that counts, not filled fields."""
    keys = [item.key for item in default().dossier.items]
    percent = {source: judge(dict.fromkeys(keys, known(source))).percent for source in EVIDENCE}
    assert percent == {
        "customer": 100, "document": 100, "public": 90, "observation": 80, "colleague": 70, "inference": 40,
        "unstated": 60,
    }  # fmt: skip
    assert judge(dict.fromkeys(keys, known(""))).percent == 60


def test_what_grows_old_counts_half_and_asks_to_be_verified() -> None:
    """「如果不“每访必记”，过一段时间后很容易就忘掉一些细节」"""
    fresh, old = judge({"budget": known(days=90)}), judge({"budget": known(days=91)})
    assert not fresh.stale
    assert [(each.item.key, each.age, each.counts) for each in old.stale] == [("budget", 91, 50)]
    assert (fresh.groups[2].percent, old.groups[2].percent) == (23, 11)


def test_an_undated_value_is_stale_unless_it_never_ages() -> None:
    verdict = judge(
        {"budget": ItemState(True, None, "customer"), "industry": ItemState(True, None, "customer")}
    )
    assert [each.item.key for each in verdict.stale] == ["budget"]


def test_a_date_in_the_future_is_today() -> None:
    assert judge({"budget": known(days=-3)}).groups[2].items[3].age == 0


@pytest.mark.parametrize("key", ["family", "home_town", "school", "hobbies", "goals", "ambitions"])
def test_personal_life_counts_only_where_a_policy_allows(key: str) -> None:
    """「家庭、家乡、毕业学校、爱好等基本情况」「未来的发展目标、志向等」: sensitive, so off by default."""
    assert default().item(key).field_class == "C3"
    assert judge({key: known()}).percent == 0
    allowed = judge({key: known()}, counted=OPEN_CLASSES | {"C3"})
    assert allowed.groups[1].percent and key not in {each.item.key for each in allowed.missing}
    assert key not in {each.item.key for group in judge({}).groups for each in group.items}


def test_a_group_in_which_nothing_counts_has_no_percentage() -> None:
    verdict = judge({"budget": known()}, counted=frozenset({"C2"}))
    assert [group.percent for group in verdict.groups] == [None, None, 100, 0]


def test_unfilled_is_missing_even_with_a_date() -> None:
    assert "budget" in {
        each.item.key for each in judge({"budget": ItemState(False, TODAY, "customer")}).missing
    }
