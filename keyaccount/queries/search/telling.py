"""What is shown of a found record: its name and one line about it, read from the record as its reader may see it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from keyaccount.access import Field, Principal, access_to, opened
from keyaccount.base.hanzi import fold
from keyaccount.base.phones import digits
from keyaccount.queries.records.names import names_for
from keyaccount.queries.search.ranking import asked_words
from keyaccount.records.search.matching import Found

_SNIPPET = 80
_BEFORE = 16


@dataclass(frozen=True)
class Shown:
    name: str
    about: str
    inside: UUID | None = None


@dataclass(frozen=True)
class _Manner:
    """Which fields tell of an entity: always, and only when the text was found there. `inside`: the column of the
    record on whose page it is shown."""

    always: tuple[str, ...] = ()
    found: tuple[str, ...] = ()
    with_account: bool = False
    inside: str = ""


_MANNERS = {
    "account": _Manner(
        ("short_name", "owner", "pool"),
        ("english_name", "credit_code", "stock_code", "phone", "website", "external_id", "note"),
    ),
    "opportunity": _Manner(("owner",), ("external_id",), True),
    "contract": _Manner(("number", "owner"), ("external_id", "their_party", "our_party"), True),
    "quote": _Manner((), (), True, "opportunity_id"),
    "invoice": _Manner(("title",), ("external_id",), True, "contract_id"),
    "product": _Manner(("code", "family")),
    "person": _Manner(
        ("title",), ("english_name", "mobile", "phone", "email", "wechat", "external_id"), True
    ),
    "member": _Manner(("title", "department"), ("login", "email", "phone")),
    "unit": _Manner((), ("note", "external_id"), True),
    "note": _Manner((), (), True),
    "file": _Manner((), (), True),
    "fact": _Manner((), ("said_by",), True),
    "intelligence": _Manner(("learned_on",), ("source_name", "how"), True),
}


def account_names(by: Principal, found: Iterable[Found]) -> dict[Any, str]:
    """Names of the accounts that the found records hang on, in one query for all kinds of record."""
    ids = {one.account_id for one in found if one.account_id and _MANNERS[one.entity].with_account}
    return names_for(by, "account", ids) if ids else {}


def told(
    by: Principal, entity: str, asked: str, found: Sequence[Found], accounts: Mapping[Any, str]
) -> dict[UUID, Shown]:
    """{id: what is shown}, for those of the found that the reader may open, in one query."""
    if not found:
        return {}
    access, manner = access_to(by, entity), _MANNERS[entity]
    policy = access.policy
    fields = [policy.by_name[name] for name in (policy.title, *manner.always, *manner.found)]
    columns = [*(_column(f) for f in fields), *policy.scope.columns, *filter(None, [manner.inside])]
    rows = opened(by, entity).filter(pk__in=[one.object_id for one in found])
    if "superseded_at" in policy.internal:
        rows = rows.filter(superseded_at=None)
    places = {one.object_id: one.account_id for one in found}
    shown = {}
    for row in rows.values("pk", *dict.fromkeys(columns)):
        classes = access.classes({**row, "id": row["pk"]})
        readable = {f.name: f for f in fields if f.klass in classes}
        about = [_text(row, readable.get(name)) for name in manner.always]
        about.append(accounts.get(places[row["pk"]], "") if manner.with_account else "")
        about += [text for name in manner.found if _holds(text := _text(row, readable.get(name)), asked)]
        name = _snippet(_text(row, readable.get(policy.title)), asked)
        line = " · ".join(_snippet(part, asked) for part in about if part)
        shown[row["pk"]] = Shown(name, line, row[manner.inside] if manner.inside else None)
    return shown


def _column(field: Field) -> str:
    """Of a reference the name of what it points to; members, pools and departments are open to everybody."""
    return f"{field.name}__name" if field.ref else field.path


def _text(row: Mapping[str, Any], field: Field | None) -> str:
    return str(row[_column(field)] or "") if field else ""


def _holds(text: str, asked: str) -> bool:
    """Whether a field is where the text was found: one of its words, or its digits."""
    if not text:
        return False
    number, folded = digits(asked), fold(text)
    return any(word in folded for word in asked_words(asked)) or (len(number) > 3 and number in digits(text))


def _snippet(text: str, asked: str) -> str:
    """A long text cut to one line around the first word asked for."""
    line = " ".join(text.split())
    if len(line) <= _SNIPPET:
        return line
    folded = fold(line)
    first = min((at for word in asked_words(asked) if (at := folded.find(word)) >= 0), default=0)
    start = max(0, first - _BEFORE)
    return (
        ("…" if start else "")
        + line[start : start + _SNIPPET]
        + ("…" if start + _SNIPPET < len(line) else "")
    )
