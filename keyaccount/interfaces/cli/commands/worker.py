"""`keyaccount worker`: the jobs in the background, without the web pages."""

from __future__ import annotations

import argparse

from django.conf import settings

from keyaccount.interfaces.automation.worker import Worker
from keyaccount.interfaces.cli.start.lock import in_use


def run(options: argparse.Namespace) -> int:
    """0 after Ctrl-C or SIGTERM, or when `--once` found nothing more to do."""
    with in_use(settings.DATA_DIR):
        worker = Worker(parent=options.parent)
        worker.once() if options.once else worker.run()
    return 0
