"""Where the server listens and how it is called, settled before the settings are read."""

from __future__ import annotations

import argparse
import ipaddress
import os
import socket

from keyaccount.base.language import say
from keyaccount.interfaces.cli.main import Stop

EVERYWHERE = ("0.0.0.0", "::")


def settle(options: argparse.Namespace) -> None:
    """Let the address we listen at be the one we are called by, unless KEYACCOUNT_URL or KEYACCOUNT_HOSTS say more."""
    host = "127.0.0.1" if options.host in EVERYWHERE else options.host
    shown = f"[{host}]" if ":" in host else host
    os.environ.setdefault("KEYACCOUNT_URL", f"http://{shown}:{options.port}")
    free(options.host, options.port)


def free(host: str, port: int) -> None:
    """Raise `Stop` when the port cannot be had, before anything else is done."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if os.name == "posix":  # elsewhere the option would let two servers share the port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as bad:
            text = say(
                "{host}:{port} 用不了，可能已有程序在用（{why}）；换一个 --port",
                host=host,
                port=port,
                why=bad,
            )
            raise Stop(str(text)) from None


def private(host: str) -> bool:
    """Whether only this machine reaches the address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
