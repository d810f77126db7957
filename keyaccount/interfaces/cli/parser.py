"""Every command with its options, as `keyaccount --help` shows them. Knows no Django, so that help comes at once."""

from __future__ import annotations

import argparse
from typing import Any

from keyaccount.base.language import Say, say

KINDS = tuple("accounts people members results products deals maps contracts receivables receipts".split())
SCOPES = ("read", "write", "import", "export", "commercial", "admin")
DATA = say("数据目录：数据库、文件和密钥都在里面（默认 KEYACCOUNT_DATA，否则 ./data）")


def build() -> argparse.ArgumentParser:
    """The whole command line."""
    parser = argparse.ArgumentParser(
        prog="keyaccount", description=str(say("大客户 KeyAccount：大客户销售管理系统")), allow_abbrev=False
    )
    parser.add_argument("--data", metavar="DIR", default="", help=str(DATA))
    commands = parser.add_subparsers(
        dest="command", required=True, metavar=str(say("命令")), title=str(say("命令"))
    )
    for add in (_serving, _members, _files, _keeping):
        add(commands)
    return parser


def _command(commands: Any, name: str, help: Say, *, module: str = "", **defaults: Any) -> Any:
    """A subcommand; `--data` may also stand behind it."""
    made = commands.add_parser(name, help=str(help), description=str(help), allow_abbrev=False)
    made.add_argument("--data", metavar="DIR", default=argparse.SUPPRESS, help=str(DATA))
    made.set_defaults(module=module or name, **defaults)
    return made


def _option(parser: Any, name: str, help: Say, **more: Any) -> None:
    parser.add_argument(name, help=str(help), **more)


def _serving(commands: Any) -> None:
    serve = _command(commands, "serve", say("启动网页和后台任务，按 Ctrl-C 停止"))
    _option(serve, "--host", say("监听地址，默认 127.0.0.1；0.0.0.0 表示所有网卡"), default="127.0.0.1")
    _option(serve, "--port", say("端口，默认 8000"), type=int, default=8000)
    _option(serve, "--workers", say("网页进程数，默认按处理器数，最多 4"), type=int, default=0, metavar="N")
    _option(serve, "--demo", say("数据库里还没有成员时，装入演示公司"), action="store_true")
    _option(serve, "--no-worker", say("不在这里跑后台任务，另用 keyaccount worker"), action="store_true")
    worker = _command(commands, "worker", say("只跑后台任务：导入、导出、公海回收、审计封存"))
    _option(worker, "--once", say("做完眼前的事就结束"), action="store_true")
    worker.add_argument("--parent", type=int, default=0, help=argparse.SUPPRESS)
    _command(commands, "demo", say("往空数据库里装入演示公司，并打印登录名和随机密码"))
    _command(commands, "migrate", say("建立或升级数据库；升级 SQLite 之前自动备份"))


def _members(commands: Any) -> None:
    member = _command(commands, "member", say("成员：添加、列出、发设置密码的链接、改角色、停用"))
    what = member.add_subparsers(dest="action", required=True, metavar=str(say("动作")))
    add = what.add_parser("add", help=str(say("添加成员，并打印一次性设置密码链接")))
    add.add_argument("login", help=str(say("登录名：小写字母、数字、点、横线")))
    _option(add, "--name", say("姓名"), required=True)
    _option(add, "--roles", say("角色，用逗号分开，例如 sales,manager"), default="sales")
    _option(add, "--department", say("部门名称"), default="")
    _option(add, "--email", say("邮箱"), default="")
    _option(add, "--title", say("职务"), default="")
    what.add_parser("list", help=str(say("列出所有成员")))
    link = what.add_parser("link", help=str(say("打印新的一次性设置密码链接，旧链接作废")))
    roles = what.add_parser("roles", help=str(say("换成这些角色")))
    roles.add_argument("--roles", required=True, help=str(say("角色，用逗号分开")))
    disable = what.add_parser("disable", help=str(say("停用成员，会话和令牌立刻失效")))
    _option(disable, "--to", say("接手他的客户的成员（登录名）"), default="")
    for one in (link, roles, disable):
        one.add_argument("login", help=str(say("登录名")))
    token = _command(commands, "token", say("程序用的访问令牌"))
    create = token.add_subparsers(dest="action", required=True, metavar=str(say("动作")))
    new = create.add_parser("create", help=str(say("创建令牌；只打印令牌本身，只显示这一次")))
    _option(new, "--member", say("令牌属于谁（登录名）"), required=True, metavar="LOGIN")
    _option(new, "--scope", say("范围，可以写几个，默认 read"), nargs="+", choices=SCOPES, default=["read"])
    _option(new, "--days", say("有效天数，默认 90"), type=int, default=90)
    _option(new, "--name", say("用途，例如 对接 BI 报表"), default=str(say("命令行创建")))


def _files(commands: Any) -> None:
    take = _command(commands, "import", say("导入一个文件，打印 JSON 汇总"), module="importing")
    take.add_argument("kind", choices=KINDS, help=str(say("导入什么")))
    take.add_argument("file", help=str(say("xlsx、xls、csv 或 vcf 文件")))
    _option(
        take,
        "--mapping",
        say("列对应关系：JSON，或放着 JSON 的文件；默认自动识别"),
        default="",
        metavar="JSON",
    )
    _option(
        take,
        "--option",
        say("导入选项，例如 on_duplicate=update；可以写几次"),
        action="append",
        default=[],
        metavar="K=V",
    )
    _option(
        take,
        "--member",
        say("以谁的身份导入（登录名），默认第一位有导入权限的人"),
        default="",
        metavar="LOGIN",
    )
    _option(take, "--dry-run", say("只检查，不写入"), action="store_true")
    again = _command(commands, "resume", say("继续中途停下的导入，已处理的行不会重做"), module="resuming")
    again.add_argument("run", help=str(say("导入的编号，导入时打印的 id")))
    _option(again, "--out", say("把每一行的结果写到这个 .xlsx 文件"), default="", metavar="FILE")
    give = _command(commands, "export", say("把列表导出成文件"), module="exporting")
    give.add_argument("kind", choices=KINDS, help=str(say("导出什么")))
    _option(give, "--out", say("写到哪个文件：.xlsx 或 .csv"), required=True, metavar="FILE")
    _option(
        give,
        "--member",
        say("以谁的身份导出（登录名），默认第一位有导出权限的人"),
        default="",
        metavar="LOGIN",
    )
    _option(
        give, "--query", say("筛选，和网页地址栏里的一样，例如 status=active&sort=-updated_at"), default=""
    )


def _keeping(commands: Any) -> None:
    backup = _command(commands, "backup", say("把数据库和文件备份成一个文件；默认不含密钥"))
    _option(backup, "--out", say("备份文件，默认放在数据目录的 backups 里"), default="", metavar="FILE")
    _option(backup, "--with-keys", say("连密钥一起放进去：这样的备份要像密码一样保管"), action="store_true")
    restore = _command(commands, "restore", say("从备份恢复：先整份核对，再写入"))
    restore.add_argument("file", help=str(say("备份文件")))
    _option(restore, "--into", say("恢复到这个新的数据目录"), default="", metavar="DIR")
    _option(restore, "--force", say("覆盖现有的数据；原来的数据库文件改名保留"), action="store_true")
    verify = _command(commands, "verify", say("核对数据库、审计封存和文件是否完好"))
    _option(verify, "--backup", say("核对一份备份，而不是现在的数据"), default="", metavar="FILE")
    _command(commands, "reindex", say("重建搜索索引"))
