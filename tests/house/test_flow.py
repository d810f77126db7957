"""Data flows one way: what may be written, read and known where (the house's contracts 1 and 3).

import-linter checks who imports whom; here is what imports don't tell.
"""

from __future__ import annotations

import ast
import re

from tests.house.source import called, findings, functions, imported, in_rooms, modules, room, tree, where

WRITES_WITHOUT_ARGUMENTS = {"save", "asave", "delete", "adelete", "create", "acreate", "update", "aupdate"}
WRITES = {
    f"{prefix}{verb}"
    for prefix in ("", "a")
    for verb in ("bulk_create", "bulk_update", "get_or_create", "update_or_create")
}
SQL_WRITE = re.compile(r"\s*(insert|update|delete|replace|truncate|drop|alter)\b", re.IGNORECASE)
NO_ROWS = {"globals", "filters", "context", "headers"}  # dictionaries whose update() takes keywords too
HIDDEN_IMPORTS = 12  # heavy libraries that few requests need


def a_write(node: ast.AST) -> str | None:
    """A call that changes rows. The like-named verbs of other things take a positional argument."""
    name = called(node)
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return None
    if name == "update" and getattr(node.func.value, "attr", getattr(node.func.value, "id", "")) in NO_ROWS:
        return None
    if name in WRITES:
        return f"writes: .{name}()"
    if name in WRITES_WITHOUT_ARGUMENTS and not node.args and (node.keywords or "update" not in name):
        return f"writes: .{name}()"
    first = node.args[0] if node.args else None
    if (
        name in ("execute", "executemany")
        and isinstance(first, ast.Constant)
        and SQL_WRITE.match(str(first.value))
    ):
        return "writes by SQL"
    return None


def unscoped_rows(node: ast.AST) -> str | None:
    """`Model.rows` and Django's own names for an unscoped manager."""
    if not isinstance(node, ast.Attribute):
        return None
    owner = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
    if node.attr == "rows" and (owner[:1].isupper() or owner in ("model", "cls")):
        return f"opens rows for nobody: {owner}.rows"
    return (
        f"opens rows for nobody: {node.attr}" if node.attr in ("_default_manager", "_base_manager") else None
    )


def unscoped_rows_but_to_add(node: ast.AST) -> str | None:
    """The same for actions, which may add rows; `ast.walk` meets `Model.rows.create` before `Model.rows`."""
    if isinstance(node, ast.Attribute) and node.attr in ("create", "bulk_create"):
        node.value.adds = True  # type: ignore[attr-defined]
    return None if getattr(node, "adds", False) else unscoped_rows(node)


def everything_without_why(module: ast.Module) -> list[int]:
    """Lines that open everything without `why=` a text, written there or as a constant of the module."""
    texts = {
        target.id
        for line in module.body
        if isinstance(line, ast.Assign)
        and isinstance(line.value, ast.Constant)
        and str(line.value.value).strip()
        for target in line.targets
        if isinstance(target, ast.Name)
    }

    def is_text(value: ast.expr) -> bool:
        if isinstance(value, ast.Name):
            return value.id in texts
        return isinstance(value, ast.Constant) and bool(str(value.value).strip())

    calls = [node for node in ast.walk(module) if isinstance(node, ast.Call) and called(node) == "everything"]
    return [
        call.lineno for call in calls if not any(k.arg == "why" and is_text(k.value) for k in call.keywords)
    ]


def a_signal(node: ast.AST) -> str | None:
    """Signals hide who does what after what; allauth's and Django's alike."""
    names = [name for name in imported(node) if ".signals" in name or name.startswith("django.dispatch")]
    return f"uses signals: {names[0]}" if names else None


def reads_the_clock(node: ast.AST) -> str | None:
    name = called(node)
    if not isinstance(node, ast.Call) or (name in ("localtime", "localdate", "time") and node.args):
        return None  # turns a moment given to it
    if name not in ("now", "utcnow", "today", "localtime", "localdate", "time"):
        return None
    owner = getattr(getattr(node, "func", None), "value", None)
    name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
    return (
        f"reads the clock: {name}.{called(node)}()"
        if name in ("datetime", "date", "timezone", "time", "dt")
        else None
    )


def imports_django(node: ast.AST) -> str | None:
    names = [
        name for name in imported(node) if name.split(".")[0] in ("django", "ninja", "allauth", "jinja2")
    ]
    return f"knows a framework: {names[0]}" if names else None


def test_only_actions_and_records_write() -> None:
    others = [path for path in modules() if room(path) not in ("actions", "records")]
    assert not findings(others, a_write)


def test_only_access_and_records_open_rows_for_nobody() -> None:
    others = [path for path in modules() if room(path) not in ("access", "records", "actions")]
    assert not findings(others, unscoped_rows)
    assert not findings(in_rooms("actions"), unscoped_rows_but_to_add)


def test_everything_is_opened_with_a_reason() -> None:
    assert not [f"{where(path)}:{line}" for path in modules() for line in everything_without_why(tree(path))]


def test_there_are_no_signals() -> None:
    assert not findings(modules(), a_signal)


def test_the_clock_is_read_in_one_place() -> None:
    rooms = in_rooms("base", "playbook", "records", "access", "facts", "actions", "queries", "interfaces")
    assert not findings([path for path in rooms if path.name not in ("clock.py", "ids.py")], reads_the_clock)


def test_base_and_playbook_are_plain_python() -> None:
    assert not findings(in_rooms("base", "playbook"), imports_django)


def test_imports_stand_at_the_top() -> None:
    """The command line is free: it learns its settings before it may import what needs them."""
    hidden = [
        f"{where(path)}:{inner.lineno} {name}"
        for path in modules()
        if "cli" not in path.parts
        for function in functions(path)
        for inner in ast.walk(function)
        for name in imported(inner)
    ]
    assert len(hidden) <= HIDDEN_IMPORTS, hidden


def test_the_checks_see_what_they_look_for() -> None:
    """Planted faults are found, look-alikes are not."""
    faults = {
        "rows.filter(a=1).update(b=2)": a_write,
        "Account(name='x').save()": a_write,
        "thing.delete()": a_write,
        "Account.objects.bulk_create(many)": a_write,
        "cursor.execute('DELETE FROM x')": a_write,
        "models.Account.rows.all()": unscoped_rows,
        "Account.rows.filter(name='x').create()": unscoped_rows_but_to_add,
        "from django.db.models.signals import post_save": a_signal,
        "timezone.now()": reads_the_clock,
        "from django.db import models": imports_django,
    }
    innocent = {
        "found.update({'a': 1})": a_write,
        "workbook.save(path)": a_write,
        "cache.delete('key')": a_write,
        "batch.rows.all()": unscoped_rows,
        "Entry.rows.create(kind='x')": unscoped_rows_but_to_add,
        "clock.now()": reads_the_clock,
    }
    assert [code for code, check in faults.items() if not any(map(check, ast.walk(ast.parse(code))))] == []
    reasons = {"why='the sweep'": [], "why=WHY": [], "why=''": [2], "why=reason": [2], "": [2]}
    for reason, lines in reasons.items():
        assert everything_without_why(ast.parse(f"WHY = 'the sweep'\neverything(Account, {reason})")) == lines
    assert [code for code, check in innocent.items() if any(map(check, ast.walk(ast.parse(code))))] == []
