"""docs/playbook.md teaches what the reader takes: valid examples, and a name for everything."""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from keyaccount.playbook.answers import ANSWERS
from keyaccount.playbook.conditions import TESTS
from keyaccount.playbook.deal_facts import DEAL_FACTS, PLACES, VERDICTS
from keyaccount.playbook.facts import CLASSES, EVIDENCE, FACTS, FUNCTIONS, OWNERSHIPS, SOURCES, STATUSES
from keyaccount.playbook.insider_tests import INSIDER_TESTS
from keyaccount.playbook.messages import PLACEHOLDERS
from keyaccount.playbook.power_facts import POWER_FACTS
from keyaccount.playbook.reader import read, source
from keyaccount.playbook.refusing import refused
from keyaccount.playbook.schema import PoolRules
from keyaccount.playbook.schema_power import ATTRIBUTES, SEVERITIES, STEP_KINDS, SUBJECTS
from keyaccount.playbook.sections.practice import PACES, POSITIONS

DOC = (Path(__file__).resolve().parents[2] / "docs" / "playbook.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```toml\n(.*?)```", DOC, re.DOTALL)


@pytest.mark.parametrize("example", EXAMPLES)
def test_examples_are_toml(example: str) -> None:
    assert tomllib.loads(example)


def test_the_criterion_to_be_added_can_be_added() -> None:
    (example,) = [example for example in EXAMPLES if example.startswith("[[tier_criteria]]")]
    edition = read(source() + example, "example")
    assert edition.criterion("revenue").bands[0].at_least == 10_000_000_000


def test_the_question_and_the_blind_spot_to_be_added_can_be_added() -> None:
    added = [example for example in EXAMPLES if '"need_owner"' in example or '"no_quote"' in example]
    edition = read(source() + "".join(added), "example")
    assert edition.question("need_owner").topic == "need"
    assert edition.blind_spots[-1].key == "no_quote"


def test_the_coach_rule_and_the_refusal_to_be_added_can_be_added() -> None:
    added = [
        example for example in EXAMPLES if '"veto_holder_quiet"' in example or '"personal_id"' in example
    ]
    power = read(source() + "".join(added), "example").power
    assert (power.coach[-1].key, power.coach[-1].from_stage) == ("veto_holder_quiet", "present")
    assert refused(power.refusals, "他的身份证号")[0][0].key == "personal_id"


def test_the_step_to_be_added_can_be_added() -> None:
    (added,) = [example for example in EXAMPLES if '"party_committee"' in example]
    steps = read(source() + added, "example").decision_steps
    assert [(one.kind, one.after) for one in steps if one.key == "party_committee"] == [
        ("other", ("budget",))
    ]


def test_what_is_shown_of_the_shipped_rules_is_what_is_shipped() -> None:
    shipped = tomllib.loads(source())
    told = [tomllib.loads(example) for example in EXAMPLES]
    (qualifying,) = [example["qualifying"] for example in told if "qualifying" in example]
    assert qualifying.items() <= shipped["qualifying"].items()
    (chance,) = [example["chance"] for example in told if "chance" in example]
    assert all(chance[key] == shipped["chance"][key] for key in ("floor", "ceiling", "answers", "stalled"))


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
        *DEAL_FACTS,
        *PLACES,
        *PLACEHOLDERS,
        *VERDICTS,
        *ANSWERS,
        *POSITIONS,
        *PACES,
        *ATTRIBUTES,
        *SEVERITIES,
        *SUBJECTS,
        *STEP_KINDS,
        *INSIDER_TESTS,
        *(fact for facts in POWER_FACTS.values() for fact in facts),
        *rules,
        *sections,
    ]
    assert [name for name in names if not re.search(rf"[`.\[]{re.escape(name)}[`\]]", DOC)] == []
