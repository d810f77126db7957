"""What a template may say: placeholders of the closed list, rows of a list, conditions on them. Everything else is refused by name.

A closed grammar, not a filter of bad things: no calls, no attributes of anything but a row, no assignments, no loops in
loops. The sandbox in which it runs afterwards is the second line of defence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.runtime import LoopContext, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from keyaccount.base.errors import Problem
from keyaccount.base.language import say
from keyaccount.papers.slots import LISTS, SCALARS

_LOOP = ("index", "first", "last", "length")
_ONLY = say("占位符里只能写名字；算式、函数、赋值和别的语句都不能写")
_PLAIN = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Const,
    nodes.If,
    nodes.CondExpr,
    nodes.Not,
    nodes.And,
    nodes.Or,
    nodes.Compare,
    nodes.Operand,
)


class Sandbox(ImmutableSandboxedEnvironment):
    """Reads keys of plain rows and the counter of a loop, and nothing else."""

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined)
        self.globals.clear()
        self.filters = {"e": self.filters["e"], "escape": self.filters["escape"]}
        self.tests.clear()

    def getattr(self, obj: Any, attribute: str) -> Any:
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        if isinstance(obj, LoopContext) and attribute in _LOOP:
            return getattr(obj, attribute)
        return self.undefined(obj=obj, name=attribute)

    def getitem(self, obj: Any, argument: Any) -> Any | Undefined:
        return (
            self.getattr(obj, argument) if isinstance(argument, str) else self.undefined(name=str(argument))
        )


def faults(kind: str, sources: Iterable[str]) -> list[Problem]:
    """What in the sources of a template is not allowed, each thing once, in order."""
    environment = Sandbox()
    found: dict[str, Problem] = {}
    for source in sources:
        try:
            tree = environment.parse(source)
        except TemplateSyntaxError as error:
            message = say("占位符的括号或语句不完整：{text}", text=error.message or "")
            found.setdefault(str(message), Problem("syntax", message, field="file"))
            continue
        for problem in _walk(kind, tree, {}):
            found.setdefault(str(problem.message), problem)
    return list(found.values())


def _walk(kind: str, node: nodes.Node, rows: Mapping[str, frozenset[str]]) -> Iterator[Problem]:
    """`rows`: name of the row of each loop around the node → its columns."""
    if isinstance(node, nodes.For):
        yield from _loop(kind, node, rows)
    elif isinstance(node, nodes.Getattr):
        yield from _column(node, rows)
    elif isinstance(node, nodes.Name):
        if node.name not in _scalars(kind):
            yield _unknown(node.name, kind, rows)
    elif isinstance(node, _PLAIN) or _escapes(node):
        for child in node.iter_child_nodes():
            yield from _walk(kind, child, rows)
    else:
        yield Problem("forbidden", _ONLY, field="file")


def _escapes(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Filter) and node.name in ("e", "escape") and not node.args


def _loop(kind: str, node: nodes.For, rows: Mapping[str, frozenset[str]]) -> Iterator[Problem]:
    lists = _lists(kind)
    target, source = node.target, node.iter
    if rows or node.test or node.recursive or not isinstance(target, nodes.Name):
        yield Problem("loop", say("循环里不能再有循环"), field="file")
    elif not isinstance(source, nodes.Name) or source.name not in lists:
        name = source.name if isinstance(source, nodes.Name) else "…"
        known = "、".join(str(one.name) for one in LISTS[kind])
        yield Problem(
            "unknown_list",
            say("“{name}”不能循环，可以循环的是：{known}", name=name, known=known),
            field="file",
        )
    else:
        inner = {target.name: lists[source.name], "loop": frozenset(_LOOP)}
        for child in (*node.body, *node.else_):
            yield from _walk(kind, child, inner)


def _column(node: nodes.Getattr, rows: Mapping[str, frozenset[str]]) -> Iterator[Problem]:
    whose = node.node.name if isinstance(node.node, nodes.Name) else "…"
    if node.attr not in rows.get(whose, frozenset()):
        text = say("没有“{name}”这个占位符", name=f"{whose}.{node.attr}")
        yield Problem("unknown", text, field="file")


def _unknown(name: str, kind: str, rows: Mapping[str, frozenset[str]]) -> Problem:
    if name in _lists(kind) or name in rows:
        return Problem("list", say("“{name}”是列表，要写在循环里，一列一列取", name=name), field="file")
    return Problem("unknown", say("没有“{name}”这个占位符", name=name), field="file")


def _scalars(kind: str) -> frozenset[str]:
    return frozenset(text for slot in SCALARS[kind] for text in (slot.key, slot.name.msgid))


def _lists(kind: str) -> dict[str, frozenset[str]]:
    """Both names of each list → both names of its columns."""
    found = {}
    for one in LISTS[kind]:
        columns = frozenset(text for slot in one.columns for text in (slot.key, slot.name.msgid))
        found[one.key] = found[one.name.msgid] = columns
    return found
