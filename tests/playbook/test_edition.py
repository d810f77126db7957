"""The shipped playbook: the method, in three languages, known by number and hash."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import pytest

from keyaccount.base import language
from keyaccount.base.language import EN, LANGUAGES, ZH_HANS, ZH_HANT
from keyaccount.playbook.facts import CLASSES, FACTS, check_facts
from keyaccount.playbook.reader import default, digest, read, source
from keyaccount.playbook.sections.method import METHOD_SECTIONS
from keyaccount.playbook.sections.power import POWER_SECTIONS
from keyaccount.playbook.text import Text

# Words of the mainland that a reader in Taiwan would not write.
NOT_TAIWANESE = (
    "软件",
    "軟件",
    "網絡",
    "信息",
    "項目",
    "數據",
    "質量",
    "用戶",
    "運營商",
    "郵箱",
    "視頻",
    "行業",
    "坐席",
)


def texts(value: Any) -> Iterator[Text]:
    if isinstance(value, Text):
        yield value
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from texts(getattr(value, field.name))
    elif isinstance(value, tuple):
        for each in value:
            yield from texts(each)


def test_default_is_read_once_and_has_number_and_hash() -> None:
    edition = default()
    assert edition is default()
    assert (edition.key, edition.number, len(edition.hash)) == ("ka", 4, 64)


def test_hash_tells_content_not_layout() -> None:
    text = source()
    relaid = re.sub(r"\s+# .*", "", text.replace("share = 80", "share =    80").replace("\n\n", "\n\n\n"))
    assert relaid != text
    assert read(relaid, "x").hash == default().hash
    assert read(text.replace("\n", "\r\n"), "x").hash == default().hash
    assert read(text.replace("share = 80", "share = 81"), "x").hash != default().hash
    assert digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1}) != digest({"a": 1, "b": 3})


def test_every_text_is_there_in_three_languages_and_in_its_own_words() -> None:
    found = list(texts(default()))
    assert len(found) > 700
    for text in found:
        assert re.search("[一-鿿]", text.zh_hans + "席"), text
        assert not re.search("[一-鿿]", text.en), text
        assert not [word for word in NOT_TAIWANESE if word in text.zh_hant], text
        assert not re.search("[!！]", text.zh_hans + text.zh_hant + text.en), text


def test_chinese_and_latin_are_set_apart() -> None:
    for text in texts(default()):
        for words in (text.zh_hans, text.zh_hant):
            assert not re.search("[一-鿿][A-Za-z0-9]|[A-Za-z0-9][一-鿿]", words), words


def test_text_speaks_the_readers_language() -> None:
    text = Text("项目", "專案", "Project <1>")
    assert [text.in_(code) for code in (*LANGUAGES, "fr")] == ["项目", "專案", "Project <1>", "项目"]
    assert str(text) == "项目"
    language.use(translate=lambda msgid, _: msgid, current=lambda: EN)
    try:
        assert (str(text), text.__html__()) == ("Project <1>", "Project &lt;1&gt;")
    finally:
        language.use(translate=lambda msgid, _: msgid, current=lambda: ZH_HANS)


def test_lookups_by_key() -> None:
    edition = default()
    assert edition.tier("strategic").label.in_(ZH_HANT) == "KA-策略"
    assert edition.road("scale").key == "scale"
    assert edition.criterion("seats").fact == "seats"
    assert edition.item("budget").field_class == "C2"
    assert edition.function("finance").key == "finance"
    assert edition.topic("need").key == edition.question("need_clear").topic == "need"
    assert edition.template("thank_you").key == "thank_you"
    pipeline = edition.pipeline("ka")
    assert (pipeline.rank("seek"), pipeline.rank("collect")) == (1, 9)
    assert (pipeline.stage("sign").key, pipeline.after("sign"), pipeline.after("collect")) == (
        "sign",
        pipeline.stages[8],
        None,
    )
    with pytest.raises(KeyError):
        pipeline.stage("won")
    with pytest.raises(KeyError):
        edition.tier("platinum")


def test_money_is_written_in_yuan_and_held_in_fen() -> None:
    assert "at_least = 500_000" in source()
    assert default().criterion("contract_amount").bands[0].at_least == 50_000_000


def test_each_road_gives_a_hundred_points_at_most() -> None:
    edition = default()
    for road in edition.roads:
        assert sum(c.most for c in edition.criteria if c.road == road.key) == 100


def test_budget_season_is_october_and_november() -> None:
    """「一般正规的KA客户会在每年10月份左右编制下一年的预算，所以每年10月、11月，需要帮助KA客户申请下一年预算」"""
    assert default().budget_season.months == (10, 11)


DEPARTMENTS = {
    "using": "使用部门会直接使用产品/服务，更关注对业务效率的提升",
    "technical": "技术部门负责方案可行性评估、信息安全、日常维护、API接口对接等，具有一定的话语权",
    "finance": "财务管控则主要负责资金审批、合同审批等",
    "executive": "最后可能还需要高层管理者或老板做决策",
}
CARES = {
    "using": ["效率"],
    "technical": ["可行", "信息安全", "日常维护", "API"],
    "finance": ["资金审批", "合同审批"],
    "executive": ["值不值得"],
}


@pytest.mark.parametrize("key", DEPARTMENTS)
def test_what_each_department_cares_about(key: str) -> None:
    """「参与采购的部门有使用部门、技术部门和财务管控」, and what the source of the method says of each."""
    function = default().function(key)
    assert function.quote == DEPARTMENTS[key]
    told = "".join(care.zh_hans for care in function.cares)
    assert all(word in told for word in CARES[key])


def test_dossier_fields_belong_to_classes_a_dossier_may_hold() -> None:
    assert "C4" not in CLASSES
    assert {item.field_class for item in default().dossier.items} == {"C1", "C2", "C3"}


def test_facts_are_plain_and_named() -> None:
    good = {
        "headcount": 5,
        "annual_revenue": None,
        "is_listed": True,
        "ownership": "state",
        "industry": "鱼饲料",
    }
    assert check_facts(good) == []
    bad: dict[str, Any] = {
        "mood": 1,
        "headcount": 5.0,
        "seats": True,
        "ownership": "nobody",
        "is_listed": 1,
        "region": 3,
    }
    assert [problem.field for problem in check_facts(bad)] == list(bad)
    assert all(str(fact.label) for fact in FACTS.values())


def test_the_file_is_plain_toml_with_a_comment_for_every_section() -> None:
    sections = "edition tiers tier_roads tier_criteria tier_rules dossier functions pareto pool budget_season"
    assert set(tomllib.loads(source())) == {
        *sections.split(),
        *METHOD_SECTIONS,
        *POWER_SECTIONS,
        "decision_steps",
    }
    assert source().count("# ── ") == 22
