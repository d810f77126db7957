"""The running product: web processes of one thread each under granian, and one worker beside them."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable

from granian._internal import load_target
from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server

LOG = logging.getLogger(__name__)
MOST_PROCESSES = 4
BACKLOG = 4096
HEADER_MILLISECONDS = 5_000  # a slow head is closed; 2,000 of them don't stop the others
STOP_SECONDS = 10
READY_SECONDS = 60


def serve(host: str, port: int, *, processes: int, worker: bool, ready: Callable[[], None]) -> None:
    """Serve until Ctrl-C or SIGTERM; `ready` is called once pages are answered. Everything is stopped on return."""
    server = Server(
        "keyaccount.site.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes or min(os.cpu_count() or 1, MOST_PROCESSES),
        blocking_threads=1,
        backlog=BACKLOG,
        backpressure=BACKLOG,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_MILLISECONDS),
        log_level=LogLevels.error,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
    )
    companion = Companion() if worker else None
    waiting = Waiting(host, port, ready)
    server.on_startup(waiting.start)
    if hasattr(signal, "SIGHUP"):  # a closed terminal ends the server too
        server.on_startup(lambda: signal.signal(signal.SIGHUP, server.signal_handler_interrupt))
    try:
        server.serve(target_loader=pages)
    except SystemExit:  # a process that Ctrl-C reached before we could ask it to stop is no failure
        if not server.interrupt_signal:
            raise
    finally:
        waiting.stop()
        if companion:
            companion.stop()


def pages(target: str) -> Callable[..., object]:
    """Called in each web process: Ctrl-C is left to the process above, whose end is the end of this one too."""
    if hasattr(os, "setpgid"):
        os.setpgid(0, 0)
        threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    application: Callable[..., object] = load_target(target)
    return application


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


class Companion:
    """The worker process, started again whenever it ends by itself."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._process = self._started()
        self._watch = threading.Thread(target=self._keep, daemon=True)
        self._watch.start()

    @staticmethod
    def _started() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "keyaccount.interfaces.cli", "worker", "--parent", str(os.getpid())]
        group = {"process_group": 0} if os.name == "posix" else {}
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, **group)  # type: ignore[call-overload]

    def _keep(self) -> None:
        while not self._stopping.is_set():
            code = self._process.wait()
            if self._stopping.wait(1):
                return
            LOG.error("the worker ended with %s; starting it again", code)
            self._process = self._started()

    def stop(self) -> None:
        """Ask it to end; what it is at goes on at the next start."""
        self._stopping.set()
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()


class Waiting:
    """Looks until the first answer comes, then tells."""

    def __init__(self, host: str, port: int, ready: Callable[[], None]) -> None:
        shown = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
        self._url = f"http://{f'[{shown}]' if ':' in shown else shown}:{port}/healthz"
        self._ready = ready
        self._stopping = threading.Event()

    def start(self) -> None:
        threading.Thread(target=self._look, daemon=True).start()

    def stop(self) -> None:
        self._stopping.set()

    def _look(self) -> None:
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        for _ in range(READY_SECONDS * 10):
            if self._stopping.wait(0.1):
                return
            try:
                direct.open(self._url, timeout=READY_SECONDS).close()
            except urllib.error.HTTPError:
                break  # an answer too: told, and the log says what is wrong
            except OSError:
                continue
            break
        self._ready()
