"""A consistent dump of a PostgreSQL database by its own tools; the password goes through the environment, not `ps`."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from keyaccount.base.language import say
from keyaccount.interfaces.cli.main import Stop

NAME = "keyaccount.dump"
HOMES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin")


def tool(name: str) -> str:
    """Where a program of PostgreSQL lies, the newest of several; `Stop` where there is none."""
    homes = [
        home for pattern in HOMES for home in Path("/").glob(pattern.lstrip("/")) if (home / name).exists()
    ]
    newest = max(
        homes,
        key=lambda home: [int(n) for n in home.parent.name.split("-")[-1].split(".") if n.isdigit()],
        default=None,
    )
    found = str(newest / name) if newest else shutil.which(name)
    if not found:
        raise Stop(str(say("没有找到 {name}，请安装 PostgreSQL 客户端程序", name=name)))
    return found


def environment(database: Mapping[str, Any]) -> dict[str, str]:
    """The connection of a Django database entry as libpq's variables."""
    options = database.get("OPTIONS", {})
    known = {
        "PGHOST": database.get("HOST"),
        "PGPORT": database.get("PORT"),
        "PGUSER": database.get("USER"),
        "PGPASSWORD": database.get("PASSWORD"),
        "PGDATABASE": database.get("NAME"),
        "PGSSLMODE": options.get("sslmode"),
        "PGSSLROOTCERT": options.get("sslrootcert"),
    }
    return {**os.environ, **{name: str(value) for name, value in known.items() if value}}


def run(database: Mapping[str, Any], name: str, *arguments: str) -> None:
    """Run a program of PostgreSQL on the database; `Stop` with its last line when it fails."""
    done = subprocess.run(
        [tool(name), *arguments], env=environment(database), capture_output=True, text=True, check=False
    )
    if done.returncode:
        told = (done.stderr.strip() or done.stdout.strip()).splitlines()
        raise Stop(f"{name}: {told[-1] if told else done.returncode}")


def connect(database: Mapping[str, Any]) -> Any:
    """A plain connection of its own."""
    import psycopg

    options = {k: v for k, v in database.get("OPTIONS", {}).items() if k in ("sslmode", "sslrootcert")}
    return psycopg.connect(
        dbname=database["NAME"],
        user=database["USER"] or None,
        password=database["PASSWORD"] or None,
        host=database["HOST"] or None,
        port=database["PORT"] or None,
        **options,
    )


def dump(database: Mapping[str, Any], target: Path) -> dict[str, int]:
    """Dump in PostgreSQL's own format; rows are counted in the very snapshot that is dumped."""
    with connect(database) as live:
        live.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        snapshot = live.execute("SELECT pg_export_snapshot()").fetchone()[0]
        run(
            database,
            "pg_dump",
            "-Fc",
            "--no-owner",
            "--no-privileges",
            f"--snapshot={snapshot}",
            "-f",
            str(target),
        )
        return counts(live)


def tables(live: Any) -> list[str]:
    rows = live.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
    return [row[0] for row in rows.fetchall()]


def counts(live: Any) -> dict[str, int]:
    return {name: live.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables(live)}


def restore(database: Mapping[str, Any], source: Path, *, force: bool) -> None:
    """Put a dump in the place of what the database holds, in one transaction: all of it or nothing."""
    with connect(database) as live:
        there = tables(live)
    if there and not force:
        raise Stop(str(say("数据库 {name} 里已有数据；确定要覆盖请加 --force", name=database["NAME"])))
    script, clearing = source.with_suffix(".sql"), source.with_suffix(".drop.sql")
    clearing.write_text("".join(f'DROP TABLE "{name}" CASCADE;\n' for name in there))
    run(database, "pg_restore", "--no-owner", "--no-privileges", "-f", str(script), str(source))
    run(database, "psql", "-q", "-X", "-1", "-v", "ON_ERROR_STOP=1", "-f", str(clearing), "-f", str(script))
