"""Reads a playbook edition from TOML: a whole, valid `Edition`, or every fault with its line."""

from __future__ import annotations

import hashlib
import json
import tomllib
from dataclasses import fields
from functools import cache
from importlib.resources import files
from typing import Any

from keyaccount.base.language import say
from keyaccount.playbook.lines import Lines
from keyaccount.playbook.problems import EditionError, EditionErrors, syntax_error
from keyaccount.playbook.schema import Edition, Method
from keyaccount.playbook.sections.dossier import read_dossier
from keyaccount.playbook.sections.functions import read_functions
from keyaccount.playbook.sections.holding import read_budget_season, read_pareto, read_pool
from keyaccount.playbook.sections.method import METHOD_SECTIONS, read_method
from keyaccount.playbook.sections.power import POWER_SECTIONS, read_decision_steps, read_power
from keyaccount.playbook.sections.tiers import read_criteria, read_roads, read_rules, read_tiers
from keyaccount.playbook.table import Faults, Table

MOST_CHARACTERS = 1_000_000
DEFAULT = "ka"


def read(text: str, name: str) -> Edition:
    """The edition written in `text`.

    `name` is what the author calls the file. Raises EditionErrors with all faults.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    if len(text) > MOST_CHARACTERS:
        raise EditionErrors(name, [EditionError(1, "", say("文件太大，最多 {n} 个字符", n=MOST_CHARACTERS))])
    try:
        data = tomllib.loads(text)
        faults = Faults(Lines(text))
        edition = _edition(Table(data, faults), digest(data))
    except ValueError as error:  # TOMLDecodeError, and numbers of thousands of digits
        raise EditionErrors(name, [syntax_error(text, error)]) from error
    except RecursionError as error:
        raise EditionErrors(name, [EditionError(1, "", say("括号套得太深"))]) from error
    if faults.errors:
        raise EditionErrors(name, faults.errors)
    return edition


def source(key: str = DEFAULT) -> str:
    """The text of a shipped edition."""
    return (files("keyaccount.playbook") / "editions" / f"{key}.toml").read_text(encoding="utf-8")


@cache
def default() -> Edition:
    """The shipped playbook: the method of the two source documents."""
    return read(source(), f"{DEFAULT}.toml")


def digest(data: dict[str, Any]) -> str:
    """sha256 (hex) of what an edition says.

    Layout, comments and the order of keys don't change it, order of entries does.
    """
    canonical = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _edition(top: Table, content_hash: str) -> Edition:
    head = top.table("edition")
    tiers, roads = read_tiers(top), read_roads(top)
    criteria, functions = read_criteria(top, roads), read_functions(top)
    method = read_method(top, functions) if any(map(top.has, METHOD_SECTIONS)) else _shipped_method()
    edition = Edition(
        **{field.name: getattr(method, field.name) for field in fields(Method)},
        key=head.key(),
        number=head.number("number", least=1, most=10**6),
        hash=content_hash,
        currency=head.string("currency", allowed=("CNY", "HKD", "TWD", "MOP", "USD", "EUR", "SGD", "GBP")),
        title=head.text("title"),
        note=head.text("note"),
        tiers=tiers,
        roads=roads,
        criteria=criteria,
        tier_rules=read_rules(top, tiers, criteria),
        dossier=read_dossier(top, functions),
        functions=functions,
        pareto=read_pareto(top, tiers),
        pool=read_pool(top, tiers),
        budget_season=read_budget_season(top),
        power=read_power(top, method.pipelines, method.insider_needs)
        if any(map(top.has, POWER_SECTIONS))
        else default().power,
        decision_steps=read_decision_steps(top) if top.has("decision_steps") else default().decision_steps,
    )
    head.done()
    top.done()
    return edition


def _shipped_method() -> Method:
    """What editions fall back on that were written before there was anything to say about deals: all of it or none."""
    return default()
