"""What a profile never holds (PPL-2, PIPL art. 28): children, health, religion, politics. A short closed list of words,
and whatever the edition refuses as private life.

A list of words is a fence, not a judge: it misses what is said in other words, and now and then stops a harmless text.
Names that only look like a hit (a children's hospital as employer) are taken out first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from keyaccount.actions.shared.verbs import refusals
from keyaccount.base.errors import Problem
from keyaccount.base.language import Say, say
from keyaccount.playbook.refusing import plain

_HARMLESS = re.compile(
    "孙子兵法|儿童医院|妇女儿童|少年儿童出版社|儿童文学|肿瘤医院|肿瘤研究所|癌症中心|残疾人联合会|残疾人福利|"
    "天主教辅仁|基督教大学|佛教大学|伊斯兰堡|共产党宣言|住院医师|住院医生|体检中心"
)
_TOPICS: tuple[tuple[Say, re.Pattern[str]], ...] = (
    (
        say("孩子"),
        re.compile(
            "孩子|小孩|儿子|女儿|儿女|子女|闺女|孙女|孙子|儿童|未成年|幼儿园|一胎|二胎|三胎|独生|小宝宝|"
            r"\b(?:child|children|kids?|sons?|daughters?|kindergarten)\b",
            re.ASCII,
        ),
    ),
    (
        say("健康"),
        re.compile(
            "生病|患病|得病|病情|病史|病历|慢性病|住院|癌|肿瘤|糖尿病|高血压|心脏病|血压|血糖|抑郁|怀孕|孕期|备孕|做手术|"
            "动手术|残疾|体检|吃药|服药|"
            r"\b(?:illness|disease|diabetes|cancer|depression|pregnan\w*|surgery|disabled|disability)\b",
            re.ASCII,
        ),
    ),
    (
        say("宗教"),
        re.compile(
            "宗教|信教|信佛|拜佛|念佛|佛教|道教|基督|天主教|伊斯兰|穆斯林|清真|教徒|皈依|做礼拜|去教堂|"
            r"\b(?:religio\w*|christian\w*|catholic\w*|muslim\w*|buddhis\w*|islam\w*|church)\b",
            re.ASCII,
        ),
    ),
    (
        say("政治"),
        re.compile(
            "政治面貌|政治立场|政治观点|政治倾向|政治态度|政见|入党|党员|党籍|党派|共产党|国民党|"
            r"\b(?:party member\w*|political view\w*|communist\w*)\b",
            re.ASCII,
        ),
    ),
)


def kept_out(texts: Mapping[str, str]) -> list[Problem]:
    """{field: text} → of each that touches what is never kept the problem, naming topic and word."""
    ours = {field: hit for field, text in texts.items() if (hit := _hit(text, field))}
    rest = {field: text for field, text in texts.items() if text and field not in ours}
    return [*ours.values(), *(refusals(rest, only="private_life") if rest else ())]


def _hit(text: str, field: str) -> Problem | None:
    told = _HARMLESS.sub("", plain(text))
    for topic, words in _TOPICS:
        if hit := words.search(told):
            message = say(
                "写到了“{word}”。{topic}的事一律不登记：法律对它管得最严，做生意也用不着。如果是误判，请换个说法",
                word=hit.group(),
                topic=topic,
            )
            return Problem("kept_out", message, field=field)
    return None
