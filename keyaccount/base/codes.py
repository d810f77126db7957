"""Registration codes of companies: 统一社会信用代码 (mainland) and 統一編號 (Taiwan), ACC-4."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from stdnum.cn import uscc
from stdnum.exceptions import InvalidChecksum, InvalidFormat, InvalidLength, ValidationError
from stdnum.tw import ubn

from keyaccount.base.errors import Problem
from keyaccount.base.language import Say, say


def normalise_code(text: str) -> str:
    """Half-width capitals without spaces and dashes."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).upper() if c.isalnum())


def _problem(
    text: str,
    check: Callable[[str], object],
    field: str,
    messages: dict[type[ValidationError], Say],
    other: Say,
) -> Problem | None:
    try:
        check(normalise_code(text))
    except ValidationError as error:
        kind = next((kind for kind in messages if isinstance(error, kind)), None)
        return Problem("code", messages[kind] if kind else other, field=field)
    return None


def uscc_problem(text: str, field: str = "") -> Problem | None:
    """What is wrong with a 统一社会信用代码 (18 characters, GB 32100); None when it is right.."""
    messages = {
        InvalidLength: say("统一社会信用代码应为 18 位，现在是 {n} 位", n=len(normalise_code(text))),
        InvalidFormat: say("统一社会信用代码不含 I、O、S、V、Z，请检查是否把 0 写成了 O"),
        InvalidChecksum: say("统一社会信用代码校验位不对，请对照营业执照检查是否有一位写错"),
    }
    return _problem(text, uscc.validate, field, messages, say("统一社会信用代码格式不对，请对照营业执照检查"))


def ubn_problem(text: str, field: str = "") -> Problem | None:
    """What is wrong with a 統一編號 (8 digits, Taiwan); None when it is right."""
    messages = {
        InvalidLength: say("统一编号应为 8 位数字，现在是 {n} 位", n=len(normalise_code(text))),
        InvalidFormat: say("统一编号只能是数字"),
        InvalidChecksum: say("统一编号校验不对，请检查是否有一位写错"),
    }
    return _problem(text, ubn.validate, field, messages, say("统一编号格式不对"))


def code_problem(text: str, field: str = "") -> Problem | None:
    """The check that fits the length: 8 → 統一編號, otherwise 统一社会信用代码."""
    return ubn_problem(text, field) if len(normalise_code(text)) == 8 else uscc_problem(text, field)
