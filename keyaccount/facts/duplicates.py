"""Whether a customer is already registered (ACC-4): checked against all accounts, told as far as the asker may see.

A declared channel (docs/admin/permissions.md): of accounts outside the asker's scope the answer is their number alone, meaning
"registered, ask operations", never a name, an owner or a stage. Forms ask `likely_duplicates`, imports `find_many`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from keyaccount.access import Principal, everything, opened
from keyaccount.base import names
from keyaccount.base.codes import normalise_code
from keyaccount.base.language import Say, say
from keyaccount.base.name_parts import parts
from keyaccount.records.accounts.models import Account
from keyaccount.records.search import asking
from keyaccount.records.search.matching import condition, match

_WHY = "one customer is registered once in the whole company; what the asker may not see is only counted"
_MOST = 200
_MOST_PER_KEY = 20
_SHOWN = 10
_PART = 500
_CODE, _NAME, _ALIKE = say("统一社会信用代码相同"), say("名称相同"), say("名称相近")
_COLUMNS = ("id", "name", "short_name", "english_name", "credit_code", "name_key", "core_key", "pinyin_key")


@dataclass(frozen=True)
class Candidate:
    """An account that may be the same customer. `score` 0 to 1, `owner` empty in a pool."""

    id: UUID
    name: str
    why: Say
    score: float
    owner: str


@dataclass(frozen=True)
class Duplicates:
    """`visible`: best first; `hidden`: how many more are registered out of sight; `certain`: an equal credit code."""

    visible: list[Candidate]
    hidden: int
    certain: bool


@dataclass(frozen=True)
class Match:
    """What a row of an import meets: the account, how alike (1 = the same name or code), and why."""

    id: UUID
    score: float
    why: Say


def likely_duplicates(
    by: Principal, name: str, credit_code: str = "", exclude: UUID | None = None
) -> Duplicates:
    """Accounts that may be the customer of this name and code; `exclude` is the account being edited."""
    code = normalise_code(credit_code)
    rows = [row for row in _candidates(name, code) if row["id"] != exclude]
    scored = [(*_likeness(row, name, code), row) for row in rows]
    alike = sorted((s for s in scored if s[0] >= names.SAME), key=lambda s: (-s[0], s[2]["name"]))
    ids = [row["id"] for *_, row in alike]
    seen = dict(opened(by, "account").filter(pk__in=ids).values_list("pk", "owner__name"))
    visible = [
        Candidate(row["id"], row["name"], why, score, seen[row["id"]] or "")
        for score, why, row in alike
        if row["id"] in seen
    ]
    return Duplicates(visible[:_SHOWN], len(ids) - len(visible), any(why is _CODE for _, why, _ in alike))


def find_many(
    company_names: Sequence[str], credit_codes: Sequence[str], keys: Sequence[names.NameKeys] | None = None
) -> dict[int, Match | None]:
    """{row: what it meets} for an import, in a few queries per 500 rows: equal codes, equal names, then names of one
    core or sound that are alike. Whether the importer may see or change the account is not asked here."""
    known = list(keys) if keys is not None else [names.keys(name) for name in company_names]
    codes = [normalise_code(code) for code in credit_codes]
    found: dict[int, Match | None] = {}
    for start in range(0, len(known), _PART):
        part = range(start, min(start + _PART, len(known)))
        book = _Book(known[start : start + _PART], codes[start : start + _PART])
        for row in part:
            found[row] = book.match(company_names[row], codes[row], known[row])
    return found


class _Book:
    """The accounts that share a code or a key with some rows of an import."""

    def __init__(self, keys: Sequence[names.NameKeys], codes: Sequence[str]) -> None:
        self.by_code = _by("credit_code", {code for code in codes if code})
        self.by_name = _by("name_key", {key.exact for key in keys})
        self.by_core = _by("core_key", {key.core for key in keys})
        self.by_sound = _by("pinyin_key", {key.pinyin for key in keys if key.pinyin})

    def match(self, name: str, code: str, key: names.NameKeys) -> Match | None:
        """The account a row meets; with a code of its own never one of another code."""
        for rows, why in ((self.by_code.get(code), _CODE), (self.by_name.get(key.exact), _NAME)):
            for row in rows or ():
                if why is _CODE or not _other_code(row, code):
                    return Match(row["id"], 1.0, why)
        alike = [*self.by_core.get(key.core, ()), *self.by_sound.get(key.pinyin, ())]
        scored = [
            Match(row["id"], *_likeness(row, name, code)) for row in alike if not _other_code(row, code)
        ]
        best = max(scored, key=lambda match: match.score, default=None)
        return best if best and best.score >= names.SAME else None


def _by(column: str, values: Iterable[str]) -> Mapping[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    rows = everything(Account, why=_WHY).filter(archived_at=None, **{f"{column}__in": list(values)})
    for row in rows.values(*_COLUMNS):
        same = found.setdefault(row[column], [])
        if len(same) < _MOST_PER_KEY:
            same.append(row)
    return found


def _other_code(row: Mapping[str, Any], code: str) -> bool:
    return bool(code and row["credit_code"] and normalise_code(row["credit_code"]) != code)


def _candidates(name: str, code: str) -> Iterator[dict[str, Any]]:
    """Accounts of one code, one key, or with most of the characters of the core of the name."""
    wanted = Q(credit_code=code) if code else Q(pk__in=[])
    if name.strip():
        key = names.keys(name)
        wanted |= Q(name_key=key.exact) | Q(core_key=key.core) | Q(pinyin_key=key.pinyin, pinyin_key__gt="")
    everybody = everything(Account, why=_WHY).filter(archived_at=None)
    rows = {row["id"]: row for row in everybody.filter(wanted).values(*_COLUMNS)[:_MOST]}
    resembling = asking.resembling(parts(name).core or name)
    where = condition(Q(klass=0))
    if resembling and where:
        sides = match(resembling, where, ["account"], limit=_MOST)
        ids = [side.object_id for side in sides if side.object_id not in rows]
        rows.update({row["id"]: row for row in everybody.filter(pk__in=ids).values(*_COLUMNS)})
    yield from rows.values()


def _likeness(row: Mapping[str, Any], name: str, code: str) -> tuple[float, Say]:
    """How surely the account is the customer: by code, else by the best of its names."""
    if code and normalise_code(row["credit_code"]) == code:
        return 1.0, _CODE
    known = [row[column] for column in ("name", "short_name", "english_name") if row[column]]
    score = max((names.similarity(name, other) for other in known), default=0.0) if name.strip() else 0.0
    return score, _NAME if score == 1.0 else _ALIKE
