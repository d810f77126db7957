"""Texts that break careless programs: the shared collection where it is there, and a handful of our own always."""

from __future__ import annotations

import json
import os
import random
import warnings
from html.parser import HTMLParser

import pytest

from tests.shared_data import shared

FULL = os.environ.get("KEYACCOUNT_FULL") == "1"
OWN = (
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "{{ 7*7 }} {% print(1) %} ${7*7} #{7*7}",
    "=cmd|' /C calc'!A0",
    "+86 139-0000-0000",
    "@SUM(1+1)*cmd",
    "-2+3",
    "\t=1+1",
    "𠮷野家 👩‍👩‍👧‍👦 é ﷽ \u202etxt.exe",
    "%s %d %(name)s {name} {0} {}",
    "a\u2028b\u2029c",
    "\\u0000 \\x00 \\",
    "'; DROP TABLE accounts_account; --",
    "null", "None", "undefined", "NaN", "0", "false",
    "客户" * 20,
    "／．．／．．／etc／passwd ../../etc/passwd",
    "BEGIN:VCARD\\nFN:假\\nEND:VCARD; ORG:x",
    "]]> --> */ </textarea></title></style>",
)  # fmt: skip
REFUSED = ("a\x00b", "\x00")  # no database keeps these
SAMPLE = 14


def strings(seed: int) -> list[str]:
    """Own ones first; of the collection all with KEYACCOUNT_FULL=1, else some, others for each seed."""
    try:
        found: list[str] = json.loads(shared("naughty-strings/blns.json").read_text(encoding="utf-8"))
    except pytest.skip.Exception as absent:
        warnings.warn(f"only our own strings are tried: {absent}", stacklevel=2)
        return list(OWN)
    kept = [text for text in found if text.strip()]
    return [*OWN, *(kept if FULL else random.Random(seed).sample(kept, SAMPLE))]


LINKS = {
    "href",
    "src",
    "action",
    "formaction",
    "poster",
    "data",
    "xlink:href",
    "hx-get",
    "hx-post",
    "hx-vals",
}


class Bones(HTMLParser):
    """What a page is made of and what it says: tags with the names of their attributes; words; values of attributes."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.words: list[str] = []
        self.values: list[str] = []
        self.links: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(" ".join([tag, *(name for name, _ in attrs)]))
        self.values += [value or "" for _, value in attrs]
        self.links += [value or "" for name, value in attrs if name in LINKS]

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return "".join(self.words)

    def dangers(self) -> list[str]:
        """What only an attacker would have put there."""
        bad = [t for t in self.tags if any(a.startswith("on") for a in t.split()[1:])]
        bad += [
            v
            for v in self.links
            if v.strip().lower().startswith(("javascript:", "vbscript:", "data:text/html"))
        ]
        return bad
