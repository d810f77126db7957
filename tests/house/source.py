"""The code as data: files of the house, their syntax trees, and how a finding is shown."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "keyaccount"
FRONTEND = ROOT / "frontend"


@cache
def modules() -> tuple[Path, ...]:
    """Every Python file of the package, without migrations, which a program writes."""
    return tuple(path for path in sorted(PACKAGE.rglob("*.py")) if "migrations" not in path.parts)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def room(path: Path) -> str:
    """The top folder of the package a file stands in."""
    return path.relative_to(PACKAGE).parts[0]


def in_rooms(*names: str) -> list[Path]:
    return [path for path in modules() if room(path) in names]


def findings(paths: Sequence[Path], wrong: Callable[[ast.AST], str | None]) -> list[str]:
    """`file:line what` for every node that `wrong` names a fault of."""
    return [
        f"{where(path)}:{getattr(node, 'lineno', 0)} {fault}"
        for path in paths
        for node in ast.walk(tree(path))
        if (fault := wrong(node))
    ]


def where(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imported(node: ast.AST) -> list[str]:
    """Dotted names an import statement brings in."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []


def called(node: ast.AST) -> str:
    """The last name of what a call calls: `a.b.c()` gives `c`; nothing for anything else."""
    if not isinstance(node, ast.Call):
        return ""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def length(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1
