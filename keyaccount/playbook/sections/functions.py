"""Section `functions` (PPL-1): what each kind of customer department cares about."""

from __future__ import annotations

from keyaccount.base.language import say
from keyaccount.playbook.facts import FUNCTIONS
from keyaccount.playbook.schema import Function
from keyaccount.playbook.table import Table


def read_functions(top: Table) -> tuple[Function, ...]:
    """The functions are fixed by what departments can be marked as.

    `other` needs no guidance, the rest do.
    """
    functions = tuple(_function(entry) for entry in top.tables("functions"))
    found = {function.key for function in functions}
    if top.has("functions"):
        for key in FUNCTIONS:
            if key not in found and key != "other":
                top.fault(say("缺“{key}”这一类部门", key=key), "functions")
    return functions


def _function(entry: Table) -> Function:
    function = Function(
        key=entry.string("key", allowed=FUNCTIONS),
        label=entry.text("label"),
        who=entry.text("who"),
        cares=entry.texts("cares"),
        ask=entry.text("ask"),
        quote=entry.string("quote", default=""),
    )
    entry.done()
    return function
