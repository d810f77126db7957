"""`keyaccount resume RUN`: go on with an import that halted, on behalf of the member who began it."""

from __future__ import annotations

import argparse
from pathlib import Path

from django.core.exceptions import ValidationError

from keyaccount.access import Principal, everything
from keyaccount.actions.importing.resume_import import resume_import
from keyaccount.actions.importing.run_import import run_import
from keyaccount.base import clock
from keyaccount.base.language import say
from keyaccount.interfaces.cli.commands.importing import told
from keyaccount.interfaces.cli.main import Stop
from keyaccount.records.library.models import ImportRun
from keyaccount.records.org.models import Member

_WHY = "whoever runs commands on the server may go on with any member's import; it keeps that member's rights"


def run(options: argparse.Namespace) -> int:
    """0 when the import came to its end; 1 when it halted again."""
    try:
        halted = everything(ImportRun, why=_WHY).filter(pk=options.run).first()
    except ValidationError:
        halted = None
    if halted is None:
        raise Stop(str(say("没有编号为 {id} 的导入", id=options.run)))
    by = Principal(everything(Member, why=_WHY).get(pk=halted.member_id))
    waiting = resume_import(by=by, at=clock.now(), id=halted.pk)
    return told(run_import(id=waiting.pk, now=clock.now), Path(options.out) if options.out else None)
