"""Telephone numbers: one stored form, search by any ending, masking; China first, then any country."""

from __future__ import annotations

import re
import unicodedata

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType

_EXTENSION = re.compile(r"\s*(?:转|轉|分机|分機|ext\.?|[xX#,;])\s*(\d{1,8})\s*$", re.I)
_SERVICE = re.compile(r"^(400|800)(\d{3})(\d{4})$")
_MASK_FROM = 7


def _clean(text: str) -> tuple[str, str]:
    """Half-width text without its extension, and the extension."""
    plain = unicodedata.normalize("NFKC", text).strip()
    found = _EXTENSION.search(plain)
    return (plain[: found.start()], found.group(1)) if found else (plain, "")


def _parse(text: str, region: str) -> PhoneNumber | None:
    plain, extension = _clean(text)
    try:
        number = phonenumbers.parse(plain, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number) or not phonenumbers.is_valid_number(number):
        return None
    number.extension = extension or None
    return number


def digits(text: str) -> str:
    """All digits of a text, half-width."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isdigit() and c.isascii())


def normalise(text: str, region: str = "CN") -> str | None:
    """The stored form: `+8613812345678`, with extension `+862583456789x801`; None for no valid number."""
    number = _parse(text, region)
    if number is None:
        return None
    stored = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    return f"{stored}x{number.extension}" if number.extension else stored


def is_mobile(text: str, region: str = "CN") -> bool:
    """Whether the number can receive a text message."""
    number = _parse(text, region)
    kinds = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)
    return number is not None and phonenumbers.number_type(number) in kinds


def display(text: str, region: str = "CN") -> str:
    """As people write it: 138 1234 5678, 025-8345 6789x801, 400-123-4567; unknown text as it is."""
    number = _parse(text, region)
    if number is None:
        return text.strip()
    extension, number.extension = number.extension, None
    home = number.country_code == phonenumbers.country_code_for_region(region)
    style = PhoneNumberFormat.NATIONAL if home else PhoneNumberFormat.INTERNATIONAL
    shown = phonenumbers.format_number(number, style)
    service = _SERVICE.match(digits(shown)) if home else None
    if service:
        shown = "-".join(service.groups())
    elif home:
        shown = re.sub(r"^(0\d{2,3}) ", r"\1-", shown)
    return f"{shown}x{extension}" if extension else shown


def phone_key(text: str, region: str = "CN") -> str:
    """Digits that are equal however the number was written: no +86, no extension, area code with its 0.

    Numbers of other countries keep the country code; text that is no number keeps its digits.
    """
    number = _parse(text, region)
    if number is None:
        return digits(_clean(text)[0])
    number.extension = None
    if number.country_code != phonenumbers.country_code_for_region(region):
        return digits(phonenumbers.format_number(number, PhoneNumberFormat.E164))
    return digits(phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL))


def reversed_key(text: str, region: str = "CN") -> str:
    """`phone_key` back to front: indexed, any ending (last 4, last 8) becomes a prefix search."""
    return phone_key(text, region)[::-1]


def ending(query: str) -> str | None:
    """A query of 4 or more digits as a prefix of `reversed_key`; None for anything else."""
    found = digits(query)
    other = re.sub(r"[\d\s()+\-]", "", unicodedata.normalize("NFKC", query))
    return found[::-1] if len(found) >= 4 and not other else None


def mask(text: str) -> str:
    """138****5678: the first three and last four digits stay, of short numbers the last."""
    found = phone_key(text)
    if len(found) < _MASK_FROM:
        return "*" * (len(found) - 1) + found[-1:]
    return f"{found[:3]}{'*' * max(len(found) - 7, 1)}{found[-4:]}"
