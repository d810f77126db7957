"""`keyaccount migrate`: the database as this version wants it."""

from __future__ import annotations

import argparse

from keyaccount.base.language import say
from keyaccount.interfaces.cli.start.check import check
from keyaccount.interfaces.cli.start.upgrade import publish_shipped, upgrade


def run(options: argparse.Namespace) -> int:
    check()
    if saved := upgrade():
        print(say("升级前的备份：{path}", path=saved))
    publish_shipped()
    print(say("数据库已是最新"))
    return 0
