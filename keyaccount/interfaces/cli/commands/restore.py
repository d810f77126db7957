"""`keyaccount restore`: check the whole backup, lay it beside, then put it in place. Works without the product running."""

from __future__ import annotations

import argparse
import os
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

from keyaccount.base import clock
from keyaccount.base.language import say
from keyaccount.interfaces.cli.archive import postgres, sqlite
from keyaccount.interfaces.cli.archive.container import read
from keyaccount.interfaces.cli.archive.fingerprints import fingerprint
from keyaccount.interfaces.cli.main import Stop
from keyaccount.interfaces.cli.start.lock import NAME, in_use

environment: Any = import_module("keyaccount.site.environment")  # as the settings read it, but making no keys


def run(options: argparse.Namespace) -> int:
    if bool(options.into) == bool(options.force):
        raise Stop(str(say("请选一个：--into 新目录，或 --force 覆盖现有数据")))
    if options.into:
        os.environ["KEYACCOUNT_DATA"] = str(Path(options.into).expanduser().absolute())
    folder = environment.data_dir()
    if options.into and any(path.name != NAME for path in folder.iterdir()):
        raise Stop(str(say("{folder} 不是空目录", folder=folder)))
    with in_use(folder, alone=True), tempfile.TemporaryDirectory(dir=folder, prefix="restore-") as staged:
        manifest = read(Path(options.file), Path(staged))
        database = environment.database(environment.text("DATABASE_URL"), folder)
        _database(Path(staged), database, manifest, force=options.force)
        _files(Path(staged), folder)
        warn = _keys(Path(staged), folder, manifest)
    rows = sum(manifest["rows"].values())
    print(
        say(
            "已恢复 {made} 的备份：{rows} 行，{files} 个文件，目录 {folder}",
            made=manifest["made_at"],
            rows=rows,
            files=_count(manifest),
            folder=folder,
        )
    )
    if warn:
        print(warn)
    return 0


def _database(staged: Path, database: dict[str, Any], manifest: dict[str, Any], *, force: bool) -> None:
    vendor = database["ENGINE"].rpartition(".")[2]
    if vendor != manifest["database"]:
        text = say(
            "这份备份是 {theirs} 的，现在的 DATABASE_URL 是 {ours}", theirs=manifest["database"], ours=vendor
        )
        raise Stop(str(text))
    if vendor == "postgresql":
        postgres.restore(database, staged / postgres.NAME, force=force)
        with postgres.connect(database) as live:
            _counted(postgres.counts(live), manifest)
        return
    copy, target = staged / sqlite.NAME, Path(database["NAME"])
    if found := sqlite.problems(copy):
        raise Stop(str(say("备份里的数据库有问题：{problem}", problem=found[0])))
    _counted(sqlite.count_file(copy), manifest)
    if target.exists() and not force:
        raise Stop(str(say("{path} 已经存在；确定要覆盖请用 --force", path=target)))
    if target.exists():
        aside = target.with_name(f"{target.name}.before-restore-{clock.now():%Y%m%d-%H%M%S}")
        sqlite.dump(target, aside)
        for old in (target, Path(f"{target}-wal"), Path(f"{target}-shm")):
            old.unlink(missing_ok=True)
        print(say("原来的数据库留在 {path}", path=aside))
    copy.chmod(0o600)
    copy.replace(target)


def _counted(rows: dict[str, int], manifest: dict[str, Any]) -> None:
    wrong = [
        f"{name} {rows.get(name, 0)}/{count}"
        for name, count in manifest["rows"].items()
        if rows.get(name) != count
    ]
    if wrong:
        raise Stop(str(say("恢复后的行数不对：{wrong}", wrong=", ".join(wrong))))


def _files(staged: Path, folder: Path) -> None:
    for source in sorted((staged / "files").glob("??/*")):
        target = folder / "files" / source.parent.name / source.name
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        source.replace(target)


def _keys(staged: Path, folder: Path, manifest: dict[str, Any]) -> str:
    """Put keys back if the backup has them; else say what is missing, or that a key is another one."""
    for source in (staged / "keys").glob("*.key"):
        source.chmod(0o600)
        source.replace(folder / source.name)
    kept = folder / "field.key"
    key = environment.text("KEYACCOUNT_FIELD_KEY") or (kept.read_text().strip() if kept.exists() else "")
    if not key:
        return str(
            say("备份里没有密钥：请把原来的 secret.key 和 field.key 放进 {folder} 再启动", folder=folder)
        )
    if fingerprint(key) != manifest["field_key"]:
        return str(say("注意：现在的 field.key 不是备份时的那一把，加密的内容读不出来"))
    return ""


def _count(manifest: dict[str, Any]) -> int:
    return sum(name.startswith("files/") for name in manifest["contents"])
