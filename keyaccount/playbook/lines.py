"""Where a key stands in a TOML text.

`tomllib` keeps no positions, so a second, much simpler pass finds the lines. The text has been
read by `tomllib` before: this pass may take its syntax for granted.
"""

from __future__ import annotations

import re
from typing import NamedTuple

Path = tuple[str | int, ...]

_TOKEN = re.compile(
    r"(?P<blank>[ \t\r]+|\#[^\n]*)|(?P<newline>\n)"
    r'|(?P<string>"""(?:\\.|(?!""").)*"{3,5}|'
    + r"'''(?:(?!''').)*'{3,5}"
    + r'|"(?:\\.|[^"\\\n])*"|'
    + r"'[^'\n]*')"
    r"|(?P<mark>[\[\]{}=,.])|(?P<bare>[^\s\[\]{}=,.\"'\#]+)",
    re.DOTALL,
)


class _Token(NamedTuple):
    kind: str
    text: str
    line: int


class _Scan:
    """Walks the tokens once and notes the first line of every path."""

    def __init__(self, text: str) -> None:
        self.tokens = list(_tokens(text))
        self.at = 0
        self.found: dict[Path, int] = {(): 1}
        self.sizes: dict[Path, int] = {}

    def run(self) -> dict[Path, int]:
        table: Path = ()
        while self._skip_newlines():
            if self._peek() == "[":
                table = self._header()
            else:
                self._assignment(table)
        return self.found

    def _skip_newlines(self) -> bool:
        while self._peek() == "\n":
            self.at += 1
        return self.at < len(self.tokens)

    def _peek(self) -> str:
        return self.tokens[self.at].text if self.at < len(self.tokens) else ""

    def _take(self) -> _Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def _note(self, path: Path, line: int) -> None:
        self.found.setdefault(path, line)

    def _header(self) -> Path:
        line = self._take().line
        listed = self._peek() == "["
        self.at += listed
        keys = self._keys("]")
        self.at += listed
        path: Path = ()
        for depth, key in enumerate(keys, 1):
            path = (*path, key)
            self._note(path, line)
            if listed and depth == len(keys):
                self.sizes[path] = self.sizes.get(path, 0) + 1
            if path in self.sizes:
                path = (*path, self.sizes[path] - 1)
                self._note(path, line)
        return path

    def _keys(self, end: str) -> list[str]:
        """A dotted key up to and with its end mark."""
        keys = []
        while (token := self._take()).text != end or token.kind == "string":
            if token.kind != "mark":
                keys.append(token.text[1:-1] if token.kind == "string" else token.text)
        return keys

    def _assignment(self, table: Path) -> None:
        line = self.tokens[self.at].line
        path = table
        for key in self._keys("="):
            path = (*path, key)
            self._note(path, line)
        self._value(path)

    def _value(self, path: Path) -> None:
        """Any value; a plain one ends before a comma, a closing mark or the end of the line."""
        if self._peek() == "[":
            self._list(path)
        elif self._peek() == "{":
            self._inline_table(path)
        else:
            while self._peek() not in (",", "]", "}", "\n", ""):
                self.at += 1

    def _list(self, path: Path) -> None:
        self.at += 1
        index = 0
        while self._skip_newlines() and self._peek() != "]":
            self._note((*path, index), self.tokens[self.at].line)
            self._value((*path, index))
            self._skip_newlines()
            if self._peek() == ",":
                self.at += 1
            index += 1
        self.at += 1

    def _inline_table(self, path: Path) -> None:
        self.at += 1
        while self._skip_newlines() and self._peek() != "}":
            self._assignment(path)
            if self._peek() == ",":
                self.at += 1
        self.at += 1


def _tokens(text: str) -> list[_Token]:
    tokens, line = [], 1
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or ""
        if kind != "blank":
            tokens.append(_Token(kind, match.group(), line))
        line += match.group().count("\n")
    return tokens


class Lines:
    """`line(path)`: the line (from 1) on which a path begins, or that of what holds it."""

    def __init__(self, text: str) -> None:
        self._found = _Scan(text).run()

    def line(self, path: Path) -> int:
        while path not in self._found:
            path = path[:-1]
        return self._found[path]
