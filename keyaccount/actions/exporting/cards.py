"""People as vCard 3.0 (RFC 2426), which every telephone and address book reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from keyaccount.tables.writing import Written

_LINE = 75
_PLAIN = {"email": "EMAIL;TYPE=WORK", "wechat": "X-WECHAT", "note": "NOTE", "title": "TITLE"}
_PHONES = {"mobile": "TEL;TYPE=CELL", "phone": "TEL;TYPE=WORK"}
_SEX = {"男": "M", "女": "F", "Male": "M", "Female": "F"}


def write_cards(path: Path, people: Iterable[Mapping[str, Any]]) -> Written:
    """One card a person; `people` are rows of an export of persons."""
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        for person in people:
            count += 1
            file.writelines(f"{_folded(line)}\r\n" for line in _card(person))
    return Written(path, "vcf", count)


def _card(person: Mapping[str, Any]) -> Iterator[str]:
    name = _escaped(person.get("name") or "")
    yield "BEGIN:VCARD"
    yield "VERSION:3.0"
    yield f"FN:{name}"
    yield f"N:{name};;;;"
    if person.get("account"):
        unit = person.get("unit_name")
        yield f"ORG:{_escaped(person['account'])}" + (f";{_escaped(unit)}" if unit else "")
    for field, label in {**_PHONES, **_PLAIN}.items():
        if person.get(field):
            yield f"{label}:{_escaped(person[field])}"
    if sex := _SEX.get(str(person.get("gender"))):
        yield f"X-GENDER:{sex}"
    yield f"UID:urn:uuid:{person['id']}"
    yield "END:VCARD"


def _escaped(text: Any) -> str:
    out = str(text).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return out.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Lines of at most 75 bytes, cut between characters; further ones begin with a space."""
    parts, room = [""], _LINE
    for char in line:
        size = len(char.encode("utf-8", "replace"))
        if size > room:
            parts.append(" ")
            room = _LINE - 1
        parts[-1] += char
        room -= size
    return "\r\n".join(parts)
