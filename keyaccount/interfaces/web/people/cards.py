"""A person as a vCard (RFC 2426), from readable values only."""

from __future__ import annotations

from keyaccount.access import FieldClass
from keyaccount.queries.records.show_record import Shown

_LINE = 75


def vcard(person: Shown) -> str:
    """Name, post, customer, numbers and mail, classes C0 and C1."""
    kept = {n: v for n, v in person.values.items() if person.fields[n].klass <= FieldClass.INTERNAL and v}
    account = person.names.get("account", {}).get(kept.get("account"), "")
    lines = [
        "BEGIN:VCARD",
        "VERSION:3.0",
        f"FN:{_text(kept['name'])}",
        f"N:{_text(kept['name'])};;;;",
        f"NICKNAME:{_text(kept.get('english_name', ''))}",
        f"ORG:{_text(account)};{_text(kept.get('unit_name', ''))}",
        f"TITLE:{_text(kept.get('title', ''))}",
        f"TEL;TYPE=CELL:{_text(kept.get('mobile', ''))}",
        f"TEL;TYPE=WORK:{_text(kept.get('phone', ''))}",
        f"EMAIL;TYPE=WORK:{_text(kept.get('email', ''))}",
        "END:VCARD",
    ]
    filled = [line for line in lines if line.rstrip(";").partition(":")[2]]
    return "".join(f"{_folded(line)}\r\n" for line in filled)


def _text(value: str) -> str:
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r", ""), ("\n", "\\n")):
        value = value.replace(plain, escaped)
    return value


def _folded(line: str) -> str:
    """Lines of at most 75 bytes, never cut within a character."""
    parts, at = [""], 0
    for character in line:
        size = len(character.encode())
        if at + size > _LINE:
            parts.append(" ")
            at = 1
        parts[-1] += character
        at += size
    return "\r\n".join(parts)
