"""What is wrong with an edition: line, key and reason, all of them at once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import Say, say


@dataclass(frozen=True, slots=True)
class EditionError:
    """One thing wrong. `line` counts from 1; `key` is the path as written, entries by their own key."""

    line: int
    key: str
    problem: Say


class EditionErrors(Invalid):
    """The edition is refused; `errors` holds everything found, in the order of the lines."""

    code = "edition"

    def __init__(self, name: str, errors: Iterable[EditionError]) -> None:
        self.name = name
        self.errors = tuple(sorted(dict.fromkeys(errors), key=lambda error: (error.line, error.key)))
        super().__init__(*(Problem("edition", e.problem, field=e.key, row=e.line) for e in self.errors))

    def __str__(self) -> str:
        lines = (
            say(
                "{file} 第 {line} 行 {key}：{problem}",
                file=self.name,
                line=e.line,
                key=e.key,
                problem=e.problem,
            )
            for e in self.errors
        )
        return "\n".join(map(str, lines))


_WRITTEN_TWICE = say("同一个键或表写了两遍，只能留一个")
_SYNTAX: tuple[tuple[str, Say], ...] = (
    ("Cannot overwrite", _WRITTEN_TWICE),
    ("Cannot declare", _WRITTEN_TWICE),
    ("Cannot redefine", _WRITTEN_TWICE),
    ("Cannot mutate", _WRITTEN_TWICE),
    ("Duplicate inline table key", _WRITTEN_TWICE),
    ("Expected '=' after a key", say("键后面缺等号，要写成“键 = 值”")),
    ("Invalid initial character for a key", say("这里应当是一个键，键只用字母、数字、- 和 _")),
    ("Expected ']'", say("表头缺右方括号")),
    ("Expected newline or end of document", say("值后面多了东西，每行只写一个“键 = 值”")),
    ("Unclosed array", say("列表没有写完：缺逗号或右方括号")),
    ("Unclosed inline table", say("花括号没有写完：缺逗号或右花括号，或中间换了行")),
    ("Unterminated string", say("文字缺右引号")),
    ("Illegal character", say("文字里有不能直接写的字符，或缺右引号")),
    ("Unescaped '\\' in a string", say("文字里的反斜杠要写成两个")),
    ("Invalid value", say("值不对：文字要加英文双引号，是与否写 true 或 false，数字直接写")),
)
_OTHER_SYNTAX = say("写法不合 TOML 语法")


def syntax_error(text: str, error: ValueError) -> EditionError:
    """The same in the reader's language, with the line taken out of the parser's message."""
    said = str(error)
    found = re.search(r"at line (\d+)", said)
    line = int(found[1]) if found else max(text.rstrip("\n").count("\n") + 1, 1)
    reason = next((reason for start, reason in _SYNTAX if said.startswith(start)), _OTHER_SYNTAX)
    written = text.splitlines()[line - 1 : line]
    key = re.match(r"\s*\[*\s*([\w.\-]+)", written[0]) if written else None
    return EditionError(line, key[1] if key else "", reason)
