"""vCard 2.1, 3.0, 4.0 and jCard into properties: tolerant, since phones write them as they please.

Own, because the libraries decode photographs first and fail on them: vobject reads 14 of our 17 samples.
"""

from __future__ import annotations

import binascii
import quopri
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

Params = dict[str, list[str]]
_HEAD = re.compile(r"^(?:([\w-]+)\.)?([A-Za-z0-9-]+)((?:;(?:[^:\";]|\"[^\"]*\")*)*):(.*)$", re.DOTALL)
_PARAM = re.compile(r";((?:[^;\"]|\"[^\"]*\")*)")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_BINARY = frozenset({"PHOTO", "LOGO", "SOUND", "KEY"})


@dataclass(frozen=True)
class Property:
    """One line of a card. `parts` are its values as divided by semicolons, unescaped; params in capitals."""

    name: str
    parts: list[str]
    params: Params = field(default_factory=dict)
    group: str = ""

    @property
    def text(self) -> str:
        """The value as one text."""
        return ";".join(self.parts).strip()

    @property
    def types(self) -> frozenset[str]:
        """HOME, WORK, CELL, PREF … of whatever version."""
        return frozenset(t.strip().upper() for value in self.params.get("TYPE", ()) for t in value.split(","))


def read_cards(lines: Iterable[str]) -> Iterator[list[Property]]:
    """Cards in order; a card within a card belongs to nobody and is skipped, a missing END is forgiven."""
    card: list[Property] | None = None
    depth = 0
    for line in _unfold(lines):
        found = _property(line)
        if found is None:
            continue
        if found.name == "BEGIN":
            depth += 1
            card = [] if depth == 1 else card
        elif found.name == "END":
            depth = max(0, depth - 1)
            if depth == 0 and card is not None:
                yield card
                card = None
        elif depth == 1 and card is not None:
            card.append(found)
    if card:
        yield card


def _unfold(lines: Iterable[str]) -> Iterator[str]:
    """Logical lines: folded by a leading space, or by a trailing = within quoted-printable."""
    held: list[str] = []
    soft = False
    for raw in lines:
        line = raw.rstrip("\r\n")
        if soft:
            held.append(line)
        elif line[:1] in (" ", "\t") and held:
            held.append(line[1:])
            continue
        elif line:
            if held:
                yield "".join(held)
            held = [line]
        else:
            continue
        soft = line.endswith("=") and _quoted_printable(held[0])
        if soft:
            held[-1] = line[:-1]
    if held:
        yield "".join(held)


def _quoted_printable(line: str) -> bool:
    return "QUOTED-PRINTABLE" in line.split(":", 1)[0].upper()


def _property(line: str) -> Property | None:
    found = _HEAD.match(line)
    if not found:
        return None
    group, name, rest, value = found.groups()
    name, params = name.upper(), _params(rest)
    if name in _BINARY:
        return Property(name, [""], params)
    if "QUOTED-PRINTABLE" in _encoding(params):
        value = _unquote(value, params)
        parts = _split(value, escapes=False)
    elif _encoding(params) & {"B", "BASE64"}:
        parts = [_unbase(value)]
    else:
        parts = _split(value)
    return Property(name, parts, params, (group or "").lower())


def _params(rest: str) -> Params:
    params: Params = {}
    for item in _PARAM.findall(rest):
        key, sign, value = item.partition("=")
        if not sign:  # 2.1 writes bare words: TEL;CELL;PREF
            key, value = ("ENCODING" if key.upper() in ("QUOTED-PRINTABLE", "BASE64") else "TYPE"), key
        params.setdefault(key.strip().upper(), []).append(value.strip().strip('"'))
    return params


def _encoding(params: Params) -> set[str]:
    return {value.upper() for value in params.get("ENCODING", ())}


def _unquote(value: str, params: Params) -> str:
    raw = quopri.decodestring(value.encode("utf-8", "replace"))
    for charset in (*params.get("CHARSET", ()), "utf-8", "gb18030"):
        try:
            return raw.decode(charset)
        except (LookupError, UnicodeDecodeError):
            continue
    return raw.decode("utf-8", "replace")


def _unbase(value: str) -> str:
    try:
        return binascii.a2b_base64(value).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return ""


def _split(value: str, escapes: bool = True) -> list[str]:
    """Divide at semicolons that no backslash guards, then take the backslashes away."""
    if not escapes and "\\" not in value:
        return value.split(";")
    parts, current, at = [], [], 0
    while at < len(value):
        if value[at] == "\\" and at + 1 < len(value):
            current.append(value[at : at + 2])
            at += 2
            continue
        if value[at] == ";":
            parts.append("".join(current))
            current = []
        else:
            current.append(value[at])
        at += 1
    parts.append("".join(current))
    return [_ESCAPED.sub(lambda m: "\n" if m[1] in "nN" else m[1], part) for part in parts]


def from_jcard(properties: Any) -> list[Property]:
    """The properties of one jCard (RFC 7095); what is not shaped like one is passed over."""
    card = []
    for item in properties if isinstance(properties, list) else ():
        if not (
            isinstance(item, list)
            and len(item) >= 4
            and isinstance(item[0], str)
            and isinstance(item[1], dict)
        ):
            continue
        params: Params = {
            str(k).upper(): [str(v) for v in (value if isinstance(value, list) else [value])]
            for k, value in item[1].items()
        }
        value = item[3]
        parts = [_join(part) for part in value] if isinstance(value, list) else [str(value)]
        card.append(Property(item[0].upper(), parts, params, params.get("GROUP", [""])[0].lower()))
    return card


def _join(part: Any) -> str:
    return ",".join(map(str, part)) if isinstance(part, list) else str(part)
