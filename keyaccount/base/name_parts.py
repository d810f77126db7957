"""A company name taken apart: region, brand and trade, legal form, branch.

北京市华云信息技术（集团）有限公司南京分公司 → region 北京, core 华云信息技术, group, legal form 有限公司,
branch 南京分公司.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from keyaccount.base import regions
from keyaccount.base.hanzi import fold, is_hanzi, without_accents
from keyaccount.base.name_words import BODIES, BRANCHES, LEGAL, TRADE

_BRACKETS = str.maketrans("[{〔【《〈「『<]}〕】》〉」』>", "(" * 9 + ")" * 9)
_SPACES = re.compile(r"\s+")
_SPACE_BY_HANZI = re.compile(
    "(?<=[\u3001-\u9fff\U00020000-\U0003ffff]) | (?=[\u3001-\u9fff\U00020000-\U0003ffff])"
)
_INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\xad\u200b-\u200f\u2028-\u202e\u2060\ufeff]")
_BRACKETED = re.compile(r"\(([^()]*)\)")
_LEGAL_END = re.compile("(?:" + "|".join(sorted(LEGAL, key=len, reverse=True)) + ")$")
_LEGAL_BRANCH = re.compile("(有限责任公司|有限公司|股份公司|集团公司|总公司|公司)(?=.)")
_BODY_BRANCH = re.compile("(银行|大学|医院|研究院|设计院|学院|集团|证券|保险)(?=.)")
_DOUBLED = re.compile(
    "股(?=股份)|(?<=股份)份|有(?=有限)|(?<=有限)限|公(?=公司)|(?<=公司)司|集(?=集团)|(?<=集团)团"
)
_GROUP_END = re.compile("(?:企业)?集团$")
_NATIONAL = "中国"
_NATION = re.compile("^(?:中华人民共和国|中国|全国)")
_WESTERN_LEGAL = re.compile(
    r"[\s,]*\b(?:co\.?,?\s*(?:ltd|limited|inc)|company\s+limited|pte\.?,?\s*ltd|pty\.?,?\s*ltd|private\s+limited|sdn\.?\s*bhd"
    r"|ltd|limited|incorporated|inc|llc|llp|plc|corporation|corp|company|co|gmbh(?:\s*&\s*co\.?\s*kg)?|ag|kg|s\.?a\.?r\.?l"
    r"|s\.?a|s\.?p\.?a|s\.?r\.?l|b\.?v|n\.?v|a\.?b|oy|a/s|k\.?k)\.?\s*$"
)


@dataclass(frozen=True, slots=True)
class Parts:
    """What a name consists of. `tail` are regions at the end of the core, which mark a group's subsidiary."""

    core: str
    regions: frozenset[str] = frozenset()
    bracketed: frozenset[str] = frozenset()
    tail: frozenset[str] = frozenset()
    legal: str = ""
    branch: str = ""
    group: bool = False
    nation: bool = False
    complete: bool = False
    chinese: bool = True

    @property
    def everywhere(self) -> frozenset[str]:
        """All regions of the name, wherever they stand."""
        return self.regions | self.bracketed | self.tail


@lru_cache(maxsize=20_000)
def normal_name(text: str) -> str:
    """One spelling for all ways of typing a name: width, case, brackets, spaces, Traditional → Simplified."""
    folded = _INVISIBLE.sub("", fold(text)).translate(_BRACKETS)
    spaced = _SPACES.sub(" ", folded).strip()
    return _SPACE_BY_HANZI.sub("", spaced)


def letters(text: str) -> str:
    """Only letters and digits of a normal name."""
    return "".join(c for c in text if c.isalnum())


@cache
def _full_region_names() -> re.Pattern[str]:
    """Full names of provinces and prefectures inside a name (江苏省, 南京市), to be shortened there."""
    sure, _ = regions.name_words()
    words = sorted((w for w, short in sure.items() if w != short and short in sure), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))


def shorten_regions(text: str) -> str:
    """国网江苏省电力 → 国网江苏电力."""
    sure, _ = regions.name_words()
    return _full_region_names().sub(lambda m: sure[m.group()], text)


def _is_word_alone(rest: str) -> bool:
    return len(rest) < 2 or rest in TRADE or rest in BODIES


def _is_bare(rest: str) -> bool:
    """Whether nothing of its own would be left: too short, or trade words only (银行, 网络科技)."""
    return _is_word_alone(rest) or (brand_length(rest) == 2 and rest[:2] in TRADE)


def _leading_regions(text: str) -> tuple[list[str], str]:
    """Region words at the head and the rest; never takes what would leave a bare rest."""
    sure, doubtful = regions.name_words()
    found: list[str] = []
    while True:
        for length in range(min(len(text), 12), 1, -1):
            word, rest = text[:length], text[length:]
            short = sure.get(word) or (doubtful.get(word) if len(rest) >= 4 else None)
            if short and not _is_bare(rest):
                found.append(short)
                text = rest
                break
        else:
            return found, text


def _trailing_region(text: str) -> tuple[str, str]:
    """The region word a core ends with (中国移动通信集团江苏) and what stands before it."""
    sure, _ = regions.name_words()
    for length in range(min(len(text) - 3, 12), 1, -1):
        short = sure.get(text[-length:])
        if short:
            return short, text[:-length]
    return "", text


def _split_branch(text: str) -> tuple[str, str]:
    if text.endswith(BRANCHES):
        for pattern in (_LEGAL_BRANCH, _BODY_BRANCH):
            for found in pattern.finditer(text):
                if not text[: found.end()].endswith(BRANCHES):
                    return text[: found.end()], text[found.end() :]
    return text, ""


def _take_brackets(text: str) -> tuple[str, set[str], bool, str]:
    """The text without brackets, the regions, whether a group, and the legal form found in them."""
    placed: set[str] = set()
    group, legal = False, ""

    def decide(match: re.Match[str]) -> str:
        nonlocal group, legal
        inner = match.group(1)
        found = _bracket_regions(inner)
        if found is not None:
            placed.update(found)
            return ""
        if inner in ("集团", "企业集团"):
            group = True
            return ""
        if inner in LEGAL or inner == "股":
            legal = inner
            return ""
        return inner

    return _BRACKETED.sub(decide, text), placed, group, legal


@lru_cache(maxsize=2_000)
def _bracket_regions(inner: str) -> tuple[str, ...] | None:
    """The regions a bracket consists of (`中国` for the nation), None when it holds something else."""
    if inner in ("中国", "全国", "china"):
        return (_NATIONAL,)
    sure, doubtful = regions.name_words()
    if inner in sure or inner in doubtful:
        return (sure.get(inner) or doubtful[inner],)
    head = next((inner[:n] for n in range(len(inner) - 1, 1, -1) if inner[:n] in sure), "")
    rest = _bracket_regions(inner[len(head) :]) if head else None
    return (sure[head], *rest) if rest else None


def _chinese_parts(normal: str) -> Parts:
    whole, branch = _split_branch(normal)
    body, bracketed, group, legal = _take_brackets(whole)
    body = _DOUBLED.sub("", letters(body))
    legal_end = _LEGAL_END.search(body)
    if legal_end and legal_end.start() > 0:
        legal, body = legal_end.group(), body[: legal_end.start()]
    group = group or "集团" in legal
    tail, before = _trailing_region(body) if legal else ("", body)
    body = before if tail else body
    ended = _GROUP_END.search(body)
    if ended and ended.start() >= 2:
        group, body = True, body[: ended.start()]
    nation = _NATION.match(body)
    if nation and not _is_word_alone(body[nation.end() :]):
        bracketed.add(_NATIONAL)
        body = body[nation.end() :]
    leading, core = _leading_regions(body)
    return Parts(
        core=shorten_regions(core) or letters(normal),
        regions=frozenset(leading),
        bracketed=frozenset(bracketed - {_NATIONAL}),
        tail=frozenset([tail] if tail else []),
        legal=legal,
        branch=shorten_regions(letters(branch)),
        group=group,
        nation=_NATIONAL in bracketed,
        complete=bool(legal) or body.endswith(BODIES),
    )


def _western_parts(normal: str) -> Parts:
    body, legal = without_accents(normal), ""
    while (found := _WESTERN_LEGAL.search(body)) and found.start() > 0:
        legal, body = found.group().strip(" ,.") or legal, body[: found.start()].rstrip(" ,.")
    body = _BRACKETED.sub(r" \1 ", body)
    words = [letters(word) for word in re.split(r"[\s,/&+\-]+", body.replace("'", ""))]
    core = " ".join(w for w in words if w and w not in ("the", "and"))
    return Parts(core=core or letters(normal) or normal, legal=legal, complete=bool(legal), chinese=False)


@lru_cache(maxsize=20_000)
def parts(name: str) -> Parts:
    """Take a company name apart; the core is never empty unless the name has no letter at all."""
    normal = normal_name(name)
    if any(is_hanzi(c) for c in normal):
        return _chinese_parts(normal)
    return _western_parts(normal)


def brand_length(core: str) -> int:
    """How many leading characters of a core are the brand, before the trade words (华云|信息|技术 → 2)."""
    end = len(core)
    while end > 2:
        word = next((n for n in range(min(6, end - 2), 1, -1) if core[end - n : end] in TRADE), 0)
        if not word:
            break
        end -= word
    return end
