"""What is written down says what is: lock files, settings, the tree in the documents, the tools."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

from tests.house.source import FRONTEND, PACKAGE, ROOT, called, functions, lines, modules, tree, where

PUBLIC_HOSTS = {"pypi.org", "files.pythonhosted.org"}
NOT_OURS = {"DJANGO_SETTINGS_MODULE", "PATH"}
READERS = {"text", "yes", "number", "names", "get", "getenv", "setdefault"}
SETTING = re.compile(r"^(KEYACCOUNT_[A-Z0-9_]+|DATABASE_URL)$")


def test_uv_lock_names_only_the_public_registry() -> None:
    text = (ROOT / "uv.lock").read_text(encoding="utf-8")
    assert set(re.findall(r"\w+://([^/\"\s]+)", text)) <= PUBLIC_HOSTS
    assert set(re.findall(r"source = \{ (\w+)", text)) <= {"registry", "editable"}


def test_the_npm_lock_names_no_registry() -> None:
    lock = json.loads((FRONTEND / "package-lock.json").read_text(encoding="utf-8"))
    assert not [name for name, package in lock["packages"].items() if "://" in package.get("resolved", "")]
    assert not [name for name, package in lock["packages"].items() if name and not package.get("integrity")]
    assert "omit-lockfile-registry-resolved=true" in (FRONTEND / ".npmrc").read_text(encoding="utf-8")


def test_uv_lock_fits_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    locked = {
        one["name"]: one for one in tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]
    }
    wanted = {re.split(r"[\[<>=!~ ]", line, maxsplit=1)[0] for line in project["dependencies"]}
    assert wanted == {one["name"] for one in locked["keyaccount"]["dependencies"]}


def test_every_dependency_is_used() -> None:
    """What nothing names any more is taken out again."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {re.split(r"[\[<>=!~ ]", line, maxsplit=1)[0] for line in project["dependencies"]}
    modules_of = {name: set[str]() for name in wanted}
    for module, distributions in packages_distributions().items():
        for distribution in distributions:
            modules_of.get(re.sub(r"[-_.]+", "-", distribution).lower(), set()).add(module)
    code = "\n".join(path.read_text(encoding="utf-8") for path in modules())
    named = set(re.findall(r"\w+", code))
    assert not sorted(name for name, imports in modules_of.items() if not imports & named)


def settings_read() -> Iterator[str]:
    for path in modules():
        for node in ast.walk(tree(path)):
            names = node.args[:1] if isinstance(node, ast.Call) and called(node) in READERS else []
            if isinstance(node, ast.Subscript):
                names = [node.slice]
            for name in names:
                if isinstance(name, ast.Constant) and SETTING.match(str(name.value)):
                    yield str(name.value)


def test_every_setting_is_in_the_table() -> None:
    page = (ROOT / "docs/admin/settings.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\|\s*`([A-Z0-9_]+)`", page, re.MULTILINE))
    assert set(settings_read()) == documented - NOT_OURS


def drawn_tree() -> set[str]:
    """Folders of the one tree drawn in docs/: a fenced block from `keyaccount/` on, two spaces a level."""
    blocks = [
        block
        for page in (ROOT / "docs").rglob("*.md")
        for block in re.findall(
            r"^```\w*\n(keyaccount/.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
        )
    ]
    assert len(blocks) == 1, f"{len(blocks)} trees are drawn in docs/"
    trail: list[str] = []
    folders = set()
    for line in blocks[0].splitlines():
        if drawn := re.match(r"( *)([\w.-]+)/", line):
            trail[len(drawn[1]) // 2 :] = [drawn[2]]
            folders.add("/".join(trail))
    return folders


def test_the_tree_in_the_documents_is_the_tree_on_disk() -> None:
    def folders(parent: Path) -> set[str]:
        inner = [path.parent for path in parent.glob("*/__init__.py")]
        return {where(path) for path in inner if path.name not in ("migrations", "tests")}

    rooms = folders(PACKAGE) | folders(PACKAGE / "records") | folders(PACKAGE / "interfaces")
    drawn = {name for name in drawn_tree() if name.startswith("keyaccount/")}
    assert rooms <= drawn, f"not drawn: {sorted(rooms - drawn)}"
    assert not [name for name in drawn if not (ROOT / name).is_dir()], "drawn, but not there"


def test_documents_link_to_what_is_there() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    links = [
        (page, link)
        for page in pages
        for link in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
    ]
    local = [(page, link) for page, link in links if "://" not in link and not link.startswith("mailto:")]
    assert not [f"{where(page)}: {link}" for page, link in local if not (page.parent / link).exists()]


def test_dev_py_needs_nothing_installed() -> None:
    """Isolated from every package, `dev.py` still explains itself."""
    command = [sys.executable, "-I", "-S", str(ROOT / "dev.py"), "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and "--port" not in done.stderr and "run" in done.stdout, done.stderr
    assert lines(ROOT / "dev.py") <= 300 and list(functions(ROOT / "dev.py"))
