"""`keyaccount import KIND FILE`: a whole import, told as JSON; the person's rows come back with what became of each."""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from typing import Any

from keyaccount.actions.importing.columns import may_import
from keyaccount.actions.importing.import_file import import_file, summary, write_annotated
from keyaccount.base import clock
from keyaccount.base.language import say
from keyaccount.interfaces.cli import acting
from keyaccount.interfaces.cli.main import Stop
from keyaccount.records.library.models import ImportRun

UNDER_WAY = ("waiting", "running")


def run(options: argparse.Namespace) -> int:
    """0 when the file was taken, whatever became of its single rows; 1 when it was refused."""
    path = Path(options.file)
    by = acting.as_member(options.member, "import.run", lambda one: may_import(one, options.kind))
    chosen = dict(pair(one) for one in options.option)
    if options.dry_run:
        chosen["dry_run"] = True
    mapping = mapped(options.mapping)
    done = import_file(
        by=by, at=clock.now(), now=clock.now, kind=options.kind, path=path, mapping=mapping, options=chosen
    )
    return told(done, path.with_name(f"{path.stem}.{say('导入结果')}.xlsx"))


def told(done: ImportRun, wanted: Path | None) -> int:
    """Wait for the end of a run, print what became of it and write the annotated rows down; the exit code."""
    while done.state in UNDER_WAY:  # a worker took it up between two of our steps and goes on with it
        time.sleep(1)
        done.refresh_from_db()
    lines: dict[str, Any] = summary(done)
    if wanted and done.state in ("done", "checked"):
        lines["annotated"] = str(write_annotated(done, wanted))
    print(json.dumps(lines, ensure_ascii=False, indent=1, default=str))
    return 0 if done.state in ("done", "checked", "undone") else 1


def mapped(text: str) -> dict[str, str] | None:
    """{heading: field} from JSON, or from a file that holds it; None leaves it to the product."""
    if not text:
        return None
    try:
        found = json.loads(text if text.lstrip().startswith("{") else Path(text).read_text(encoding="utf-8"))
    except ValueError as bad:
        raise Stop(str(say("--mapping 不是合格的 JSON：{problem}", problem=bad))) from None
    if not isinstance(found, dict):
        raise Stop(str(say('--mapping 要写成 {"列名": "字段"}')))
    return {str(heading): str(field) for heading, field in found.items()}


def pair(text: str) -> tuple[str, Any]:
    """`key=value`; a value that reads as JSON is taken as such."""
    key, mark, value = text.partition("=")
    if not mark:
        raise Stop(str(say("--option 要写成 名称=值，例如 on_duplicate=update")))
    try:
        return key, json.loads(value)
    except ValueError:
        return key, value
