"""Which rules each entity adds; rooms fill the table when they are imported by `actions.records`."""

from __future__ import annotations

from keyaccount.actions.shared.changing import Rules

_RULES: dict[str, Rules] = {}
_PLAIN = Rules()


def add(entity: str, rules: Rules) -> None:
    """Give an entity its rules, once."""
    if entity in _RULES:
        raise RuntimeError(f"second rules for {entity}")
    _RULES[entity] = rules


def of(entity: str) -> Rules:
    return _RULES.get(entity, _PLAIN)
