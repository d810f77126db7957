"""Small files made on the spot."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from keyaccount.base.errors import Invalid
from keyaccount.tables.reading import Table, open_table

OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False}


def put(folder: Path, name: str, content: bytes | str) -> Path:
    """A file of these bytes; texts are UTF-8."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read(path: Path, **wanted: Any) -> Table:
    return open_table(path, path.name, **wanted)


def values(table: Table) -> list[list[Any]]:
    return [row.values for row in table.rows()]


def refused(path: Path, **wanted: Any) -> str:
    """The code of the one problem a file is refused with; its message must be sayable."""
    with pytest.raises(Invalid) as caught:
        read(path, **wanted)
    (problem,) = caught.value.problems
    assert str(problem.message)
    return problem.code


def rewrite(path: Path, change: Callable[[str, bytes], bytes]) -> None:
    """The same zip with every part passed through `change`."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: change(name, archive.read(name)) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
