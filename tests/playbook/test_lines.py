"""Where keys stand: every way TOML lets one write a table, a list or a text."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from keyaccount.playbook.lines import Lines, Path
from keyaccount.playbook.reader import source

TEXT = '''\
title.zh-hans = "一"  # 1, and a [header] in a comment
title.zh-hant = "[not.a.header]"
"quoted key" = 'x = 1'
long = """
[neither.here]
x = 5 \\"""
""""
raw = \'\'\'
y = 1\'\'\'

[a]  # 11
x = 1.5
y = [
  1, # 14
  { k = 2 },

  [3,
   4], # 18
]
z = { p = 1, q = { r = [ 1 ] } }
[[list]] # 21
k = 1
[list.sub]
s = 2026-01-01T10:00:00.5+08:00
[[list]] # 25
[[list.inner]]
[[list.inner]] # 27
deep.er = true
[a.b] # 29
c = "\\"]"
d = 5
'''
PLACES: list[tuple[Path, int]] = [
    ((), 1),
    (("title",), 1),
    (("title", "zh-hant"), 2),
    (("quoted key",), 3),
    (("long",), 4),
    (("raw",), 8),
    (("a",), 11),
    (("a", "x"), 12),
    (("a", "y", 0), 14),
    (("a", "y", 1, "k"), 15),
    (("a", "y", 2), 17),
    (("a", "y", 2, 1), 18),
    (("a", "z", "q", "r", 0), 20),
    (("list", 0, "k"), 22),
    (("list", 0, "sub", "s"), 24),
    (("list", 1), 25),
    (("list", 1, "inner", 0), 26),
    (("list", 1, "inner", 1, "deep", "er"), 28),
    (("a", "b"), 29),
    (("a", "b", "d"), 31),
    (("a", "b", "missing"), 29),
    (("list", 1, "inner", 7, "deep"), 26),
]


@pytest.mark.parametrize(("path", "line"), PLACES)
def test_line_of_a_path(path: Path, line: int) -> None:
    assert Lines(TEXT).line(path) == line


def test_every_value_of_the_shipped_edition_is_found_on_a_line_that_holds_it() -> None:
    text = source()
    lines, written = Lines(text), text.splitlines()
    values = list(leaves(tomllib.loads(text)))
    assert len(values) > 500
    for path, value in values:
        line = written[lines.line(path) - 1]
        assert str(path[-1]) in line or isinstance(path[-1], int), path
        if isinstance(value, str):
            assert value in line, path


def leaves(value: Any, path: Path = ()) -> Any:
    if isinstance(value, dict):
        for key, each in value.items():
            yield from leaves(each, (*path, key))
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from leaves(each, (*path, index))
    else:
        yield path, value
