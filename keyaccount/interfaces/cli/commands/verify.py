"""`keyaccount verify`: a clear report of what is sound and what is not; exit code 1 when something is not."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from django.conf import settings
from django.db import connection

from keyaccount.base.language import Say, say
from keyaccount.interfaces.cli.archive import postgres, sqlite
from keyaccount.interfaces.cli.archive.container import read
from keyaccount.interfaces.cli.main import Stop
from keyaccount.queries.journal.verify_seals import verify_seals
from keyaccount.queries.library.verify_store import check_copies, check_files

SHOWN = 20
Finding = tuple[str, list[str]]


def run(options: argparse.Namespace) -> int:
    findings = backup(Path(options.backup)) if options.backup else [database(), seals(), files(), copies()]
    bad = 0
    for sound, problems in findings:
        print(("✗ " if problems else "✓ ") + sound)
        for line in problems[:SHOWN]:
            print(f"    {line}")
        if len(problems) > SHOWN:
            print(f"    … {len(problems) - SHOWN}")
        bad += len(problems)
    print(say("发现 {n} 处问题", n=bad) if bad else say("全部完好"))
    return 1 if bad else 0


def database() -> Finding:
    """Every page and every row is read."""
    if connection.vendor == "sqlite":
        return _line(say("数据库：SQLite 完整性检查")), sqlite.problems(
            Path(connection.settings_dict["NAME"])
        )
    problems, rows = [], 0
    with postgres.connect(connection.settings_dict) as live:
        live.autocommit = True
        for name in postgres.tables(live):
            try:
                answer = live.execute(
                    f'SELECT count(*), sum(hashtext(t::text)::bigint) FROM "{name}" t'
                ).fetchone()
                rows += answer[0]
            except Exception as bad:  # whatever the server says of a table it cannot read is the finding
                problems.append(f"{name}: {' '.join(str(bad).split())}")
    return _line(say("数据库：PostgreSQL 逐行读取，共 {n} 行", n=rows)), problems


def seals() -> Finding:
    check = verify_seals()
    text = say(
        "审计封存：{seals} 个封条，{entries} 条记录已封，{unsealed} 条待封，最新摘要 {head}",
        seals=check.seals,
        entries=check.entries,
        unsealed=check.unsealed,
        head=check.head[:16],
    )
    broken = [
        _line(say("第 {first}–{last} 条与封条不符", first=first, last=last)) for first, last in check.broken
    ]
    return _line(text), broken


def files() -> Finding:
    check = check_files(Path(settings.FILES_DIR))
    text = say(
        "文件：{n} 个完好，{orphans} 个没有记录引用（会自动清理）", n=check.sound, orphans=len(check.orphans)
    )
    missing = [_line(say("缺少 {name}", name=name)) for name in check.missing]
    return _line(text), missing + [_line(say("内容已变 {name}", name=name)) for name in check.damaged]


def copies() -> Finding:
    return _line(say("复制的列与搜索索引")), [f"{name}: {count}" for name, count in check_copies().items()]


def backup(path: Path) -> list[Finding]:
    """A backup is laid out in a temporary folder, so that also its database is looked into."""
    with tempfile.TemporaryDirectory(dir=settings.DATA_DIR, prefix="verify-") as folder:
        try:
            manifest = read(path, Path(folder))
        except Stop as bad:
            return [(str(path), [str(bad)])]
        stored = [name for name in manifest["contents"] if name.startswith("files/")]
        named = [name for name in stored if name.rpartition("/")[2] != manifest["contents"][name][1]]
        inside = _inside(Path(folder), manifest)
    text = say(
        "备份：{made}，{rows} 行，{files} 个文件",
        made=manifest["made_at"],
        rows=sum(manifest["rows"].values()),
        files=len(stored),
    )
    return [(_line(text), []), (_line(say("备份里的数据库")), inside), (_line(say("备份里的文件")), named)]


def _inside(folder: Path, manifest: dict[str, dict[str, int]]) -> list[str]:
    if (copy := folder / sqlite.NAME).exists():
        counted = sqlite.count_file(copy)
        wrong = [f"{n}: {counted.get(n)} ≠ {c}" for n, c in manifest["rows"].items() if counted.get(n) != c]
        return sqlite.problems(copy) + wrong
    try:
        postgres.run(
            connection.settings_dict, "pg_restore", "-f", str(folder / "all.sql"), str(folder / postgres.NAME)
        )
    except Stop as bad:
        return [str(bad)]
    return []


def _line(text: Say) -> str:
    return str(text)
