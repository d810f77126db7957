"""Every way to get an edition wrong that we thought of: refused with the right line, key and reason."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from keyaccount.playbook.problems import EditionErrors
from keyaccount.playbook.reader import read, source

HERE = Path(__file__).parent
CASES = [
    case
    for name in ("wrong_editions.toml", "wrong_deals.toml", "wrong_power.toml")
    for case in tomllib.loads((HERE / name).read_text(encoding="utf-8"))["case"]
]


def refused(text: str) -> EditionErrors:
    with pytest.raises(EditionErrors) as caught:
        read(text, "公司打法.toml")
    return caught.value


def replaced(text: str, before: str, after: str) -> str:
    assert before in text, f"the shipped edition no longer holds {before!r}"
    return text.replace(before, after, 1)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_wrong_edition_is_refused_with_line_key_and_reason(case: dict[str, Any]) -> None:
    text = replaced(source(), case["before"], case["after"])
    for before, after in case.get("also", []):
        text = replaced(text, before, after)
    marked = [number for number, line in enumerate(text.splitlines(), 1) if "←" in line]
    errors = refused(text)
    found = [e for e in errors.errors if e.key == case["key"] and case["said"] in str(e.problem)]
    assert len(found) == 1, str(errors)
    assert not marked or [found[0].line] == marked, str(errors)


def test_line_of_a_missing_language_is_that_of_its_text() -> None:
    text = source().replace('title.zh-hant = "大客戶打法"\n', "")
    (error,) = refused(text).errors
    assert text.splitlines()[error.line - 1].startswith("title.zh-hans")


def test_all_faults_are_told_at_once_in_order_of_lines() -> None:
    text = source().replace("number = 4", "number = 0").replace("share = 80", "share = 0")
    text = text.replace("rank = 2", "rank = 9")
    errors = refused(text).errors
    assert [error.key for error in errors] == ["edition.number", "tiers[key].rank", "pareto.share"]
    assert [error.line for error in errors] == sorted(error.line for error in errors)


def test_problems_carry_line_and_key_for_pages_and_programs() -> None:
    error = refused(source().replace("share = 80", "share = 0"))
    (problem,) = error.problems
    assert (problem.field, problem.row) == ("pareto.share", error.errors[0].line)
    assert re.fullmatch(r"公司打法\.toml 第 \d+ 行 pareto\.share：应在 1 到 100 之间，现在是 0", str(error))


JUNK = [
    "",
    "\ufeff",
    "x",
    "a = " + "[" * 5000,
    "a = " + "9" * 5000,
    "[edition]",
    "[[edition]]",
    "tiers = 5",
    "tiers = [1]",
]
JUNK += ["x = 2026-01-01", "a = nan", "💥 = 1", 'a.b = 1\n"c d" = 2', "tiers = [{}, {}]", 'x = """"""']


@pytest.mark.parametrize("text", JUNK)
def test_anything_else_is_refused_too(text: str) -> None:
    assert refused(text).errors


def test_far_too_large_a_file_is_refused_unread() -> None:
    assert "文件太大" in str(refused("#" * 1_000_001))
