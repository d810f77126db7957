"""Word lists as text files: one list per file, lines beginning with `#` are comments."""

from __future__ import annotations

from importlib.resources import files


def lines(name: str) -> list[str]:
    """The lines of `<name>.txt` without comments and empty ones."""
    text = (files(__name__) / f"{name}.txt").read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def words(name: str) -> tuple[str, ...]:
    """The words of `<name>.txt`, in the order of the file."""
    return tuple(word for line in lines(name) for word in line.split())
