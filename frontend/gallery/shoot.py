"""Looks at the gallery as a browser does: strict content security policy, light and dark, desktop and phone.

`python frontend/gallery/shoot.py [PAGE …]` writes PNGs beside the HTML in build/gallery and prints what axe,
the console and a sideways scroll complain about; exit code 1 when anything does.
"""

from __future__ import annotations

import json
import sys
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlparse

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, sync_playwright
from render import HERE, PAGES, WEB, environment, render
from sample import LOOKUPS

OUT = HERE.parents[1] / "build/gallery"
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'"
)
SIZES = {"desk": (1440, 900), "phone": (390, 844), "narrow": (360, 740)}
REGIONS = {"": [("510000", "四川省")], "510000": [("510100", "成都市")], "510100": [("510104", "锦江区")]}


class Handler(SimpleHTTPRequestHandler):
    """The built assets, the drawn pages and the few answers the islands ask for."""

    def translate_path(self, path: str) -> str:
        name = urlparse(path).path.lstrip("/")
        return str((WEB if name.startswith("static/") else OUT) / name)

    def do_GET(self) -> None:
        url = urlparse(self.path)
        if url.path == "/panel.html":
            return self.say(
                environment().get_template("panel.html").render().encode(), "text/html; charset=utf-8"
            )
        if url.path == "/lookups/regions":
            parent = parse_qs(url.query).get("parent", [""])[0]
            found: Any = [{"code": code, "name": name} for code, name in REGIONS.get(parent, [])]
        elif (found := LOOKUPS.get(url.path)) is None:
            return super().do_GET()
        self.say(json.dumps(found).encode(), "application/json")

    def say(self, body: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body)

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", CSP)
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Silent."""


def look(page: Page, address: str, name: str, theme: str) -> list[str]:
    """Complaints about one page; writes NAME-SIZE-THEME.png."""
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        page.goto(f"{address}/{name}.html")
        page.wait_for_load_state("networkidle")
        page.screenshot(
            path=OUT / f"{name}-{size}-{theme}.png", full_page=size == "phone" or name == "gallery"
        )
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wrong.append(f"{size}: scrolls sideways")
        if size != "narrow":
            for fault in Axe().run(page).response["violations"]:
                nodes = [node["html"][:160] for node in fault["nodes"][:4]]
                summary = fault["nodes"][0]["failureSummary"].replace("\n", " ")[:240]
                wrong.append(f"{size} axe {fault['id']} ×{len(fault['nodes'])}: {nodes} {summary}")
    return [f"{name} {theme}: {text}" for text in wrong]


def main(names: list[str]) -> int:
    render(OUT)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    wrong: list[str] = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for theme in ("light", "dark"):
            context = browser.new_context(color_scheme=theme, locale="zh-CN")  # type: ignore[arg-type]
            for name in names:
                wrong += look(context.new_page(), address, name, theme)
        browser.close()
    server.shutdown()
    sys.stdout.write(("\n".join(wrong) or "nothing to complain about") + "\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or list(PAGES)))
