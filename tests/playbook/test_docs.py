"""docs/playbook.md teaches what the reader takes: valid examples, and a name for everything."""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from keyaccount.playbook.conditions import TESTS
from keyaccount.playbook.facts import CLASSES, EVIDENCE, FACTS, FUNCTIONS, OWNERSHIPS, SOURCES, STATUSES
from keyaccount.playbook.reader import read, source
from keyaccount.playbook.schema import PoolRules

DOC = (Path(__file__).resolve().parents[2] / "docs" / "playbook.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```toml\n(.*?)```", DOC, re.DOTALL)


@pytest.mark.parametrize("example", EXAMPLES)
def test_examples_are_toml(example: str) -> None:
    assert tomllib.loads(example)


def test_the_criterion_to_be_added_can_be_added() -> None:
    (example,) = [example for example in EXAMPLES if example.startswith("[[tier_criteria]]")]
    edition = read(source() + example, "example")
    assert edition.criterion("revenue").bands[0].at_least == 10_000_000_000


def test_everything_one_may_write_is_named() -> None:
    sections = tomllib.loads(source())
    rules = [field.name for field in fields(PoolRules)]
    names = [
        *FACTS,
        *SOURCES,
        *EVIDENCE,
        *TESTS,
        *CLASSES,
        *FUNCTIONS,
        *OWNERSHIPS,
        *STATUSES,
        *rules,
        *sections,
    ]
    assert [name for name in names if not re.search(rf"[`.\[]{re.escape(name)}[`\]]", DOC)] == []
