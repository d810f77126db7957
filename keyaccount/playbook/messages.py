"""Message templates (VIS-5): a closed list of places to fill in, and the filling."""

from __future__ import annotations

import re
from collections.abc import Mapping

from keyaccount.base.language import Say, say
from keyaccount.playbook.schema_practice import MessageTemplate

PLACEHOLDERS: dict[str, Say] = {
    "person": say("客户的姓名"),
    "customer": say("客户名称"),
    "project": say("项目名称"),
    "product": say("产品名称"),
    "sender": say("我的姓名"),
    "company": say("我们公司的名称"),
    "date": say("日期"),
    "amount": say("金额"),
    "number": say("合同或发票号"),
}
_PLACE = re.compile(r"\{([^{}]*)\}")


def places(words: str) -> list[str]:
    """What stands in braces, in order."""
    return _PLACE.findall(words)


def stray_brace(words: str) -> bool:
    """Whether a brace has no partner."""
    return bool(re.search("[{}]", _PLACE.sub("", words)))


def fill(template: MessageTemplate, values: Mapping[str, str], language: str) -> str:
    """The message in a language; a place without a value stays as it is, for the sender to fill in."""
    return _PLACE.sub(lambda found: values.get(found[1]) or found[0], template.body.in_(language))
