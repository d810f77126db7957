"""`keyaccount demo`: the demo company in an empty database."""

from __future__ import annotations

import argparse

from keyaccount.base.language import say
from keyaccount.interfaces.cli.demo import load
from keyaccount.interfaces.cli.main import Stop
from keyaccount.interfaces.cli.start import sign_in
from keyaccount.interfaces.cli.start.check import check
from keyaccount.interfaces.cli.start.upgrade import publish_shipped, upgrade


def run(options: argparse.Namespace) -> int:
    check()
    upgrade()
    publish_shipped()
    if sign_in.members_exist():
        raise Stop(str(say("数据库里已经有成员了，演示公司只能装进空数据库")))
    sign_in.keep(load.load())
    print("\n".join(sign_in.told()))
    return 0
