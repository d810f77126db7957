"""What a finding of the coach went by, in words."""

from __future__ import annotations

from keyaccount.base.language import listed
from keyaccount.playbook.coach import CoachFinding
from keyaccount.playbook.facts import FactValue, Kind
from keyaccount.playbook.power_facts import POWER_FACTS


def evidence_of(one: CoachFinding) -> str:
    """The facts of the rule with their values, such as “分量 5，见面次数 0”."""
    facts = POWER_FACTS[one.rule.subject]
    told = [_words(str(facts[key].label), facts[key].kind, value) for key, value in one.known if key in facts]
    return str(listed(told))


def _words(label: str, kind: Kind, value: FactValue) -> str:
    if kind is Kind.YES_NO:
        return label if value else f"✗ {label}"
    return label if value is None else f"{label} {value}"
