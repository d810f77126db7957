"""Whether two company names mean one company: a number from 0 to 1 and the line above which we ask (ACC-4).

Plain edit distance fails on Chinese names: 中国移动江苏 and 中国移动浙江 differ in two characters and are two
companies, 北京华云 and 华云（北京） share few positions and are one. So the parts are compared one by one,
each by its own rule, and edit distance only ranks what the rules call different.
"""

from __future__ import annotations

from functools import cache

from rapidfuzz import fuzz

from keyaccount.base import pinyin
from keyaccount.base.name_keys import name_key
from keyaccount.base.name_parts import Parts, brand_length, normal_name, parts
from keyaccount.base.name_words import LOOKALIKES, TELLING
from keyaccount.base.regions import name_words

SAME = 0.86
"""From here on two names are offered as the same company."""

_CORE_EQUAL, _VARIANT, _SHORT, _DIFFERENT = 0.96, 0.92, 0.88, 0.84


@cache
def _alike() -> frozenset[tuple[str, str]]:
    return frozenset((a, b) for group in LOOKALIKES for a in group for b in group if a != b)


_MUDDLED = (("zh", "z"), ("ch", "c"), ("sh", "s"))


@cache
def _muddled(syllable: str) -> str:
    """A syllable as speakers of southern dialects type it: zh = z, ing = in."""
    for exact, heard in _MUDDLED:
        if syllable.startswith(exact):
            syllable = heard + syllable[2:]
    return syllable[:-1] if syllable.endswith(("ang", "eng", "ing")) else syllable


def _confused(a: str, b: str, muddle: bool) -> bool:
    """Whether one character is easily typed for the other."""
    if a in TELLING and b in TELLING:
        return False
    if (a, b) in _alike():
        return True
    sound_a, sound_b = pinyin.full(a), pinyin.full(b)
    return sound_a == sound_b or (muddle and _muddled(sound_a) == _muddled(sound_b))


def _substituted(a: str, b: str) -> bool:
    """Cores of one length: one character in three to five mistyped, two from six on."""
    differing = [i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
    if len(a) < 3 or len(differing) > (2 if len(a) >= 6 else 1):
        return False
    if all(_confused(a[i], b[i], muddle=len(a) >= 5) for i in differing):
        return True
    # A slip in a trade word leaves no word: 信息拉术 can only be 信息技术; 电力, 电子 are both words.
    return len(differing) == 1 and len(a) >= 5 and _only_one_reads(a, b, differing[0])


def _only_one_reads(a: str, b: str, at: int) -> bool:
    if a[at] in TELLING or b[at] in TELLING:
        return False
    return (brand_length(a) <= at) != (brand_length(b) <= at)


def _missing_one(longer: str, shorter: str) -> bool:
    """One character left out: a doubled one, or one inside the trade words or a long brand."""
    at = next((i for i, c in enumerate(shorter) if c != longer[i]), len(shorter))
    if longer[at + 1 :] != shorter[at:] or longer[at] in TELLING:
        return False
    doubled = at > 0 and longer[at] == longer[at - 1]
    brand = brand_length(longer)
    slip = at >= brand and brand_length(shorter) > brand
    return doubled or (len(longer) >= 5 and (slip or (at > 0 and brand >= 5)))


def _turned(a: str, b: str) -> bool:
    """Words in another order (信息科技 / 科技信息) or two neighbouring characters swapped."""
    start = next(i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y)
    end = len(a) - next(i for i, (x, y) in enumerate(zip(reversed(a), reversed(b), strict=True)) if x != y)
    middle_a, middle_b = a[start:end], b[start:end]
    return len(a) >= 4 and middle_b in middle_a * 2 and not any(c in TELLING for c in middle_a)


def _inner_regions(core: str) -> list[str]:
    sure, _ = name_words()
    return [core[i : i + n] for i in range(len(core)) for n in (2, 3) if core[i : i + n] in sure]


def _core_score(a: str, b: str) -> float:
    """How the cores of two complete Chinese names agree."""
    if a == b:
        return _CORE_EQUAL
    digits = [[c for c in core if c.isdigit()] for core in (a, b)]
    if digits[0] != digits[1] or _inner_regions(a) != _inner_regions(b):
        return 0.0
    if len(a) == len(b):
        return _VARIANT if _substituted(a, b) or (sorted(a) == sorted(b) and _turned(a, b)) else 0.0
    longer, shorter = (a, b) if len(a) > len(b) else (b, a)
    return _VARIANT if len(longer) == len(shorter) + 1 and _missing_one(longer, shorter) else 0.0


def _places_agree(a: Parts, b: Parts) -> bool:
    """Same regions, a longer path to the same place, or a leading region left out."""
    if a.everywhere == b.everywhere:
        return True
    if a.nation != b.nation and not (a if a.nation else b).everywhere:
        return False
    if a.everywhere and b.everywhere:
        return (a.everywhere < b.everywhere or b.everywhere < a.everywhere) and a.tail == b.tail
    return not (a.tail or b.tail or a.bracketed or b.bracketed)


def _misspelt_place(a: Parts, b: Parts) -> float:
    """A region unreadable by a typo (南晶华云 for 南京华云): compare with the regions put in front."""
    if bool(a.regions) == bool(b.regions) or a.tail or b.tail:
        return 0.0
    stem_a, stem_b = "".join(a.regions) + a.core, "".join(b.regions) + b.core
    longer, shorter = (stem_a, stem_b) if len(stem_a) > len(stem_b) else (stem_b, stem_a)
    if len(shorter) < 5 or len(longer) - len(shorter) > 1:
        return 0.0
    if len(longer) > len(shorter):
        return _VARIANT if _missing_one(longer, shorter) else 0.0
    differing = [(x, y) for x, y in zip(stem_a, stem_b, strict=True) if x != y]
    same = len(differing) < 2 and all(_confused(*pair, muddle=True) for pair in differing)
    return _VARIANT if same else 0.0


def _short_score(short: Parts, full: Parts) -> float:
    """A name without legal form against a complete one: the same core, or its beginning."""
    places = short.everywhere
    if places and full.everywhere and not (places <= full.everywhere or full.everywhere <= places):
        return 0.0
    if full.tail and not full.tail <= places:
        return 0.0
    if short.core == full.core:
        return _CORE_EQUAL if not full.bracketed or full.bracketed <= places else _SHORT
    if len(short.core) == len(full.core) and _core_score(short.core, full.core):
        return _SHORT
    brand = brand_length(full.core)
    if short.core == full.core[:brand] or (len(short.core) >= 4 and full.core.startswith(short.core)):
        return _SHORT
    return _SHORT if len(short.core) >= 4 and _squeezed(short.core, full.core, brand) else 0.0


def _squeezed(short: str, full: str, brand: int) -> bool:
    """Brand kept whole, trade words left out: 华云科技 for 华云网络科技."""
    if brand < 2 or not short.startswith(full[:brand]):
        return False
    rest = iter(full[brand:])
    return all(c in rest for c in short[brand:]) and short[-2:] == full[-2:]


def _chinese_score(a: Parts, b: Parts) -> float:
    if a.branch != b.branch:
        return 0.0
    if a.complete != b.complete:
        return _short_score(*((b, a) if a.complete else (a, b)))
    if a.group != b.group and a.complete:
        return 0.0
    agreed = _core_score(a.core, b.core) if _places_agree(a, b) else 0.0
    return agreed or _misspelt_place(a, b)


def _western_score(a: Parts, b: Parts) -> float:
    """Same words in any order, each allowed one slip from five letters on."""
    words_a, words_b = sorted(a.core.split()), sorted(b.core.split())
    if words_a == words_b or a.core.replace(" ", "") == b.core.replace(" ", ""):
        return _CORE_EQUAL
    if len(words_a) != len(words_b):
        return 0.0
    pairs = [(x, y) for x, y in zip(words_a, words_b, strict=True) if x != y]
    return _VARIANT if len(pairs) == 1 and _slipped(*pairs[0]) else 0.0


def _slipped(x: str, y: str) -> bool:
    if any(c.isdigit() for c in x + y):
        return False
    return min(len(x), len(y)) >= 5 and x[0] == y[0] and fuzz.ratio(x, y) >= 84


def similarity(a: str, b: str) -> float:
    """0 to 1, symmetric; 1 only for names that are one spelling apart (`name_key`). Compare with `SAME`."""
    if name_key(a) == name_key(b):
        return 1.0
    parts_a, parts_b = parts(a), parts(b)
    score = 0.0
    if parts_a.chinese == parts_b.chinese and parts_a.core and parts_b.core:
        score = _chinese_score(parts_a, parts_b) if parts_a.chinese else _western_score(parts_a, parts_b)
    if score:
        return score
    return _DIFFERENT * fuzz.ratio(normal_name(a), normal_name(b)) / 100


def looks_like_short_form(short: str, full: str) -> bool:
    """Whether `short` may be a short name of `full`: 工行 of 中国工商银行. Generous.

    Its characters stand in the full name in the same order, the first one at the beginning of name or core.
    """
    small, big = parts(short), parts(full)
    text = normal_name(full) if big.chinese else big.core
    if not (2 <= len(small.core) < len(text)) or small.chinese != big.chinese or small.legal:
        return False
    wanted = "".join(c for c in normal_name(short) if c.isalnum()) if big.chinese else small.core
    core = big.core if not big.legal else big.core + "公司"
    return any(_in_order(wanted, candidate) for candidate in dict.fromkeys((text, core)))


def _in_order(wanted: str, text: str) -> bool:
    if not text.startswith(wanted[0]):
        return False
    rest = iter(text)
    return all(c in rest for c in wanted)
