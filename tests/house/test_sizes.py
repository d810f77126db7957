"""Sizes we keep, measured on code we admire: most things small, nothing that cannot be taken in at once."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.house.source import FRONTEND, PACKAGE, functions, length, lines, modules, tree, where

P95_FILE, P95_FUNCTION = 300, 35
MOST_CLASS, MOST_TEMPLATE, MOST_ISLAND = 200, 150, 200


def p95(sizes: dict[str, int], most: int) -> str:
    """Nothing, or which are the largest when more than one in twenty is above `most`."""
    above = sorted((size, name) for name, size in sizes.items() if size > most)
    return (
        ""
        if len(above) * 20 <= len(sizes)
        else f"more than 5 % of {len(sizes)} are above {most}: {above[::-1]}"
    )


def test_files_are_short() -> None:
    assert not p95({where(path): lines(path) for path in modules()}, P95_FILE)


def test_functions_are_short() -> None:
    sizes = {
        f"{where(path)}:{node.lineno} {node.name}": length(node)
        for path in modules()
        for node in functions(path)
    }
    assert not p95(sizes, P95_FUNCTION)


def test_classes_hold_one_idea() -> None:
    classes = [
        (path, node) for path in modules() for node in ast.walk(tree(path)) if isinstance(node, ast.ClassDef)
    ]
    assert not [
        f"{where(path)}:{node.lineno} {node.name}" for path, node in classes if length(node) > MOST_CLASS
    ]


@pytest.mark.parametrize(
    ("folder", "pattern", "most"),
    [(PACKAGE, "*.html", MOST_TEMPLATE), (FRONTEND / "src", "*.ts", MOST_ISLAND)],
)
def test_templates_and_islands_are_short(folder: Path, pattern: str, most: int) -> None:
    found = [path for path in folder.rglob(pattern) if ".test." not in path.name]
    assert found, f"no {pattern} under {where(folder)}"
    assert not [f"{where(path)} {lines(path)}" for path in found if lines(path) > most]
