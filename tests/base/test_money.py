"""Money: reading, showing, capital figures, currencies; sizes in words."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyaccount.base import money
from keyaccount.base.errors import Invalid
from keyaccount.base.language import EN, ZH_HANT
from keyaccount.base.sizes import parse_size_text


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1,234.5万", "12345000"),
        ("￥3.2亿", "320000000"),
        ("3亿2000万", "320000000"),
        ("１２３．４５萬元", "1234500"),
        ("(1,200.50)", "-1200.50"),
        ("-5", "-5"),
        ("￥-3", "-3"),
        ("−3", "-3"),
        ("+5", "5"),
        ("HK$ 1,000", "1000"),
        ("RMB1200", "1200"),
        ("人民币 1,200 元整", "1200"),
        ("USD 5 million", "5000000"),
        ("12k", "12000"),
        ("1.5M", "1500000"),
        ("1 234 567", "1234567"),
        ("1'234.50", "1234.50"),
        ("500万元人民币", "5000000"),
        (".5", "0.5"),
        ("0", "0"),
    ],
)
def test_amounts_read(text: str, amount: str) -> None:
    assert money.parse_amount(text) == Decimal(amount)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1 200,50", "ambiguous_amount"),
        ("1,50", "ambiguous_amount"),
        ("1.234,50", "ambiguous_amount"),
        ("1,2345", "ambiguous_amount"),
        ("", "amount"),
        ("元", "amount"),
        ("万", "amount"),
        ("abc", "amount"),
        ("1.2.3", "amount"),
        ("1.5万-2万", "amount"),
        ("2万3亿", "amount"),
        ("--5", "amount"),
        ("1e5", "amount"),
        ("=1+1", "amount"),
        ("99999999999999999", "amount_too_large"),
    ],
)
def test_amounts_refused(text: str, code: str) -> None:
    with pytest.raises(Invalid) as raised:
        money.parse_amount(text)
    assert raised.value.problems[0].code == code


AMOUNTS = st.decimals(min_value=-(10**13), max_value=10**13, places=2, allow_nan=False, allow_infinity=False)


@given(AMOUNTS)
def test_a_shown_amount_is_read_back(amount: Decimal) -> None:
    assert money.parse_amount(money.display(amount, unit="yuan")) == amount
    assert money.from_minor(money.to_minor(amount)) == amount
    about = money.parse_amount(money.display(amount))
    assert abs(about - amount) <= (Decimal("0.005") if abs(amount) < 10**4 else abs(amount) / 200)


@given(st.text(max_size=20))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        money.parse_amount(text)
    except Invalid as refused:
        assert str(refused)


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        ("1234.5", "1,234.50 元"),
        ("123456", "12.35 万元"),
        ("9999.995", "1.00 万元"),
        ("120000000", "1.20 亿元"),
        ("-20000", "-2.00 万元"),
        ("0", "0.00 元"),
    ],
)
def test_shown_in_wan_and_yi(amount: str, shown: str) -> None:
    assert money.display(Decimal(amount)) == shown


def test_shown_in_other_units_and_languages() -> None:
    amount = Decimal("1234567.8")
    assert money.display(amount, unit="yuan") == "1,234,567.80 元"
    assert money.display(amount, unit="yi") == "0.01 亿元"
    assert money.display(amount, "USD") == "123.46 万美元"
    assert money.display(amount, "TWD", language=ZH_HANT) == "123.46 萬新台幣"
    assert money.display(amount, language=EN) == "CNY 1.23M"
    assert money.display(amount, "USD", "yuan", EN) == "USD 1,234,567.80"
    assert money.display(Decimal(1000), "JPY", language=EN) == "JPY 1,000"


@pytest.mark.parametrize(
    ("amount", "figures"),
    [
        ("123000", "壹拾贰万叁仟元整"),
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("0.50", "伍角"),
        ("-1.5", "负壹元伍角"),
        ("1010", "壹仟零壹拾元整"),
        ("10001", "壹万零壹元整"),
        ("10000.01", "壹万元零壹分"),
        ("100010000", "壹亿零壹万元整"),
        ("100000001", "壹亿零壹元整"),
        ("120000000", "壹亿贰仟万元整"),
        ("1000000000000", "壹万亿元整"),
        ("1234567890123.45", "壹万贰仟叁佰肆拾伍亿陆仟柒佰捌拾玖万零壹佰贰拾叁元肆角伍分"),
    ],
)
def test_capital_figures(amount: str, figures: str) -> None:
    assert money.capital(Decimal(amount)) == figures


def _value(figures: str) -> Decimal:
    """Read capital figures back, written independently of the writer: by places, group by group."""
    digits = {c: i for i, c in enumerate("零壹贰叁肆伍陆柒捌玖")}
    places = {"拾": 10, "佰": 100, "仟": 1000}
    total = group = digit = Decimal(0)
    for char in figures.removesuffix("整").removeprefix("负"):
        if char in digits:
            digit = Decimal(digits[char])
        elif char in places:
            group, digit = group + digit * places[char], Decimal(0)
        elif char == "万":
            total, group, digit = total + (group + digit) * 10**4, Decimal(0), Decimal(0)
        elif char == "亿":
            total, group, digit = (total + group + digit) * 10**8, Decimal(0), Decimal(0)
        elif char == "元":
            total, group, digit = total + group + digit, Decimal(0), Decimal(0)
        else:
            total, digit = total + digit / (10 if char == "角" else 100), Decimal(0)
    return -total if figures.startswith("负") else total


@given(AMOUNTS)
def test_capital_figures_say_the_amount(amount: Decimal) -> None:
    figures = money.capital(amount)
    assert _value(figures) == amount
    assert amount == 0 or ("零零" not in figures and not figures.startswith("零"))


def test_currencies() -> None:
    codes = [code for code, _ in money.currencies()]
    assert codes[:3] == ["CNY", "HKD", "TWD"] and len(codes) == len(set(codes)) > 120
    assert dict(money.currencies(ZH_HANT))["USD"] == "美元"
    assert "DEM" not in codes


def test_minor_units_are_exact() -> None:
    assert money.to_minor(Decimal("12.34")) == 1234
    assert money.to_minor(Decimal("500"), "JPY") == 500
    with pytest.raises(Invalid):
        money.to_minor(Decimal("0.001"))


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("35000+人", (35000, None)),
        ("1000-5000人", (1000, 5000)),
        ("1,000 – 5,000", (1000, 5000)),
        ("约3万人", (30000, 30000)),
        ("1-5万人", (10000, 50000)),
        ("1万~3万", (10000, 30000)),
        ("50人以下", (0, 50)),
        ("500人以上", (500, None)),
        ("1.2万余人", (12000, None)),
        ("20000多名员工", (20000, None)),
        ("300", (300, 300)),
        ("不详", None),
        ("", None),
    ],
)
def test_sizes(text: str, size: tuple[int, int | None] | None) -> None:
    assert parse_size_text(text) == size


@given(st.text(max_size=20))
def test_any_size_text_is_taken(text: str) -> None:
    size = parse_size_text(text)
    assert size is None or size[1] is None or size[0] <= size[1]


def test_a_chart_counts_in_units_its_reader_uses() -> None:
    assert [str(part) for part in money.axis(Decimal(14_000_000))] == ["10000", "万元"]
    assert money.axis(Decimal(14_000_000), EN)[0] == 1_000_000
    assert money.axis(Decimal(900_000), EN)[0] == 1_000
