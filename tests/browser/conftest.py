"""The real product with the demo company, in a real browser."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), ""
)


@dataclass(frozen=True)
class Site:
    """A running demo: its address, the passwords it printed, by login, and its data folder."""

    url: str
    passwords: dict[str, str]
    data: Path


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    if not CHROMIUM:
        pytest.skip("no Chromium on this machine: pages NOT TESTED in a browser")
    data = tmp_path_factory.mktemp("demo")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        k: v for k, v in os.environ.items() if not k.startswith(("KEYACCOUNT", "DATABASE", "DJANGO"))
    }
    command = [
        sys.executable,
        "-m",
        "keyaccount.interfaces.cli",
        "--data",
        str(data),
        "serve",
        "--demo",
        "--port",
        str(port),
    ]
    with (data / "log").open("w") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            _wait(server, port, data / "log")
            yield Site(f"http://127.0.0.1:{port}", _passwords(data / "demo-sign-in.txt"), data)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(30)


def _wait(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    for _ in range(1200):
        if server.poll() is not None:
            pytest.fail(log.read_text())
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.25)
    pytest.fail("the demo did not start: " + log.read_text())


def _passwords(path: Path) -> dict[str, str]:
    lines = (line.split() for line in path.read_text(encoding="utf-8").splitlines())
    return {parts[0]: parts[1] for parts in lines if len(parts) > 2 and parts[1].count("-") == 2}


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()
