"""`keyaccount export KIND --out FILE`: a list as its member sees it."""

from __future__ import annotations

import argparse
from pathlib import Path
from urllib.parse import parse_qs

from keyaccount.actions.exporting.export_file import export_file
from keyaccount.base import clock
from keyaccount.base.language import say
from keyaccount.interfaces.cli import acting
from keyaccount.queries.library.export_rows import export_rows


def run(options: argparse.Namespace) -> int:
    made, path = export_file(
        by=acting.as_member(options.member, "export.run"),
        at=clock.now(),
        kind=options.kind,
        params=parse_qs(options.query.removeprefix("?"), keep_blank_values=True),
        path=Path(options.out).absolute(),
        rows=export_rows,
    )
    print(say("已导出 {n} 行到 {path}", n=made.rows_written, path=path))
    return 0
