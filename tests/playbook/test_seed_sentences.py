"""Every sentence of the method's source about judging, stages, budget and money stands behind something in the edition.

Quotes are the source's words with Chinese punctuation. A sentence is covered where a quote holds it, in the section that
turns it into a rule.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from keyaccount.playbook.reader import source

JUDGING = [
    ("需求、预算、时间、决策流程", "pipelines"),
    ("前期有效的判断KA客户的可经营性，就显得非常有必要", "pipelines"),
    ("该项目内，客户的需求是否明确，是否能形成文档性的文件", "topics"),
    ("客户的需求是否明确", "questions"),
    ("是否能形成文档性的文件", "questions"),
    ("该需求是否得到高层的认可", "questions"),
    ("是否得到技术部门的认可", "questions"),
    ("是否得到业务部门的认可", "questions"),
    ("客户的需求有没有超出功能范围", "questions"),
    ("如果有超出，能否通过开发满足客户需求", "questions"),
    ("客户是否有明确的预算", "questions"),
    ("该预算是否匹配客户提出的需求", "questions"),
    ("该预算是否匹配产品价格", "questions"),
    ("如果客户没有预算，直接视为商机不成立", "qualifying"),
    ("通过决策流程，了解客户的内部关系、关键节点、关键人等", "questions"),
    ("通过需求整理，了解客户的关注点、需求提出人、项目发起人、项目发起原因等", "pipelines"),
    ("通过客户预算，了解客户需求落地的可行性、客户对项目的重视程度", "topics"),
    ("通过时间计划，了解客户项目的可操作性、项目运作的紧迫性", "questions"),
    ("实时掌握客户的项目情况", "blind_spots"),
    ("往往没有直接决策权，但是拥有影响决策人的能力，或者说拥有一票否决权", "questions"),
    ("大客户内部的决策链必须清晰掌握，需要了解到参与采购的部门有哪些", "blind_spots"),
    ("关键决策人分别是谁，影响关键决策人的因素有哪些", "pipelines"),
    ("得到的信息有时候需要交叉验证", "blind_spots"),
]
STAGES = [
    (
        "寻找商机---判断商机---需求确定---方案制作---方案讲解---方案确定---商务谈判---合同签订---收款",
        "pipelines",
    ),
    ("所以可能会有特殊价格、产品定制化、服务定制化、商业项目联合开发等要求", "pipelines"),
    ("对位的接触，技术同事汇报方案的编写", "pipelines"),
    ("参会人准备，邀请对方决策人参与会议", "pipelines"),
    ("产品功能满足永远是第一位的", "pipelines"),
    ("始终要记住，KA客户的运作，不到最后一刻，永远都没有成功", "pipelines"),
    ("KA客户的合同签订流程复杂", "pipelines"),
    ("搞定KA客户，需要团队的力量！个人的力量始终是渺小的", "blind_spots"),
    ("当竞争对手占据优势的时候，我们需要让项目慢下来，甚至停下来", "tempo_moves"),
    ("重新思考、重新规划", "tempo_moves"),
    ("当我们占据优势的时候，我们需要让项目快起来，想办法始终走在对手的前面", "tempo_moves"),
    ("由我们来引导客户、对手的动作", "tempo_moves"),
    ("内部资源往往比外部资源更加重要", "tempo_moves"),
]
BUDGET = [
    ("KA客户往往不能临时增加预算，临时调整预算会非常麻烦", "budget_tasks"),
    (
        "一般正规的KA客户会在每年10月份左右编制下一年的预算，所以每年10月、11月，需要帮助KA客户申请下一年预算",
        "budget_tasks",
    ),
    (
        "一般正规的KA客户会在每年10月份左右编制下一年的预算，所以每年10月、11月，需要帮助KA客户申请下一年预算",
        "budget_season",
    ),
    ("该预算是否匹配客户提出的需求，该预算是否匹配产品价格", "budget_tasks"),
]
MONEY = [
    ("即使已经签订合同，也不保险", "pipelines"),
    ("即使已经签订合同，也不保险", "checklists"),
    ("客户的款没有打到公司的账面上，永远都还有变数", "pipelines"),
    ("客户的款没有打到公司的账面上，永远都还有变数", "dunning"),
    (
        "KA客户的合同签订流程复杂，打款流程复杂，往往涉及多个部门，甚至中间存在很多不确定性",
        "pipelines",
    ),
    ("打款流程复杂，往往涉及多个部门，甚至中间存在很多不确定性", "questions"),
    ("所以KA客户需要全程跟进", "pipelines"),
    ("所以KA客户需要全程跟进", "dunning"),
    ("直到款项最终到我们公司的账面上，才能算真正的成功", "pipelines"),
    ("直到款项最终到我们公司的账面上，才能算真正的成功", "dunning"),
]
POWER = [
    ("关键人脚踩两只船的情况经常出现，销售的作用就是让对方倾向我们", "coach"),
    ("同时也要对态度中立或对立的人心中有数", "coach"),
    ("找到态度上明显支持我方，甚至坚定支持，可以为我方提供信息的支持者", "coach"),
    ("往往没有直接决策权，但是拥有影响决策人的能力，或者说拥有一票否决权", "coach"),
    ("大客户内部的决策链必须清晰掌握", "coach"),
    ("对位的接触", "coach"),
    ("见过谁？聊了些什么？目前跟进进度如何？递交了那些文档？搞定了什么人？", "coach"),
    ("选择的理由是需要我们帮助对方思考的", "coach"),
    ("特别大的KA客户，得到的信息有时候需要交叉验证，往往不止一个内线", "coach"),
    ("早做比晚做好", "coach"),
    ("能主动向你传递信息的人", "insider_tests"),
    ("能在关键时刻站出来帮你说话的人", "insider_tests"),
    ("和你是利益共同体的人", "insider_tests"),
    ("个人需求满足的安全性", "insider_ways"),
    ("政绩需求", "insider_ways"),
    ("权力需求", "insider_ways"),
]
EDITION = tomllib.loads(source())
# Only wording that is ours alone: lists and messages nobody of the source put so.
WITHOUT_QUOTES = {
    "edition",
    "tiers",
    "tier_rules",
    "pool",
    "loss_reasons",
    "shelve_reasons",
    "power",
    "refusals",
    "decision_steps",
}


def quotes(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, each in value.items():
            if key == "quote":
                yield each
            else:
                yield from quotes(each)
    elif isinstance(value, list):
        for each in value:
            yield from quotes(each)


@pytest.mark.parametrize(("sentence", "section"), [*JUDGING, *STAGES, *BUDGET, *MONEY, *POWER])
def test_sentence_is_behind_a_rule(sentence: str, section: str) -> None:
    assert any(sentence in quote for quote in quotes(EDITION[section]))


def test_every_section_says_where_it_comes_from() -> None:
    assert [name for name in EDITION if name not in WITHOUT_QUOTES and not any(quotes(EDITION[name]))] == []


@pytest.mark.parametrize(
    "section",
    ["topics", "questions", "purposes", "templates", "tempo_moves", "insider_needs", "blind_spots", "budget_tasks", "dunning", "insider_tests", "insider_ways"],
)  # fmt: skip
def test_every_entry_quotes_its_sentence(section: str) -> None:
    assert [entry["key"] for entry in EDITION[section] if not entry.get("quote")] == []


def test_every_stage_and_condition_quotes_its_sentence() -> None:
    (pipeline,) = EDITION["pipelines"]
    entries = [*pipeline["stages"], *(item for stage in pipeline["stages"] for item in stage["gate"])]
    assert [entry["key"] for entry in entries if not entry.get("quote")] == []
