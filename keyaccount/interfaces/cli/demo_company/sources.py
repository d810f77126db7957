"""Reads the texts and tables that lie beside this module as TOML."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


@cache
def table(name: str) -> dict[str, Any]:
    """One TOML file by its path without suffix; callers read, never change it."""
    with (HERE / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def account_rows() -> tuple[dict[str, Any], ...]:
    """Every account as written, parents before subsidiaries, near-duplicates last."""
    names = ("finance", "carriers", "makers", "public", "transport", "services", "hmt", "duplicates")
    return tuple(row for name in names for row in table(f"accounts/{name}")["account"])


@cache
def stories() -> dict[str, dict[str, Any]]:
    """The long stories by account key."""
    names = sorted(
        path.stem for path in (HERE / "stories").glob("*.toml") if not path.stem.startswith("short")
    )
    found = (table(f"stories/{name}") for name in names)
    return {story["account"]: story for story in found}


@cache
def power_maps() -> tuple[dict[str, Any], ...]:
    """Who decides on some of the deals, the great one first."""
    names = sorted(path.stem for path in (HERE / "power").glob("*.toml"))
    return tuple(table(f"power/{name}") for name in names)
