"""`keyaccount serve`: check, upgrade, say how to sign in, serve until told to stop."""

from __future__ import annotations

import argparse
import signal

from django.conf import settings
from django.db import connections

from keyaccount.base.language import say
from keyaccount.interfaces.cli.demo import load
from keyaccount.interfaces.cli.main import Stop
from keyaccount.interfaces.cli.start import sign_in
from keyaccount.interfaces.cli.start.address import private
from keyaccount.interfaces.cli.start.check import check
from keyaccount.interfaces.cli.start.lock import in_use
from keyaccount.interfaces.cli.start.server import serve
from keyaccount.interfaces.cli.start.upgrade import publish_shipped, upgrade


def run(options: argparse.Namespace) -> int:
    """0 after Ctrl-C or SIGTERM, at whatever point they come."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with in_use(settings.DATA_DIR):
            prepare(demo=options.demo)
            if not private(options.host) and not settings.HTTPS:
                print(
                    say(
                        "注意：没有 HTTPS，密码会明文经过网络；请在前面放反向代理，并设 KEYACCOUNT_URL=https://…"
                    ),
                    flush=True,
                )
            lines = greeting()
            connections.close_all()
            serve(
                options.host,
                options.port,
                processes=options.workers,
                worker=not options.no_worker,
                ready=lambda: print("\n".join(lines), flush=True),
            )
    except KeyboardInterrupt:
        pass
    print(say("已停止"), flush=True)
    return 0


def prepare(*, demo: bool) -> None:
    """Everything between an empty folder and a product that can be signed in to."""
    check()
    if saved := upgrade():
        print(say("数据库已升级，升级前的备份在 {path}", path=saved), flush=True)
    publish_shipped()
    if sign_in.members_exist():
        return
    if demo:
        print(say("正在装入演示公司……"), flush=True)
        sign_in.keep(load.load())
    else:
        sign_in.first_administrator()
    if not sign_in.members_exist():
        raise Stop(str(say("没有建立任何成员")))


def greeting() -> list[str]:
    """What the terminal shows once pages are answered."""
    opened = say("大客户 KeyAccount 已启动：{url}", url=settings.PUBLIC_URL)
    return ["", str(opened), *sign_in.told(), str(say("按 Ctrl-C 停止")), ""]
