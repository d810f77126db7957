"""The backup file: a plain tar archive, a manifest as its last member, and after it a line with the hash of it all.

Any tar program opens it. One flipped byte, wherever it lies, shows: the last line covers everything before it.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from keyaccount.base.language import say
from keyaccount.interfaces.cli.main import Stop

MANIFEST = "manifest.json"
MARK = b"keyaccount-backup sha256 "
TRAILER = len(MARK) + 64 + 1
PART = 1 << 20
FORMAT = 1


class Hashing(io.RawIOBase):
    """Writes on, or reads from, a file and hashes what passes; reading stops `limit` bytes in."""

    def __init__(self, file: IO[bytes], limit: int = 0) -> None:
        self.file, self.left, self.hasher = file, limit, hashlib.sha256()

    def write(self, data: Any) -> int:
        self.hasher.update(data)
        self.file.write(data)
        return len(data)

    def read(self, size: int = -1) -> bytes:
        data = self.file.read(self.left if size < 0 else min(size, self.left))
        self.left -= len(data)
        self.hasher.update(data)
        return data


@dataclass
class Writer:
    """Adds members; `contents` is what the manifest will say of them: {name: [size, sha256]}."""

    tar: tarfile.TarFile
    contents: dict[str, list[Any]] = field(default_factory=dict)

    def add(self, name: str, path: Path) -> str:
        """Add a file; returns the hash of what went in."""
        with path.open("rb") as file:
            return self._put(name, file, path.stat().st_size)

    def text(self, name: str, text: str) -> None:
        data = text.encode()
        self._put(name, io.BytesIO(data), len(data))

    def _put(self, name: str, file: IO[bytes], size: int) -> str:
        info = tarfile.TarInfo(name)
        info.size, info.mode = size, 0o600
        passing = Hashing(file, size)
        self.tar.addfile(info, passing)
        found = passing.hasher.hexdigest()
        self.contents[name] = [size, found]
        return found


@contextmanager
def writing(path: Path, manifest: dict[str, Any]) -> Iterator[Writer]:
    """A backup at `path`, there whole or not at all; `manifest` is stored with the contents added to it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".part")
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            passing = Hashing(file)
            with tarfile.open(fileobj=passing, mode="w|") as tar:
                writer = Writer(tar)
                yield writer
                writer.text(MANIFEST, json.dumps({**manifest, "contents": dict(writer.contents)}, indent=1))
            file.write(MARK + passing.hasher.hexdigest().encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def read(path: Path, into: Path | None = None) -> dict[str, Any]:
    """The manifest, after every byte was checked; with `into` the members are laid there. Raises `Stop` at any fault."""
    with path.open("rb") as file:
        length = file.seek(0, os.SEEK_END) - TRAILER
        if length <= 0:
            raise _faulty(path, "too short")
        file.seek(length)
        trailer = file.read()
        file.seek(0)
        passing = Hashing(file, length)
        try:
            found, manifest = _members(passing, into)
        except (tarfile.TarError, ValueError, KeyError, OSError, OverflowError) as bad:
            raise _faulty(path, str(bad) or type(bad).__name__) from None
        while passing.read(PART):
            pass
    if trailer != MARK + passing.hasher.hexdigest().encode() + b"\n":
        raise _faulty(path, "sha256")
    if found != manifest.get("contents") or manifest.get("format") != FORMAT:
        raise _faulty(path, MANIFEST)
    return manifest


def _members(passing: Hashing, into: Path | None) -> tuple[dict[str, list[Any]], dict[str, Any]]:
    """({name: [size, sha256]} as found, manifest)."""
    found: dict[str, list[Any]] = {}
    manifest: dict[str, Any] = {}
    with tarfile.open(fileobj=passing, mode="r|") as tar:
        for info in tar:
            source = tar.extractfile(info) if info.isreg() else None
            if source is None or info.name.startswith("/") or ".." in Path(info.name).parts:
                raise ValueError(info.name)
            if info.name == MANIFEST:
                manifest = json.loads(source.read())
            else:
                found[info.name] = _member(source, into / info.name if into else None)
    return found, manifest


def _member(source: IO[bytes], target: Path | None) -> list[Any]:
    """[size, sha256] of a member, laid at `target` if wished."""
    hasher, size = hashlib.sha256(), 0
    if target:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(target or os.devnull, "wb") as out:
        while part := source.read(PART):
            hasher.update(part)
            size += len(part)
            out.write(part)
        if target:
            out.flush()
            os.fsync(out.fileno())
    return [size, hasher.hexdigest()]


def _faulty(path: Path, what: str) -> Stop:
    return Stop(str(say("备份 {path} 已损坏或不完整（{what}），不能使用", path=path, what=what)))
