"""The `keyaccount` command: settings first, then Django, then one module for each subcommand.

Exit codes: 0 done, 1 something was found wrong (verify, a refused import), 2 could not be done. An error is one line.
"""

from __future__ import annotations

import argparse
import importlib
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from keyaccount.base.errors import KeyAccountError
from keyaccount.base.language import say
from keyaccount.interfaces.cli import parser, words

LOG = logging.getLogger(__name__)


class Stop(Exception):
    """A command cannot go on; the message is the one line to show."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    words.speak(os.environ)
    os.umask(0o077)  # databases, files, backups and results are their owner's alone
    options = parser.build().parse_args(arguments)
    if options.data:
        os.environ["KEYACCOUNT_DATA"] = str(Path(options.data).expanduser().absolute())
    try:
        return run(options)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # whoever read our output has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except SystemExit as end:  # a setting that cannot work
        return fail(str(end)) if isinstance(end.code, str) else int(end.code or 0)
    except KeyAccountError as bad:
        return fail(in_words(bad))
    except Exception as bad:
        LOG.debug("%s failed", options.command, exc_info=True)
        return fail(explained(bad))


def run(options: argparse.Namespace) -> int:
    """Set Django up as the command wants it, and run it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "keyaccount.site.settings")
    if options.command == "serve":
        from keyaccount.interfaces.cli.start import address

        address.settle(options)
    if options.command != "restore":
        import django

        django.setup()
        words.activate()
    module = importlib.import_module(f"keyaccount.interfaces.cli.commands.{options.module}")
    return int(module.run(options))


def in_words(bad: KeyAccountError) -> str:
    """An error with all its problems, each with its field."""
    if not bad.problems:
        return str(bad)
    told = [f"{p.field}: {p.message}" if p.field else str(p.message) for p in bad.problems]
    return "; ".join(dict.fromkeys(told))


def explained(bad: Exception) -> str:
    """What went wrong, with what to do about it where we know."""
    from django.db import DatabaseError

    text = " ".join(str(bad).split()) or type(bad).__name__
    if isinstance(bad, DatabaseError) and ("no such table" in text or "does not exist" in text):
        return str(say("数据库还没有建好，请先运行 keyaccount migrate（{text}）", text=text))
    return text if isinstance(bad, Stop | OSError | DatabaseError) else f"{type(bad).__name__}: {text}"


def fail(line: str) -> int:
    print(f"keyaccount: {line}", file=sys.stderr, flush=True)
    return 2
