"""Export cells, registration codes, telephone numbers."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyaccount.base import phones
from keyaccount.base.codes import code_problem, normalise_code, ubn_problem, uscc_problem
from keyaccount.base.csvsafe import safe_cell, unsafe_cell

FORMULA_SIGNS = st.text(alphabet="'=+-@\t\r\n ＝1a.", max_size=12)


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+8613812345678", "'+8613812345678"),
        ("-12.5", "-12.5"),
        ("-12.5x", "'-12.5x"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        (" =1", "' =1"),
        ("＝1", "'＝1"),
        ("'=1", "''=1"),
        ("'quoted'", "'quoted'"),
        ("华云科技", "华云科技"),
        ("", ""),
    ],
)
def test_cells(text: str, cell: str) -> None:
    assert safe_cell(text) == cell
    assert unsafe_cell(cell) == text


@given(st.one_of(FORMULA_SIGNS, st.text()))
def test_cells_come_back_unchanged_and_start_no_formula(text: str) -> None:
    cell = safe_cell(text)
    assert unsafe_cell(cell) == text
    assert cell[:1] not in tuple("=+@\t\r")
    assert not cell.startswith("-") or float(cell) <= 0


@given(st.lists(FORMULA_SIGNS, min_size=1, max_size=4))
def test_a_row_survives_a_csv_file(row: list[str]) -> None:
    file = io.StringIO(newline="")
    csv.writer(file).writerow([safe_cell(text) for text in row])
    file.seek(0)
    assert [unsafe_cell(cell) for cell in next(csv.reader(file))] == row


@pytest.mark.parametrize(
    "text", ["91110000600037341L", "９１１１００００６０００３７３４１ｌ", " 9111-0000-6000 37341l "]
)
def test_credit_code_right(text: str) -> None:
    assert uscc_problem(text) is None
    assert normalise_code(text) == "91110000600037341L"


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("91110000600037342L", "校验位"),
        ("9111", "现在是 4 位"),
        ("91110000O00037341L", "不含 I、O"),
        ("", "现在是 0 位"),
    ],
)
def test_credit_code_wrong(text: str, part: str) -> None:
    problem = uscc_problem(text, field="credit_code")
    assert problem is not None and part in str(problem.message) and problem.field == "credit_code"


def test_taiwan_code() -> None:
    assert ubn_problem("04595257") is None
    assert code_problem("04595258") is not None
    assert code_problem("0459525A") is not None


@given(st.text(max_size=25))
def test_any_code_is_judged(text: str) -> None:
    problem = code_problem(text)
    assert problem is None or str(problem.message)


@pytest.mark.parametrize(
    ("typed", "stored", "key", "shown"),
    [
        ("13812345678", "+8613812345678", "13812345678", "138 1234 5678"),
        ("+86 138-1234-5678", "+8613812345678", "13812345678", "138 1234 5678"),
        ("0086 13812345678", "+8613812345678", "13812345678", "138 1234 5678"),
        ("１３８１２３４５６７８", "+8613812345678", "13812345678", "138 1234 5678"),
        ("025-83456789", "+862583456789", "02583456789", "025-8345 6789"),
        ("(025)8345 6789转801", "+862583456789x801", "02583456789", "025-8345 6789x801"),
        ("400-123-4567", "+864001234567", "4001234567", "400-123-4567"),
        ("+1 650-253-0000", "+16502530000", "16502530000", "+1 650-253-0000"),
        ("+852 2345 6789", "+85223456789", "85223456789", "+852 2345 6789"),
        ("12345", None, "12345", "12345"),
        ("没有", None, "", "没有"),
        ("", None, "", ""),
    ],
)
def test_phones(typed: str, stored: str | None, key: str, shown: str) -> None:
    assert phones.normalise(typed) == stored
    assert phones.phone_key(typed) == key
    assert phones.reversed_key(typed) == key[::-1]
    assert phones.display(typed) == shown
    if stored:
        assert phones.normalise(stored) == stored == phones.normalise(shown)


def test_phone_kinds_masks_and_endings() -> None:
    assert phones.is_mobile("13812345678") and not phones.is_mobile("025-83456789")
    assert phones.mask("13812345678") == phones.mask("+86 138 1234 5678") == "138****5678"
    assert phones.mask("12345") == "****5"
    assert phones.mask("") == ""
    assert phones.ending("5678") == "8765"
    assert phones.reversed_key("13812345678").startswith(phones.ending("1234 5678") or "x")
    assert phones.ending("678") is None and phones.ending("A5678") is None


@given(st.text(max_size=25))
def test_any_phone_is_taken(text: str) -> None:
    stored = phones.normalise(text)
    assert stored is None or phones.normalise(stored) == stored
    assert len(phones.mask(text)) >= len(phones.phone_key(text)) - 30
    phones.display(text)
