"""Tags for the built front end, read from Vite's manifest."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.templatetags.static import static
from markupsafe import Markup

MANIFEST = Path(__file__).resolve().parent / "static" / "dist" / ".vite" / "manifest.json"


@cache
def manifest() -> dict[str, Any]:
    """The manifest of the built front end; building it is `dev.py`'s (or the wheel's) work."""
    found: dict[str, Any] = json.loads(MANIFEST.read_text(encoding="utf-8"))
    return found


@cache
def tags(entry: str = "src/main.ts") -> Markup:
    """Style sheet and script tags of an entry; scripts are modules, so they run after the page is read."""
    found = manifest()[entry]
    styles = "".join(
        f'<link rel="stylesheet" href="{static("dist/" + css)}">' for css in found.get("css", ())
    )
    return Markup(f'{styles}<script type="module" src="{static("dist/" + found["file"])}"></script>')


@cache
def address(source: str) -> str:
    """Address of one built file, by its key in the manifest or its name in the output folder."""
    found = manifest().get(source)
    return static("dist/" + (found["file"] if found else source))
