"""`keyaccount backup`: one file with everything but the keys."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from keyaccount.base import clock
from keyaccount.interfaces.cli.archive.make import about_keys, default_path, make


def run(options: argparse.Namespace) -> int:
    at = clock.now()
    print(
        make(
            Path(options.out).absolute() if options.out else default_path(at),
            at=at,
            with_keys=options.with_keys,
        )
    )
    print(about_keys(options.with_keys), file=sys.stderr)
    return 0
