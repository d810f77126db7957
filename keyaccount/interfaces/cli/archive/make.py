"""Making a backup: the database as of one moment, all stored files, and what they must look like when they come back."""

from __future__ import annotations

import tempfile
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from keyaccount.base.clock import CHINA
from keyaccount.base.language import listed, say
from keyaccount.interfaces.cli.archive import postgres, sqlite
from keyaccount.interfaces.cli.archive.container import FORMAT, writing
from keyaccount.interfaces.cli.archive.fingerprints import fingerprint

KEYS = ("secret.key", "field.key")


def default_path(at: datetime, name: str = "keyaccount") -> Path:
    return Path(settings.DATA_DIR) / "backups" / f"{name}-{at.astimezone(CHINA):%Y%m%d-%H%M%S}.tar"


def make(path: Path, *, at: datetime, with_keys: bool = False) -> Path:
    """Write the backup. Raises `OSError` or `Stop`; then there is no file."""
    with tempfile.TemporaryDirectory(dir=settings.DATA_DIR, prefix="backup-") as folder:
        name = sqlite.NAME if connection.vendor == "sqlite" else postgres.NAME
        copy = Path(folder) / name
        rows = _dumped(copy)
        manifest: dict[str, Any] = {
            "product": "keyaccount",
            "format": FORMAT,
            "version": version("keyaccount"),
            "made_at": at.isoformat(),
            "database": connection.vendor,
            "rows": rows,
            "keys": with_keys,
            "field_key": fingerprint(settings.FIELD_KEY),
        }
        with writing(path, manifest) as archive:
            archive.add(name, copy)
            for stored in stored_files(Path(settings.FILES_DIR)):
                archive.add(f"files/{stored.parent.name}/{stored.name}", stored)
            if with_keys:
                archive.text("keys/secret.key", settings.SECRET_KEY)
                archive.text("keys/field.key", settings.FIELD_KEY)
    return path


def _dumped(copy: Path) -> dict[str, int]:
    if connection.vendor == "sqlite":
        return sqlite.dump(Path(connection.settings_dict["NAME"]), copy)
    return postgres.dump(connection.settings_dict, copy)


def stored_files(root: Path) -> list[Path]:
    """Contents kept on disk, each named by its hash; half-written ones are left out."""
    return sorted(path for path in root.glob("??/*") if path.is_file())


def about_keys(with_keys: bool) -> str:
    """What whoever keeps the backup must know."""
    if with_keys:
        return str(say("密钥在备份里面：请像保管密码一样保管这个文件"))
    text = say(
        "密钥不在备份里面：请另外保管 {folder} 下的 {names}，没有 field.key 就读不出加密的私人电话和二次验证",
        folder=settings.DATA_DIR,
        names=str(listed(KEYS)),
    )
    return str(text)
