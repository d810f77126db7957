"""Where the real data sets lie, written by others and never part of this repository; absent in a stranger's clone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def shared(name: str) -> Path:
    """The path of a data set or file, or a loud skip where it is not there."""
    base = Path(os.environ.get("KEYACCOUNT_SHARED_DATA", ROOT.parent / "shared" / "data"))
    path = base / name
    if not path.exists():
        pytest.skip(
            f"real data set {name} is not here (set KEYACCOUNT_SHARED_DATA): NOT TESTED",
            allow_module_level=True,
        )
    return path
