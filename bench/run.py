"""`python -m bench.run --sizes S,M --databases sqlite,postgres`: loads, serves, measures, prints a Markdown table.

Ratios are product p50 / floor p50 in the same run on the same server. Data folders are kept under --data and used again.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from bench import pages
from bench.clients import Times, measure

PORT = 8977
ROUNDS = 60


def main() -> None:
    options = _options()
    print(HEAD)
    for size in options.sizes.split(","):
        for database in options.databases.split(","):
            _one(size, database, Path(options.data), options)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="S,M", help="of S, M, L, B")
    parser.add_argument("--databases", default="sqlite,postgres")
    parser.add_argument("--data", default="/tmp/keyaccount-bench")
    parser.add_argument("--seconds", type=float, default=5, help="of throughput a page; 0 leaves it out")
    parser.add_argument("--only", default="", help="pages whose name holds this")
    parser.add_argument("--processes", type=int, default=2)
    return parser.parse_args()


HEAD = """
| size | database | member | page | p50 ms | p95 ms | 16 clients/s | floor p50 ms | floor /s | p50 × floor |
|---|---|---|---|---|---|---|---|---|---|"""


def _one(size: str, database: str, root: Path, options: argparse.Namespace) -> None:
    folder = root / f"{size}-{database}"
    folder.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "KEYACCOUNT_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "bench.settings"}
    environment.pop("DATABASE_URL", None)
    if database == "postgres":
        from tests import cluster

        environment["DATABASE_URL"] = cluster.url(folder)
        _create(environment["DATABASE_URL"])
    prepared = subprocess.run(
        [sys.executable, "-m", "bench.prepare", size], env=environment, capture_output=True, text=True
    )
    if prepared.returncode:
        sys.exit(prepared.stderr)
    print(prepared.stderr, file=sys.stderr)
    facts = dict(line.split("=", 1) for line in prepared.stdout.split())
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--port",
        str(PORT),
        "--workers",
        str(options.processes),
    ]
    server = subprocess.Popen(
        [*command, "--blocking-threads", "1", "--log-level", "error", "bench.wsgi:application"],
        env=environment,
    )
    try:
        _wait()
        for line in _pages(facts, options):
            print(f"| {size} | {database} | {line}", flush=True)
    finally:
        server.terminate()
        server.wait()
        if database == "postgres":
            from tests import cluster

            cluster.stop(folder)


def _create(address: str) -> None:
    """Make the database in the cluster that was just started, unless an earlier run did."""
    import psycopg

    with psycopg.connect(address.replace("/keyaccount?", "/postgres?"), autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = 'keyaccount'").fetchone():
            connection.execute("CREATE DATABASE keyaccount")


def _wait() -> None:
    import http.client

    for _ in range(100):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=5)
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
    sys.exit("the server did not start")


def _pages(facts: dict[str, str], options: argparse.Namespace) -> Any:
    only = getattr(options, "only", "")
    for who in ("sales", "manager", "director"):
        headers = {"Cookie": f"keyaccount_session={facts['session_' + who]}", "Accept-Language": "zh-CN"}
        for name, product, floor in pages.of(who, facts):
            if only in name:
                one = measure(PORT, product, headers, rounds=ROUNDS, seconds=options.seconds)
                other = measure(PORT, floor, headers, rounds=ROUNDS, seconds=options.seconds)
                yield _line(who, name, one, other)


def _line(who: str, name: str, one: Times, other: Times) -> str:
    ms = [1000 * t for t in (one.p50, one.p95, other.p50)]
    return f"{who} | {name} | {ms[0]:.1f} | {ms[1]:.1f} | {one.rate:.0f} | {ms[2]:.1f} | {other.rate:.0f} | {one.p50 / other.p50:.1f} |"


if __name__ == "__main__":
    main()
