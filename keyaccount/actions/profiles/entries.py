"""What keeping and editing an entry of a profile share: clean values, the fence, the dates, the person's key, the journal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from keyaccount.access import FieldClass, Principal, everything, policy_of
from keyaccount.actions.profiles.keeping_out import kept_out
from keyaccount.actions.shared import cleaning, journaling, sealing
from keyaccount.actions.shared.cleaning import NotTaken, clean
from keyaccount.base.clock import day_of
from keyaccount.base.errors import Invalid, Missing, Problem
from keyaccount.base.language import say
from keyaccount.records.people.models import PersonKey, ProfileEntry

FIELDS = ("kind", "sealed", "purpose", "basis", "source", "observed_on", "retain_until")
MOST_MONTHS = 36
_MOST_TEXT = 1000
_WHY = "the person was opened for who may reveal their profile just before"


def taken(by: Principal, raw: Mapping[str, Any], *, at: datetime, row: ProfileEntry | None) -> dict[str, Any]:
    """Clean values of `raw` (the text as `sealed`, and `source_note`); `Invalid` lists every problem.

    `row`: the entry as it stands, whose text stays where none was typed; None for a new one.
    """
    fields = {name: policy_of("profile_entry").by_name[name] for name in FIELDS}
    given = {name: value for name, value in raw.items() if name != "source_note"}
    if row is None:
        given = {**dict.fromkeys(FIELDS, ""), **given}
    elif not str(given.get("sealed") or "").strip():
        given.pop("sealed", None)
    values, problems = clean(by, fields, given)
    if "source_note" in raw:
        values["source_note"] = _note(raw["source_note"], problems)
    problems += kept_out({name: str(values.get(name, "")) for name in ("sealed", "purpose", "source_note")})
    if len(str(values.get("sealed", ""))) > _MOST_TEXT:
        problems.append(Problem("too_long", say("最多写 {n} 个字", n=_MOST_TEXT), field="sealed"))
    problems += _dates(values, day_of(at))
    if problems:
        raise Invalid(*problems)
    return values


def _note(raw: Any, problems: list[Problem]) -> str:
    try:
        return cleaning.text(raw, limit=200)
    except NotTaken as bad:
        problems.append(Problem(bad.code, bad.message, field="source_note"))
        return ""


def _dates(values: Mapping[str, Any], today: date) -> list[Problem]:
    problems = []
    observed, until = values.get("observed_on"), values.get("retain_until")
    if observed and observed > today:
        problems.append(Problem("range", say("得知的日期不能晚于今天"), field="observed_on"))
    if until and not today < until <= months_on(today, MOST_MONTHS):
        told = say("保存期限从今天起算，最长 {n} 个月", n=MOST_MONTHS)
        problems.append(Problem("range", told, field="retain_until"))
    return problems


def months_on(day: date, months: int) -> date:
    """The same day so many months on; the 28th where the month may be shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, 28))


def key_of(entry_person: Any, *, at: datetime | None = None) -> bytes:
    """The person's key; `at` makes one where there is none, else that is `Missing` (erased)."""
    rows = everything(PersonKey, why=_WHY)
    kept = rows.filter(person_id=entry_person).first()
    if kept:
        return sealing.unwrap(kept.sealed, owner=entry_person)
    if at is None:
        raise Missing()
    key = sealing.new_key()
    PersonKey(person_id=entry_person, sealed=sealing.wrap(key, owner=entry_person), created_at=at).save(
        force_insert=True
    )
    return key


def tell(kind: str, row: ProfileEntry, *, by: Principal | None, at: datetime, **data: Any) -> None:
    """The journal learns that an entry was touched and, where told, what for; never what it says."""
    journaling.write(
        kind,
        by=by,
        at=at,
        entity="profile_entry",
        object_id=row.pk,
        account_id=row.account_id,
        person_id=row.person_id,
        klass=FieldClass.PERSONAL,
        data=data,
    )
