"""From what somebody typed or sent to values a record can hold, one rule per kind of field, for page, API and import alike."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar
from uuid import UUID

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from keyaccount.access import Field, Kind, Principal, opened
from keyaccount.base import codes, dates, money, regions
from keyaccount.base.clock import day_of
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import Say, listed, say
from keyaccount.base.storable import REASON, storable

T = TypeVar("T")
MOST_INTEGER = 2_147_483_647
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_URL = re.compile(r"(https?://)?[^\s/:]+\.[^\s]+", re.IGNORECASE)


class NotTaken(ValueError):
    """One value that cannot be taken, with the reason for the person."""

    def __init__(self, code: str, message: Say) -> None:
        super().__init__(code)
        self.code = code
        self.message = message


def text(raw: Any, *, limit: int | None = None, one_line: bool = True) -> str:
    """A text as given; one-line texts lose white space at the ends. NUL and broken characters cannot be stored."""
    value = "" if raw is None else str(raw)
    if not storable(value):
        raise NotTaken("characters", REASON)
    value = value.strip() if one_line else value.replace("\r\n", "\n")
    if limit is not None and len(value) > limit:
        raise NotTaken("too_long", say("最多 {limit} 个字，现在是 {n} 个", limit=limit, n=len(value)))
    return value


def whole(raw: Any, *, least: int = 0, most: int = MOST_INTEGER) -> int | None:
    """A whole number, thousands separators allowed; None when empty."""
    if raw is None or raw == "" or isinstance(raw, bool):
        return None
    try:
        number = Decimal(str(raw).replace(",", "").replace("，", "").strip())
    except InvalidOperation:
        raise NotTaken("integer", say("需要整数，例如 1200")) from None
    if not number.is_finite() or number != number.to_integral_value():
        raise NotTaken("integer", say("需要整数，例如 1200"))
    if not least <= number <= most:
        raise NotTaken("range", say("需要在 {least} 到 {most} 之间", least=least, most=most))
    return int(number)


def amount(raw: Any) -> Decimal | None:
    """An exact amount in yuan; 万 and 亿 understood; None when empty."""
    if raw is None or raw == "":
        return None
    number = _read(money.parse_amount, raw)
    if abs(number) >= Decimal(10) ** 16:
        raise NotTaken("range", say("金额太大"))
    if number != number.quantize(Decimal("0.01")):
        raise NotTaken("amount", say("金额最多两位小数"))
    return number.quantize(Decimal("0.01"))


def day(raw: Any) -> date | None:
    """A calendar day, of a moment the one it falls on where our users are; None when empty."""
    if raw is None or raw == "":
        return None
    if isinstance(raw, datetime):
        return day_of(raw) if raw.tzinfo else raw.date()
    if isinstance(raw, date):
        return raw
    return _read(dates.parse_date, raw)


def _read(reader: Callable[[str], T], raw: Any) -> T:
    """What a reader of `base` makes of the text; its first problem is the reason."""
    try:
        return reader(str(raw))
    except Invalid as bad:
        raise NotTaken(bad.problems[0].code, bad.problems[0].message) from None


def moment(raw: Any) -> datetime | None:
    """A moment; without a zone it is local time; a bare day counts from its start."""
    if raw is None or raw == "":
        return None
    try:
        found = raw if isinstance(raw, datetime) else parse_datetime(str(raw).strip())
    except ValueError:
        found = None
    if found is None:
        start = day(raw)
        found = datetime(start.year, start.month, start.day) if start else None
    if found is None or found.year < 1900:
        raise NotTaken("moment", say("看不懂这个时间，例如 2026-11-22 14:30"))
    return found if found.tzinfo else timezone.make_aware(found)


def decimal(raw: Any) -> Decimal | None:
    """A plain number, such as a percentage or an exchange rate; a percent sign is taken off."""
    word = str(raw if raw is not None else "").strip().removesuffix("%").removesuffix("％").replace(",", "")
    if not word:
        return None
    try:
        found = Decimal(word)
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or abs(found) >= 10**8:
        raise NotTaken("decimal", say("请填数字，例如 6 或 12.5"))
    return found


def yes(raw: Any) -> bool:
    """Yes or no in the words people use."""
    if isinstance(raw, bool):
        return raw
    word = str(raw if raw is not None else "").strip().lower()
    if word in ("", "0", "false", "no", "n", "否", "off"):
        return False
    if word in ("1", "true", "yes", "y", "是", "on", "√"):
        return True
    raise NotTaken("yesno", say("请填 是 或 否"))


def choice(raw: Any, choices: Mapping[str, Say]) -> str:
    """A key of the list, given as key or as label in any language the product speaks."""
    word = str(raw or "").strip()
    if not word or word in choices:
        return word
    for key, label in choices.items():
        if word in (label.msgid, str(label)):
            return key
    raise NotTaken(
        "choice", say("只能填：{list}", list=str(listed(str(label) for label in choices.values())))
    )


def months(raw: Any) -> list[int]:
    """Months 1–12, as a list or as text such as 10,11 or 10-11."""
    if raw is None or raw == "":
        return []
    parts = raw if isinstance(raw, list | tuple) else re.split(r"[,，、;；\s]+", str(raw).strip())
    found: set[int] = set()
    for part in parts:
        ends = re.fullmatch(r"(\d{1,2})\s*[-–~至]\s*(\d{1,2})\s*月?", str(part).strip())
        low, high = ends.groups() if ends else (str(part).removesuffix("月"),) * 2
        first, last = whole(low, least=1, most=12) or 1, whole(high, least=1, most=12) or 12
        found |= set(range(first, last + 1)) if first <= last else {*range(first, 13), *range(1, last + 1)}
    return sorted(found)


def region(raw: Any) -> str:
    """A region code, given as code or as name."""
    word = str(raw or "").strip()
    if not word:
        return ""
    code = word if word.isdigit() else regions.find(word)
    if not code or not regions.name(code):
        raise NotTaken("region", say("没有找到这个地区，请写省市区，例如 江苏省南京市"))
    return code


def credit_code(raw: Any) -> str:
    """A unified social credit code with its check digit verified."""
    word = text(raw, limit=40)
    if word and (problem := codes.code_problem(word)):
        raise NotTaken("credit_code", problem.message)
    return codes.normalise_code(word)


def email(raw: Any) -> str:
    word = text(raw, limit=254)
    if word and not _EMAIL.fullmatch(word):
        raise NotTaken("email", say("邮箱格式不对，例如 name@example.com"))
    return word


def url(raw: Any) -> str:
    word = text(raw, limit=300)
    if word and not _URL.fullmatch(word):
        raise NotTaken("url", say("网址格式不对，例如 www.example.com"))
    return word


_ID_ONLY: dict[Kind, Callable[[Any], Any]] = {
    Kind.MONEY: amount,
    Kind.DECIMAL: decimal,
    Kind.DATE: day,
    Kind.MOMENT: moment,
    Kind.YESNO: yes,
    Kind.MONTHS: months,
    Kind.MONTH: lambda raw: whole(raw, least=1, most=12) or 1,
    Kind.REGION: region,
    Kind.CREDIT_CODE: credit_code,
    Kind.EMAIL: email,
    Kind.URL: url,
}


def reference(by: Principal, field: Field, raw: Any) -> UUID | None:
    """The id of a row the principal may see; something unseen answers as if it were not there."""
    word = str(raw or "").strip()
    if not word:
        return None
    try:
        wanted = UUID(word)
    except ValueError:
        raise NotTaken("reference", say("请从列表中选择")) from None
    if not opened(by, field.ref).filter(pk=wanted).exists():
        raise NotTaken("reference", say("没有找到所选的{label}", label=field.label))
    return wanted


def tags(by: Principal, field: Field, raw: Any) -> list[UUID]:
    """Ids of tags, from a list or one text with separators."""
    parts = (
        raw
        if isinstance(raw, list | tuple)
        else [p for p in re.split(r"[,，;；]", str(raw or "")) if p.strip()]
    )
    wanted = [UUID(str(p).strip()) if _is_id(p) else None for p in parts]
    if None in wanted:
        raise NotTaken("reference", say("请从列表中选择"))
    ids = [w for w in wanted if w]
    if opened(by, field.ref).filter(pk__in=ids).count() != len(set(ids)):
        raise NotTaken("reference", say("没有找到所选的{label}", label=field.label))
    return list(dict.fromkeys(ids))


def _is_id(raw: Any) -> bool:
    try:
        UUID(str(raw).strip())
    except ValueError:
        return False
    return True


def one(by: Principal, field: Field, raw: Any) -> Any:
    """The clean value of one field, or `NotTaken`."""
    if field.required and (raw is None or str(raw).strip() == ""):
        raise NotTaken("required", say("请填写{label}", label=field.label))
    if field.kind is Kind.REF:
        return reference(by, field, raw)
    if field.kind is Kind.TAGS:
        return tags(by, field, raw)
    if field.kind is Kind.CHOICE:
        return choice(raw, field.choices or {})
    if field.kind is Kind.INTEGER:
        return whole(raw, most=field.most)
    if field.kind in _ID_ONLY:
        return _ID_ONLY[field.kind](raw)
    return text(raw, limit=field.max_length, one_line=field.kind is not Kind.LONG)


def clean(
    by: Principal, fields: Mapping[str, Field], raw: Mapping[str, Any]
) -> tuple[dict[str, Any], list[Problem]]:
    """All values of `raw` that can be taken, and a problem for each that cannot. Unknown names are refused, not ignored."""
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, given in raw.items():
        if name not in fields:
            problems.append(
                Problem("unknown_field", say("没有名为 {name} 的可填写字段", name=name), field=name)
            )
            continue
        try:
            values[name] = one(by, fields[name], given)
        except NotTaken as bad:
            problems.append(Problem(bad.code, bad.message, field=name))
    return values, problems
