"""Names of regions in the script of their reader; `base.regions` keeps them in Simplified."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from keyaccount.base import language, regions
from keyaccount.base.words import lines


@cache
def _forms() -> tuple[dict[int, str], dict[str, str]]:
    """Simplified → Traditional: the usual form of each character, and whole names that don't follow it."""
    text = (files("opencc") / "dictionary" / "STCharacters.txt").read_text("utf-8")
    pairs = (line.partition("\t") for line in text.splitlines())
    usual = {ord(simple): forms.split(" ")[0] for simple, _, forms in pairs}
    own = dict(line.split(" ") for line in lines("places"))
    usual |= {ord(simple): form for simple, form in own.items() if len(simple) == 1}
    return usual, own


@cache
def traditional(name: str) -> str:
    """沈阳市 → 瀋陽市, 沈丘县 → 沈丘縣, 台州市 → 台州市."""
    usual, whole = _forms()
    return whole.get(name) or name.translate(usual)


def told(name: str) -> str:
    """The name of a region as the reader of the moment writes it."""
    return traditional(name) if language.current() == language.ZH_HANT else name


def told_path(code: str) -> str:
    """江苏省 南京市, 遼寧省 瀋陽市; empty for an unknown code."""
    return " ".join(told(name) for _, name in regions.path(code))
