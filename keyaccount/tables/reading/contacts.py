"""Cards into a table of people: one row a card, columns a Chinese address book would have."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from keyaccount.base.language import Say, listed, say

from .cards import Property
from .limits import Limits, refuse
from .table import Value

COLUMNS = ("姓名", "公司", "部门", "职务", "手机", "电话", "邮箱", "微信", "地址", "网址", "备注")
EXTRA = ("称谓", "昵称", "职责", "助理电话", "传真", "QQ", "即时通讯", "标签", "性别", "UID")
PRIVATE = ("家庭电话", "家庭传真", "私人邮箱", "家庭地址", "生日", "纪念日")
_SILENT = frozenset("VERSION PRODID REV N LABEL SORT-STRING MAILER PROFILE CLASS X-ABLABEL X-ABADR".split())
_MOBILE = re.compile(r"^(?:\+?86|0086)?1[3-9]\d{9}$")
_HAN = re.compile(r"[\u3400-\u9fff]")
_DAY = re.compile(r"^(\d{4})-?(\d\d)-?(\d\d)(?:T.*)?$")
_CHAT = {
    "X-AIM",
    "X-ICQ",
    "X-MSN",
    "X-YAHOO",
    "X-JABBER",
    "X-SKYPE",
    "X-SKYPE-USERNAME",
    "X-GTALK",
    "X-GADUGADU",
}
_WECHAT = {"X-WECHAT", "X-WEIXIN", "X-WECHAT-ID"}
_PLAIN = {
    "NICKNAME": "昵称",
    "X-QQ": "QQ",
    "UID": "UID",
    "ANNIVERSARY": "纪念日",
    "X-ANNIVERSARY": "纪念日",
    "X-MS-ANNIVERSARY": "纪念日",
    "X-EVOLUTION-ANNIVERSARY": "纪念日",
    "BDAY": "生日",
}
_SEXES = {"M": "男", "F": "女", "MALE": "男", "FEMALE": "女"}
Found = dict[str, list[str]]


@dataclass
class Contacts:
    """Rows made of cards, in memory since photographs are gone. `skipped`: properties without a column."""

    people: list[Found] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, cards: Iterable[list[Property]], limits: Limits) -> Contacts:
        """Take every card; more than allowed are refused."""
        made = cls()
        for card in cards:
            made.people.append(_person(card, made.skipped))
            if len(made.people) > limits.most_rows:
                refuse(
                    "too_many_rows",
                    say("名片超过 {limit} 张的上限，请拆分后分批导入", limit=limits.most_rows),
                )
        return made

    @property
    def header(self) -> list[str]:
        """The usual columns, the others that occur, and as many of each as one card needs."""
        most: Counter[str] = Counter()
        for person in self.people:
            for name, values in person.items():
                most[name] = max(most[name], len(values))
        columns = [c for c in (*COLUMNS, *EXTRA, *PRIVATE) if c in COLUMNS or most[c]]
        return [c if n == 0 else f"{c} {n + 1}" for c in columns for n in range(max(1, most[c]))]

    @property
    def private(self) -> frozenset[str]:
        return frozenset(c for c in self.header if c.split(" ")[0] in PRIVATE)

    def __iter__(self) -> Iterator[tuple[int, list[Value]]]:
        header = self.header
        places = [(c.split(" ")[0], int(c.split(" ")[1]) - 1 if " " in c else 0) for c in header]
        for number, person in enumerate(self.people, 1):
            row: list[Value] = []
            for name, place in places:
                values = person.get(name, ())
                row.append(_value(name, values[place]) if place < len(values) else None)
            yield number, row

    def warnings(self) -> list[Say]:
        """What had no column and was left."""
        if not self.skipped:
            return []
        names = str(listed(f"{name}×{n}" for name, n in self.skipped.most_common(12)))
        return [say("名片里有些内容没有对应的列，没有读取：{names}", names=names)]


def _value(name: str, text: str) -> Value:
    found = _DAY.match(text) if name in ("生日", "纪念日") else None
    if not found:
        return text
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return text


def _person(card: list[Property], skipped: Counter[str]) -> Found:
    found: Found = {}
    labels = {p.group: p.text for p in card if p.name == "X-ABLABEL" and p.group}
    # sorted() keeps the order of the card among the rest
    for prop in sorted(card, key=lambda p: not _preferred(p)):
        column, text = _place(prop, labels.get(prop.group, ""))
        if column is None:
            if prop.name not in _SILENT:
                skipped[prop.name] += 1
        elif text and text not in found.setdefault(column, []):
            found[column].append(text)
        if prop.name == "ORG" and (unit := " ".join(p.strip() for p in prop.parts[1:] if p.strip())):
            found.setdefault("部门", []).append(unit)
    for column in ("备注", "标签"):
        if column in found:
            found[column] = ["\n".join(found[column])]
    if not found.get("姓名"):
        found["姓名"] = [n for p in card if p.name == "N" and (n := _full_name(p.parts))][:1]
    if "职责" in found and "职务" not in found:
        found["职务"] = found.pop("职责")
    return {column: values for column, values in found.items() if values}


def _preferred(prop: Property) -> bool:
    return "PREF" in prop.types or "PREF" in prop.params


def _place(prop: Property, label: str) -> tuple[str | None, str]:
    """Which column a property goes to, and as what."""
    name, types, text = prop.name, prop.types, prop.text
    if name == "FN":
        return "姓名", text
    if name == "ORG":
        return "公司", prop.parts[0].strip()
    if name == "TEL":
        return _phone(text, types, label)
    if name == "EMAIL":
        return ("私人邮箱" if "HOME" in types and "WORK" not in types else "邮箱"), text
    if name == "ADR":
        return ("家庭地址" if "HOME" in types and "WORK" not in types else "地址"), _address(prop.parts)
    if name in ("TITLE", "ROLE", "URL", "NOTE"):
        return {"TITLE": "职务", "ROLE": "职责", "URL": "网址", "NOTE": "备注"}[name], text
    if name == "CATEGORIES":
        return "标签", text.replace(",", "、")
    if name in ("GENDER", "X-GENDER"):
        return "性别", _SEXES.get(prop.parts[0].strip().upper(), "")
    return _chat(prop) if name not in _PLAIN else (_PLAIN[name], text)


def _phone(text: str, types: frozenset[str], label: str) -> tuple[str, str]:
    text = re.sub(r";ext=", " ext ", text.removeprefix("tel:"))
    home = "HOME" in types and "WORK" not in types
    if "FAX" in types:
        return ("家庭传真" if home else "传真"), text
    if "assistant" in label.lower():
        return "助理电话", text
    if "CELL" in types or (not home and _MOBILE.match(re.sub(r"[\s()\-]", "", text))):
        return "手机", text
    return ("家庭电话" if home else "电话"), text


def _chat(prop: Property) -> tuple[str | None, str]:
    name, text = prop.name, prop.text
    service = next(iter(prop.params.get("X-SERVICE-TYPE", ())), "")
    if name in _WECHAT or (
        name in ("IMPP", "X-SOCIALPROFILE")
        and re.search(r"we(chat|ixin)", service + str(prop.types) + text, re.I)
    ):
        return "微信", re.sub(r"^(wechat|weixin|x-apple):(//)?", "", text, flags=re.I)
    if name in _CHAT:
        return (
            "即时通讯",
            f"{name.removeprefix('X-').removesuffix('-USERNAME').title()}: {text}" if text else "",
        )
    if name == "X-MS-IMADDRESS" or name == "IMPP":
        return "即时通讯", text
    return None, text


def _full_name(parts: list[str]) -> str:
    """A name from its pieces: family name first and joined when it is Chinese."""
    family, given, middle, before, after = [p.strip() for p in (*parts, "", "", "", "", "")][:5]
    if _HAN.search(family + given):
        return family + middle + given
    return " ".join(p for p in (before, given, middle, family, after) if p)


def _address(parts: list[str]) -> str:
    """One line: from large to small in Chinese, from small to large elsewhere."""
    box, extra, street, city, region, code, country = [" ".join(p.split()) for p in (*parts, *[""] * 7)][:7]
    if _HAN.search(city + region + street):
        pieces = [country, region, city if city != region else "", street, extra, box]
        return "".join(pieces) + (f" {code}" if code else "")
    return ", ".join(
        p.strip(" ,") for p in (box, extra, street, city, region, code, country) if p.strip(" ,")
    )
