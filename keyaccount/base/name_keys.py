"""Keys of company names for finding duplicates: computed once at save, compared by equality."""

from __future__ import annotations

import re
from dataclasses import dataclass

from keyaccount.base import pinyin
from keyaccount.base.hanzi import without_accents
from keyaccount.base.name_parts import letters, normal_name, parts

_SAME_FORM = (
    (re.compile("有限责任公司"), "有限公司"),
    (re.compile(r"\(股\)公司"), "股份有限公司"),
    (re.compile(r"\bcompany\b"), "co"),
    (re.compile(r"\blimited\b"), "ltd"),
    (re.compile(r"\bcorporation\b"), "corp"),
    (re.compile(r"\bincorporated\b"), "inc"),
)


@dataclass(frozen=True, slots=True)
class NameKeys:
    """All keys of one company name."""

    normal: str
    exact: str
    core: str
    pinyin: str


def name_key(name: str) -> str:
    """The exact duplicate key: normal name without punctuation, 有限责任公司 = 有限公司, Limited = Ltd."""
    text = normal_name(name)
    for pattern, form in _SAME_FORM:
        text = pattern.sub(form, text)
    return letters(without_accents(text)) or text


def core_key(name: str) -> str:
    """Brand and trade only: 北京市华云科技（集团）有限公司 → 华云科技; never empty for a name."""
    return parts(name).core.replace(" ", "") or name_key(name)


def pinyin_key(name: str) -> str:
    """Toneless pinyin of the core, joined: equal for homophone typos (华云科技, 华芸科技)."""
    return pinyin.full(core_key(name)) or core_key(name)


def keys(name: str) -> NameKeys:
    """All keys at once, for imports."""
    return NameKeys(normal_name(name), name_key(name), core_key(name), pinyin_key(name))
