"""Asks a server for pages and takes the time: one client for latency, sixteen for throughput."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Times:
    """Seconds of one page at one client, and answers a second at sixteen."""

    p50: float
    p95: float
    rate: float


def ask(connection: http.client.HTTPConnection, path: str, headers: dict[str, str]) -> int:
    """GET the path and read the whole answer; returns its size. Anything but 200 stops the run."""
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{path}: {answer.status} {answer.headers.get('Location', '')} {body[:300]!r}")
    return len(body)


def latency(
    port: int, paths: Callable[[int], str], headers: dict[str, str], rounds: int
) -> tuple[float, float]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for warm in range(5):
        ask(connection, paths(warm), headers)
    taken = []
    for number in range(rounds):
        began = time.perf_counter()
        ask(connection, paths(number), headers)
        taken.append(time.perf_counter() - began)
    taken.sort()
    return taken[len(taken) // 2], taken[int(len(taken) * 0.95)]


def throughput(
    port: int, paths: Callable[[int], str], headers: dict[str, str], seconds: float, clients: int = 16
) -> float:
    """Answers a second with so many clients for so long."""
    done = [0] * clients
    stop = time.perf_counter() + seconds

    def work(place: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while time.perf_counter() < stop:
            ask(connection, paths(place * 1000 + done[place]), headers)
            done[place] += 1

    threads = [threading.Thread(target=work, args=(n,)) for n in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / seconds


def measure(
    port: int, paths: Callable[[int], str], headers: dict[str, str], *, rounds: int, seconds: float
) -> Times:
    p50, p95 = latency(port, paths, headers, rounds)
    return Times(p50, p95, throughput(port, paths, headers, seconds) if seconds else 0.0)
