"""Draws the gallery: every component, and sample pages, through plain Jinja2 against the built assets.

`python frontend/gallery/render.py [FOLDER]` writes HTML (default: build/gallery). Run `npm run build` first.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup
from sample import shell

HERE = Path(__file__).resolve().parent
WEB = HERE.parents[1] / "keyaccount/interfaces/web"
MANIFEST = WEB / "static/dist/.vite/manifest.json"
BASE = "/static/dist/"
PAGES = ("accounts", "account", "gallery", "signin", "start")


def environment() -> Environment:
    manifest: dict[str, Any] = json.loads(MANIFEST.read_text())

    def asset_url(source: str) -> str:
        return BASE + str(manifest[source]["file"])

    def assets(entry: str = "src/main.ts") -> Markup:
        chunk = manifest[entry]
        styles = "".join(f'<link rel="stylesheet" href="{BASE}{css}">' for css in chunk.get("css", []))
        return Markup(f'{styles}<script type="module" src="{BASE}{chunk["file"]}"></script>')

    def say(text: str, **values: Any) -> str:
        return text.format(**values) if values else text

    folders = FileSystemLoader([WEB / "templates", HERE / "pages"])
    env = Environment(loader=folders, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    env.globals.update(_=say, asset_url=asset_url, assets=assets)
    return env


def render(folder: Path) -> list[Path]:
    """The written pages."""
    folder.mkdir(parents=True, exist_ok=True)
    env = environment()
    written = []
    for page in PAGES:
        target = folder / f"{page}.html"
        target.write_text(env.get_template(f"{page}.html").render(**shell(page)), encoding="utf-8")
        written.append(target)
    return written


if __name__ == "__main__":
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parents[1] / "build/gallery"
    for path in render(out):
        sys.stdout.write(f"{path}\n")
