"""Whether mapping and options of an import make sense, before anything is read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from keyaccount.access import Kind, Principal
from keyaccount.actions.importing import columns
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say

READING = ("sheet", "encoding", "delimiter", "header_row")
OPTIONS = frozenset(
    "on_duplicate on_likely target defaults multiply identity create_accounts strict dry_run date_order".split()
) | frozenset(READING)
_VALUES: dict[str, tuple[Any, ...]] = {
    "on_duplicate": ("", "fill", "overwrite", "skip"),
    "on_likely": ("", "take", "refuse"),
    "target": ("", "me", "pool"),
    "create_accounts": (True, False),
    "strict": (True, False),
    "dry_run": (True, False),
    "date_order": ("", "dmy", "mdy"),
}
_TYPES: dict[str, type] = {"defaults": dict, "multiply": dict, "identity": list}


def check(
    by: Principal, kind: str, header: Sequence[str], mapping: Mapping[str, str], options: Mapping[str, Any]
) -> None:
    """Raise `Invalid` with everything wrong with kind, mapping and options."""
    if kind not in columns.KINDS:
        raise Invalid(Problem("choice", say("不能导入这种内容"), field="kind"))
    columns.must_import(by, kind)
    known = {t.name: t for t in columns.targets(by, kind)}
    problems = [*_mapping(known, header, mapping, options), *_options(known, header, options)]
    if problems:
        raise Invalid(*problems)


def _mapping(
    known: Mapping[str, columns.Target],
    header: Sequence[str],
    mapping: Mapping[str, str],
    options: Mapping[str, Any],
) -> Iterator[Problem]:
    for heading, target in mapping.items():
        if heading not in header:
            yield Problem("unknown_column", say("文件里没有“{name}”这一列", name=heading), field=heading)
        if target not in known:
            yield Problem("choice", say("没有名为 {name} 的导入字段", name=target), field=heading)
    for target, often in Counter(mapping.values()).items():
        if often > 1 and target in known:
            yield Problem("doubled", say("两列都对应“{name}”", name=known[target].label), field=target)
    defaults = options.get("defaults")
    given = {*mapping.values(), *(defaults if isinstance(defaults, dict) else ())}
    for name, one in known.items():
        if one.required and name not in given and "id" not in given:
            yield Problem("required", say("还没有哪一列对应“{name}”", name=one.label), field=name)


def _options(
    known: Mapping[str, columns.Target], header: Sequence[str], options: Mapping[str, Any]
) -> Iterator[Problem]:
    for name, value in options.items():
        if name not in OPTIONS:
            yield Problem("unknown_field", say("没有名为 {name} 的导入选项", name=name), field=name)
        elif not _fits(name, value):
            yield Problem("choice", say("导入选项 {name} 的值不对", name=name), field=name)
        elif name in ("defaults", "multiply"):
            yield from _by_target(known, name, value)
        elif name == "identity":
            for column in value:
                if column not in header:
                    yield Problem("unknown_column", say("文件里没有“{name}”这一列", name=column), field=name)


def _fits(name: str, value: Any) -> bool:
    return value in _VALUES[name] if name in _VALUES else isinstance(value, _TYPES.get(name, object))


def _by_target(known: Mapping[str, columns.Target], name: str, given: Mapping[str, Any]) -> Iterator[Problem]:
    for target, value in given.items():
        field = known[target].field if target in known else None
        if target not in known or (name == "multiply" and not (field and field.kind is Kind.MONEY)):
            yield Problem("choice", say("没有名为 {name} 的导入字段", name=target), field=name)
        elif name == "multiply" and not _is_factor(value):
            yield Problem("range", say("请填大于 0 的数"), field=name)


def _is_factor(value: Any) -> bool:
    try:
        return 0 < Decimal(str(value)) <= 10**12
    except InvalidOperation:
        return False
