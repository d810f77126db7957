"""Names of companies and persons: the one door to keys, likeness, titles and list order."""

from __future__ import annotations

import re

from keyaccount.base import pinyin
from keyaccount.base.hanzi import is_hanzi, simplified_table
from keyaccount.base.likeness import SAME, looks_like_short_form, similarity
from keyaccount.base.name_keys import NameKeys, core_key, keys, name_key, pinyin_key
from keyaccount.base.name_parts import normal_name
from keyaccount.base.words import words

__all__ = [
    "SAME", "NameKeys", "core_key", "keys", "looks_like_short_form", "name_key", "normal_name", "pinyin_key",
    "similarity", "sort_key", "split_title",
]  # fmt: skip

_SHORT_TITLES = "总董工处局厅司科部院所校行厂导哥姐叔姨老"
_LONGEST_FIRST = "|".join(sorted(words("titles"), key=len, reverse=True))
_TITLE_END = re.compile(rf"\s*((?:常务|执行|高级|资深|代理?|原|前)?(?:{_LONGEST_FIRST}))$", re.I)
_WESTERN_TITLE = re.compile(r"^(mr|mrs|ms|miss|dr|prof|professor|sir|madam)\.?\s+(?=\S)", re.I)
_COMPOUND_SURNAMES = frozenset(name for name in pinyin.SURNAMES if len(name) == 2)


def _folded(text: str) -> str:
    """Traditional → Simplified character by character, so that positions stay the same."""
    table = simplified_table()
    return "".join(table.get(ord(c), c)[:1] for c in text)


def _is_surname(text: str) -> bool:
    return (len(text) == 1 and is_hanzi(text)) or text in _COMPOUND_SURNAMES


def split_title(text: str) -> tuple[str, str]:
    """A person's name and the honorific with it: 王总 → (王, 总), 李建国经理 → (李建国, 经理)."""
    name = text.strip()
    western = _WESTERN_TITLE.match(name)
    if western:
        return name[western.end() :].strip(), western.group().strip()
    folded = _folded(name)
    found = _TITLE_END.search(folded)
    if found and found.start() > 0:
        return name[: found.start()].strip(), name[found.start(1) :]
    if len(name) >= 2 and folded[-1] in _SHORT_TITLES:
        rest = folded[:-1].strip()
        if _is_surname(rest) or (folded[-1] in "总董" and 3 <= len(rest) <= 4 and all(map(is_hanzi, rest))):
            return name[:-1].strip(), name[-1]
    return name, ""


def sort_key(name: str) -> str:
    """Order of lists of persons: surname by its own reading (单 shàn, 仇 qiú), then the given name."""
    return pinyin.sort_key(name, person=True)
