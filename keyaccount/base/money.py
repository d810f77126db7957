"""Amounts of money: exact decimals, 万元 and 亿元, capital figures (大写), currencies (PAY-3)."""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Literal

from babel import Locale
from babel.numbers import get_currency_name, get_currency_precision, get_territory_currencies

from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import EN, ZH_HANS, ZH_HANT, Say, say

Unit = Literal["auto", "yuan", "wan", "yi"]

WAN, YI = Decimal(10_000), Decimal(100_000_000)
_LIMIT = Decimal(10) ** 16
_COMMON = ("CNY", "HKD", "TWD", "MOP", "USD", "EUR", "JPY", "GBP", "SGD", "KRW", "AUD", "CAD", "CHF")
_LOCALES = {ZH_HANS: "zh_Hans_CN", ZH_HANT: "zh_Hant_TW", EN: "en_US"}
_UNITS = {"": 1, "百": 100, "千": 1000, "k": 1000, "万": 10**4, "w": 10**4, "十万": 10**5, "百万": 10**6}
_UNITS |= {"千万": 10**7, "亿": 10**8, "b": 10**9, "bn": 10**9, "十亿": 10**9, "百亿": 10**10, "千亿": 10**11}
_UNITS |= {"万亿": 10**12, "m": 10**6, "mn": 10**6, "million": 10**6, "billion": 10**9}
_BEFORE = re.compile(r"^(?:(?:人民币|rmb|cny|usd|us\$|hkd|hk\$|nt\$|twd|eur|[¥$€£]) *)+")
_AFTER = re.compile(
    r"元?(?:人民币|rmb|cny|usd|hkd|twd|eur|美元|美金|港元|港币|新台币|台币|欧元|日元|英镑"
    r"|元|圆|块)(?:整|正)?$"
)
_TO_SIMPLE = str.maketrans("萬億圓塊幣歐臺鎊−", "万亿圆块币欧台镑-")
_PIECE = re.compile(
    r"([.\d](?:\d|[.,' ](?=\d))*) *(万亿|[十百千]?万|[十百千]?亿|百|千|million|billion|bn|mn|[kwmb])? *"
)
_PLAIN = re.compile(r"^(?:\d+|\d{1,3}(?:,\d{3})+|\d{1,3}(?:[ ']\d{3})+)(?:\.\d+)?$|^\.\d+$")


def _refuse(text: str, code: str) -> Invalid:
    messages = {
        "amount": say("看不懂金额“{text}”，请写成 1234.56 或 12.5万 这样", text=text),
        "ambiguous_amount": say("金额“{text}”里的逗号有两种读法，请写成 1234.56 这样", text=text),
        "amount_too_large": say("金额“{text}”太大，请检查单位", text=text),
    }
    return Invalid(Problem(code, messages[code]))


def _number(text: str, original: str) -> Decimal:
    """Digits with thousands separators; a comma that could be a decimal point is refused."""
    if _PLAIN.match(text):
        return Decimal(re.sub(r"[, ']", "", text))
    raise _refuse(original, "ambiguous_amount" if re.search(r"\d,\d", text) else "amount")


def parse_amount(text: str) -> Decimal:
    """`1,234.5万` → 12345000, `￥3.2亿` → 320000000, `(1,200.50)` → -1200.50. `Invalid` when unsure."""
    plain = unicodedata.normalize("NFKC", text).translate(_TO_SIMPLE).strip().lower()
    bracketed = plain.startswith("(") and plain.endswith(")")
    plain = _BEFORE.sub("", plain[1:-1] if bracketed else plain).strip()
    sign = re.match(r"[-+] *", plain)
    plain = _AFTER.sub("", _BEFORE.sub("", plain[sign.end() :] if sign else plain)).strip()
    negative = bracketed or bool(sign and "-" in sign.group())
    total, least, at = Decimal(0), Decimal("Infinity"), 0
    while at < len(plain):
        piece = _PIECE.match(plain, at)
        factor = Decimal(_UNITS[piece[2] or ""]) if piece else Decimal(0)
        if piece is None or factor >= least:
            raise _refuse(text, "amount")
        total, least, at = total + _number(piece[1].strip(), text) * factor, factor, piece.end()
    if not plain:
        raise _refuse(text, "amount")
    if total >= _LIMIT:
        raise _refuse(text, "amount_too_large")
    return -total if negative else total


def _rounded(amount: Decimal, places: int) -> Decimal:
    return amount.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


@cache
def currency_name(currency: str, language: str = ZH_HANS) -> str:
    """元 for CNY in 简中, else the name of the currency (美元, 新台幣, US Dollar)."""
    if currency == "CNY" and language == ZH_HANS:
        return "元"
    return get_currency_name(currency, locale=_LOCALES[language])


def _scale(amount: Decimal, unit: Unit) -> tuple[Decimal, int]:
    """Divisor and its rank: 0 yuan, 1 万, 2 亿."""
    if unit == "auto":
        size = abs(_rounded(amount, 2))
        unit = "yi" if size >= YI else "wan" if size >= WAN else "yuan"
    return {"yuan": (Decimal(1), 0), "wan": (WAN, 1), "yi": (YI, 2)}[unit]


def axis(largest: Decimal, language: str = ZH_HANS) -> tuple[Decimal, Say]:
    """What amounts in yuan are divided by on a chart, and its name: 万元; in English CNY thousand or million."""
    if language != EN:
        return WAN, say("万元")
    million = Decimal(10**6)
    return (million, say("人民币百万元")) if largest >= 10 * million else (Decimal(1_000), say("人民币千元"))


def display(amount: Decimal, currency: str = "CNY", unit: Unit = "auto", language: str = ZH_HANS) -> str:
    """12.35 万元, 3.20 亿元, 12.35 萬新台幣; in English USD 1,234.50 and, unless `yuan` is asked, CNY 1.23M.

    Two decimals after 万 and 亿, the currency's own otherwise. Rounds for the eye only; storage stays exact.
    """
    if language == EN:
        large = unit != "yuan" and abs(amount) >= 10**6
        size, mark = ((10**9, "B") if abs(amount) >= 10**9 else (10**6, "M")) if large else (1, "")
        places = 2 if large else get_currency_precision(currency)
        sign = "-" if _rounded(amount / size, places) < 0 else ""
        return f"{sign}{currency} {abs(_rounded(amount / size, places)):,}{mark}"
    divisor, rank = _scale(amount, unit)
    mark = ("", "万", "亿")[rank] if language == ZH_HANS else ("", "萬", "億")[rank]
    places = 2 if rank else get_currency_precision(currency)
    return f"{_rounded(amount / divisor, places):,} {mark}{currency_name(currency, language)}"


_FIGURES = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")


def _capital_group(number: int) -> str:
    """Up to four digits: 1203 → 壹仟贰佰零叁."""
    out, zero = "", False
    for place in range(3, -1, -1):
        figure = number // 10**place % 10
        if figure:
            out += ("零" if zero and out else "") + _FIGURES[figure] + _PLACES[place]
        zero = not figure
    return out


def _capital_whole(number: int) -> str:
    out = ""
    for rank in range(3, -1, -1):
        group = number // 10 ** (4 * rank) % 10**4
        if group:
            gap = out and (group < 1000 or number // 10 ** (4 * rank + 4) % 10 == 0)
            out += ("零" if gap else "") + _capital_group(group) + _GROUPS[rank]
    return out.replace("万亿", "万亿" if "亿" not in out.replace("万亿", "") else "万")


def capital(amount: Decimal) -> str:
    """大写 for contracts and receipts: 123000 → 壹拾贰万叁仟元整, 0.05 → 伍分, -1.5 → 负壹元伍角."""
    cents = int(_rounded(abs(amount), 2) * 100)
    if cents >= 10**18:
        raise _refuse(str(amount), "amount_too_large")
    whole, jiao, fen = cents // 100, cents // 10 % 10, cents % 10
    out = _capital_whole(whole) + "元" if whole else ""
    if jiao:
        out += _FIGURES[jiao] + "角"
    if fen:
        out += ("零" if whole and not jiao else "") + _FIGURES[fen] + "分"
    sign = "负" if amount < 0 and cents else ""
    return sign + (out if fen else (out or "零元") + "整" if not jiao else out)


@cache
def currencies(language: str = ZH_HANS) -> tuple[tuple[str, str], ...]:
    """Currencies in use today as (code, name), the common ones first, the rest by code."""
    territories = [str(t) for t in Locale.parse(_LOCALES[EN]).territories]
    current = {str(c) for t in territories if len(t) == 2 for c in get_territory_currencies(t, tender=True)}
    rest = sorted(current - set(_COMMON))
    return tuple((code, get_currency_name(code, locale=_LOCALES[language])) for code in (*_COMMON, *rest))


def to_minor(amount: Decimal, currency: str = "CNY") -> int:
    """Whole minor units (分, cents) for the playbook's facts; refuses what the currency cannot hold."""
    scaled = amount.scaleb(get_currency_precision(currency))
    if scaled != scaled.to_integral_value():
        raise _refuse(str(amount), "amount")
    return int(scaled)


def from_minor(minor: int, currency: str = "CNY") -> Decimal:
    """The amount a number of minor units stands for."""
    return Decimal(minor).scaleb(-get_currency_precision(currency))
