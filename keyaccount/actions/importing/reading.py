"""Reading the plain fields of a row: files say 35000+人, 2010年 and [site](site); forms need not understand that."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from keyaccount.access import Field, Kind
from keyaccount.actions.importing.rows import Draft, Given, Order, text
from keyaccount.actions.shared.cleaning import NotTaken, one
from keyaccount.base.dates import year_first
from keyaccount.base.errors import Invalid
from keyaccount.base.language import LANGUAGES, say, speaking
from keyaccount.base.sizes import parse_size_text

_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_YEAR = re.compile(r"(1[6-9]|20)\d\d")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_SIZES = frozenset({"headcount", "seats"})
_FEW_VALUES = frozenset({Kind.REGION, Kind.CHOICE, Kind.MONTHS, Kind.YESNO, Kind.MONTH})
_MOST_KEPT = 20_000
_AS_THEY_ARE = frozenset({Kind.DATE, Kind.MOMENT, Kind.YESNO})


class Reader:
    """Reads rows for one import; what repeats from row to row (regions, choices) is read once."""

    def __init__(self, order: Order, fields: Mapping[str, Field]) -> None:
        self.order = order
        self.fields = {n: f for n, f in fields.items() if f.kind not in (Kind.REF, Kind.TAGS, Kind.SEALED)}
        self.defaults: Mapping[str, Any] = order.options.get("defaults") or {}
        self.multiply: Mapping[str, Any] = order.options.get("multiply") or {}
        self._labels = {n: _labels(f) for n, f in self.fields.items() if f.kind is Kind.CHOICE}
        self.orders: Mapping[str, Any] = order.options.get("date_orders") or {}
        self._read: dict[tuple[str, str], Any] = {}

    def read(self, row: Given) -> Draft:
        """Every plain field of the row. What cannot be read is left out with a note; if required, the row is wrong."""
        draft = Draft(row)
        for name, field in self.fields.items():
            raw = row.raw.get(name, self.defaults.get(name))
            if raw is not None:
                self._one(draft, name, field, raw)
            if field.required and not draft.missing and draft.values.get(name) in (None, ""):
                draft.missing = str(say("缺少{label}", label=field.label))
        return draft

    def _one(self, draft: Draft, name: str, field: Field, raw: Any) -> None:
        try:
            value = self._value(name, field, raw)
        except NotTaken as bad:
            why = say(
                "{label}“{value}”没有采用：{why}", label=field.label, value=text(raw)[:60], why=bad.message
            )
            draft.notes.append(str(why))
            if field.required or self.order.options.get("strict"):
                draft.wrong = draft.wrong or str(why)
            return
        if value not in (None, "", []):
            draft.values[name] = value

    def ordered(self, name: str, raw: Any) -> Any:
        """A date that puts the year last, turned round in the order its column has. Raises `NotTaken`."""
        order = self.orders.get(name)
        if order not in ("dmy", "mdy") or not isinstance(raw, str):
            return raw
        try:
            return year_first(raw, order)
        except Invalid as bad:
            raise NotTaken(bad.problems[0].code, bad.problems[0].message) from None

    def _value(self, name: str, field: Field, raw: Any) -> Any:
        raw = self.ordered(name, raw)
        if field.kind not in _FEW_VALUES or not isinstance(raw, str):
            return one(self.order.by, field, self._loosened(name, field, raw))
        if (name, raw) not in self._read:
            if len(self._read) >= _MOST_KEPT:
                self._read.clear()
            try:
                self._read[name, raw] = one(
                    self.order.by, field, self._labels.get(name, {}).get(raw.strip(), raw)
                )
            except NotTaken as bad:
                self._read[name, raw] = bad
        found = self._read[name, raw]
        if isinstance(found, NotTaken):
            raise found
        return found

    def _loosened(self, name: str, field: Field, raw: Any) -> Any:
        if field.kind is Kind.MONEY and name in self.multiply:
            word = text(raw).replace(",", "")
            return Decimal(word) * Decimal(str(self.multiply[name])) if _NUMBER.fullmatch(word) else raw
        if field.kind in _AS_THEY_ARE:
            return raw
        word = raw if isinstance(raw, str) else text(raw)
        if field.kind is Kind.URL and (link := _LINK.search(word)):
            return link.group(1)
        if name == "founded" and (year := _YEAR.search(word)):
            return year.group()
        if name in _SIZES and not _NUMBER.fullmatch(word) and (size := parse_size_text(word)):
            return size[0] or size[1]
        return word


def _labels(field: Field) -> dict[str, str]:
    """Label in any language the product speaks → key."""
    found: dict[str, str] = {}
    for language in LANGUAGES:
        with speaking(language):
            found |= {str(label): key for key, label in (field.choices or {}).items()}
    return found
