"""Regions: province → city → county by GB/T 2260 code, plus the parts of Hong Kong, Macau and Taiwan.

The codes come from python-stdnum's `cn/loc.dat`, which carries every change with its years and is kept up to
date upstream; the packages made for this (GB2260, cpca, addressparser) stopped years ago. `words/regions.txt`
mends its few gaps and adds what GB/T 2260 leaves out. Dissolved regions keep their names, so that stored
codes can always be shown, but are not offered any more.

Levels that exist on paper only (市辖区, 省直辖县级行政单位) are left out: 海淀区 hangs directly under 北京市.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from keyaccount.base.hanzi import fold
from keyaccount.base.words import lines, words

_PAPER_LEVELS = re.compile(r"^(市辖区|市|县|林区|(省|自治区)直辖.*)$")
_TERM = re.compile(r"(?:\[(?P<since>\d*)-(?P<until>\d*)\])?(?P<name>[^,]+)")
_ENDINGS = (
    *("特别行政区", "维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "自治州", "自治县", "自治旗"),
    *("地区", "林区", "矿区", "新区", "省", "市", "县", "盟", "旗", "区"),
)
_PEOPLES = words("peoples")  # longer ones first


@dataclass(frozen=True)
class Region:
    """One region: six-digit code, name in Simplified Chinese, parent's code or "", whether it exists."""

    code: str
    name: str
    parent: str
    alive: bool


def _current(terms: str) -> tuple[str, bool]:
    """The last name of a `[since-until]name,…` list and whether it is in force."""
    found = list(_TERM.finditer(terms))
    last = next((m for m in found if not m["until"]), found[-1])
    return last["name"], not last["until"]


def _standard() -> dict[str, tuple[str, bool]]:
    """Code → (name, in force) from python-stdnum's file."""
    table: dict[str, tuple[str, bool]] = {}
    prefix = ""
    for line in (files("stdnum") / "cn" / "loc.dat").read_text("utf-8").splitlines():
        key, _, quoted = line.strip().partition(" ")
        if not key.isdigit():
            continue
        if len(key) == 2:
            prefix = key
        else:
            table[prefix + key] = _current(quoted.partition('"')[2].rstrip('"'))
    return table


def _extra() -> dict[str, tuple[str, bool]]:
    """Our own additions: `code name`, or `code -` for one to drop."""
    pairs = (line.split(" ") for line in lines("regions"))
    return {code: (name, name != "-") for code, name in pairs}


@cache
def _table() -> dict[str, Region]:
    names = _standard() | _extra()
    kept = {c: n for c, n in sorted(names.items()) if n[0] != "-" and not _PAPER_LEVELS.match(n[0])}
    table: dict[str, Region] = {}
    for code, (name, alive) in kept.items():
        above = (code[:4] + "00", code[:2] + "0000")
        parent = next((p for p in above if p != code and p in kept), "")
        table[code] = Region(code, fold(name), parent, alive)  # a few rows upstream are in Traditional
    return table


@cache
def _children() -> dict[str, tuple[Region, ...]]:
    rows: dict[str, list[Region]] = {}
    for region in _table().values():
        if region.alive:
            rows.setdefault(region.parent, []).append(region)
    return {parent: tuple(found) for parent, found in rows.items()}


def provinces() -> tuple[Region, ...]:
    """The 34 regions of the first level, in the order of their codes."""
    return _children()[""]


def children(code: str) -> tuple[Region, ...]:
    """The regions directly below `code`, in the order of their codes; empty for the lowest level."""
    return _children().get(code, ())


def name(code: str) -> str:
    """The name of a region, also of a dissolved one; empty for an unknown code."""
    region = _table().get(code)
    return region.name if region else ""


def path(code: str) -> list[tuple[str, str]]:
    """The region and everything above it, topmost first: `[("320000", "江苏省"), ("320100", "南京市")]`."""
    steps: list[tuple[str, str]] = []
    region = _table().get(code)
    while region:
        steps.insert(0, (region.code, region.name))
        region = _table().get(region.parent)
    return steps


@cache
def short_name(name: str) -> str:
    """江苏省 → 江苏, 延边朝鲜族自治州 → 延边, 海淀区 → 海淀; a name of two characters stays (忠县, 矿区)."""
    ending = next((e for e in _ENDINGS if name.endswith(e) and len(name) - len(e) >= 2), "")
    bare = name[: len(name) - len(ending)]
    while ending.startswith("自治"):
        people = next((p for p in _PEOPLES if bare.endswith(p) and len(bare) - len(p) >= 2), "")
        if not people:
            break
        bare = bare[: -len(people)]
    return bare


def _level(region: Region) -> int:
    """1 province, 2 prefecture, 3 county; dissolved regions come after all living ones."""
    level = 1 if region.code.endswith("0000") else 2 if region.code.endswith("00") else 3
    return level if region.alive else level + 3


@cache
def _by_name() -> dict[str, list[Region]]:
    """Full and short names → the regions so called."""
    found: dict[str, list[Region]] = {}
    for region in _table().values():
        for key in dict.fromkeys((region.name, short_name(region.name))):
            found.setdefault(key, []).append(region)
    return found


def _longest_at(text: str, above: str) -> tuple[Region | None, int]:
    """The one region inside `above` ("" = anywhere) whose name begins `text` with the most characters."""
    for length in range(min(len(text), 15), 1, -1):
        options = _by_name().get(text[:length], ())
        inside = [r for r in options if not above or any(code == above for code, _ in path(r.parent))]
        if inside:
            top = min(map(_level, inside))
            best = [r for r in inside if _level(r) == top]
            return (best[0], length) if len(best) == 1 else (None, 0)
    return None, 0


def find(text: str) -> str | None:
    """The code of the region `text` begins with: 江苏省南京市鼓楼区…, 南京, 北京海淀, 臺北市. None if unsure.

    A name that several counties share (鼓楼区) is found only below its city or province.
    """
    rest = re.sub(r"^(中华人民共和国|中国)|[\s,/\-·>]+", "", fold(text))
    code = ""
    while rest:
        region, length = _longest_at(rest, code)
        if region is None:
            break
        code, rest = region.code, rest[length:]
    return code or None


@cache
def name_words() -> tuple[dict[str, str], dict[str, str]]:
    """Region words as they stand in company names → the short name they mean: (sure, doubtful).

    Sure: provinces and prefectures in both forms, counties in full. Doubtful: short names of counties and
    county towns (昆山), as often brands as places. Districts are never short: 长安, 平安, 朝阳 are brands.
    """
    sure: dict[str, str] = {}
    doubtful: dict[str, str] = {}
    for region in _table().values():
        if not region.alive:
            continue
        short = short_name(region.name)
        if len(region.name) > 2:
            sure[region.name] = short
        if _level(region) < 3:
            sure[short] = short
        elif region.name[-1] in "市县" and len(short) >= 2:
            doubtful[short] = short
    return sure, {word: short for word, short in doubtful.items() if word not in sure}
