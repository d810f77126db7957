"""What a finding of the coach went by, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from keyaccount.base.language import listed
from keyaccount.playbook.coach import CoachFinding
from keyaccount.playbook.facts import FactValue, Kind
from keyaccount.playbook.power_facts import POWER_FACTS
from keyaccount.playbook.schema_power import PowerMethod
from keyaccount.records.deals.choices import DECISION_STATE
from keyaccount.records.people.choices import CERTAINTY


def evidence_of(one: CoachFinding, method: PowerMethod) -> str:
    """The facts of the rule with their values, such as “分量 5、见面次数 0”."""
    facts = POWER_FACTS[one.rule.subject]
    stances = {option.key: option.label for option in method.attribute("stance").options}
    words: dict[str, Mapping[Any, Any]] = {
        "stance": stances,
        "stance_certainty": CERTAINTY,
        "state": DECISION_STATE,
    }
    told = [
        _words(str(facts[key].label), facts[key].kind, value, words.get(key, {}))
        for key, value in one.known
        if key in facts
    ]
    return str(listed(told))


def _words(label: str, kind: Kind, value: FactValue, words: Mapping[Any, Any]) -> str:
    if kind is Kind.YES_NO:
        return label if value else f"✗ {label}"
    return label if value is None else f"{label} {words.get(value, value)}"
