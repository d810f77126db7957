"""The parent's side of the cage: starts the parser, bounds it by the clock, keeps its rows in a spool."""

from __future__ import annotations

import json
import os
import pickle
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import IO, Any, NoReturn

from keyaccount.base.language import Say, say

from .limits import MEGABYTE, Limits, refuse, refuse_damaged, refuse_empty
from .table import Value, Workspace

_CHILD = Path(__file__).with_name("child.py")
_KEPT = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "PYTHONHOME", "PYTHONPATH", "TMPDIR", "TEMP")
_PLAIN = {("datetime", "date"), ("datetime", "datetime"), ("decimal", "Decimal")}
SPOOL_FULL = 3  # the child's exit code


@dataclass(frozen=True)
class Parsed:
    """What the parser found. Iterating reads the spool, again and again."""

    meta: dict[str, Any]
    noticed: dict[str, int]
    spool: Path
    workspace: Workspace = field(repr=False)

    def __iter__(self) -> Iterator[tuple[int, list[Value]]]:
        with self.spool.open("rb") as file:
            for tag, body in _frames(file):
                if tag == b"R":
                    yield from _unpickle(body)


def parse(
    path: Path, kind: str, limits: Limits, *, sheet: str | None = None, encoding: str | None = None
) -> Parsed:
    """Let the child read the whole file; `Invalid` with the reason when it can't or asks for too much."""
    order = {
        "path": str(path),
        "kind": kind,
        "sheet": sheet,
        "encoding": encoding,
        "rows": limits.most_rows + 1_000,  # title rows come on top
        "memory": limits.memory_bytes,
        "seconds": limits.seconds,
        "spool": limits.expanded_bytes * 2,
    }
    space = Workspace(Path(tempfile.mkdtemp(prefix="keyaccount-import-")))
    try:
        spool = space.folder / "rows"
        died = _run(json.dumps(order), spool, limits)
        meta, noticed = _ends(spool, died, sheet, limits)
    except BaseException:
        space.close()
        raise
    return Parsed(meta, noticed, spool, space)


def _run(order: str, spool: Path, limits: Limits) -> str:
    """Run the child into the spool, in an environment without our secrets. Returns how it died, if so."""
    env = {name: os.environ[name] for name in _KEPT if name in os.environ}
    command = [sys.executable, "-P", "-s", "-B", str(_CHILD), order]
    with spool.open("wb") as out, tempfile.TemporaryFile() as errors:
        try:
            done = subprocess.run(
                command, stdin=subprocess.DEVNULL, stdout=out, stderr=errors, env=env, timeout=limits.seconds
            )
        except subprocess.TimeoutExpired:
            return "timeout"
        errors.seek(0)
        return _cause(done.returncode, errors.read(100_000))


def _cause(code: int, said: bytes) -> str:
    if code == 0:
        return ""
    if code == SPOOL_FULL:
        return "spool"
    if code == -getattr(signal, "SIGXCPU", 0):
        return "timeout"
    return "memory" if code == -9 or b"memory" in said.lower() else "damaged"


def _ends(spool: Path, died: str, sheet: str | None, limits: Limits) -> tuple[dict[str, Any], dict[str, int]]:
    """The first and the last word of the child; without both, the reason why."""
    meta: dict[str, Any] = {}
    noticed: dict[str, int] | None = None
    with spool.open("rb") as file:
        for tag, body in _frames(file):
            if tag == b"P":
                _refuse(_unpickle(body), sheet, limits)
            if tag == b"M":
                meta = _unpickle(body)
            if tag == b"E":
                noticed = _unpickle(body)
    if died or noticed is None:
        _refuse(died or "damaged", sheet, limits)
    return meta, noticed


def _frames(file: IO[bytes]) -> Iterator[tuple[bytes, bytes]]:
    while len(head := file.read(5)) == 5:
        yield head[:1], file.read(int.from_bytes(head[1:], "big"))


class _Careful(pickle.Unpickler):
    """Only plain values: the child has read what a stranger wrote."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in _PLAIN:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name}")


def _unpickle(body: bytes) -> Any:
    try:
        return _Careful(BytesIO(body)).load()
    except (pickle.UnpicklingError, EOFError):
        refuse_damaged()


def _refuse(reason: str, sheet: str | None, limits: Limits) -> NoReturn:
    if reason == "damaged":
        refuse_damaged()
    if reason == "empty":
        refuse_empty()
    memory, megabytes = limits.memory_bytes // MEGABYTE, limits.expanded_bytes * 2 // MEGABYTE
    texts: dict[str, Say] = {
        "password": say("文件有密码保护，请在 Excel 中取消密码后再导入"),
        "sheet": say("没有名为 {name} 的工作表", name=sheet),
        "memory": say("读取这个文件需要超过 {limit} MB 的内存，已停止，请拆分后再导入", limit=memory),
        "timeout": say("读取这个文件超过了 {limit} 秒，已停止，请拆分后再导入", limit=limits.seconds),
        "spool": say("文件里的内容展开后超过 {limit} MB，已停止，请拆分后再导入", limit=megabytes),
        "too_many_cells": say("工作表声明的单元格多得不合理，没有读取。请只保留有数据的区域，另存后再试"),
        "json": say("JSON 文件的格式有误，读不出来"),
        "json_shape": say("JSON 文件里没有可以当作表格的列表：需要一组字段相同的对象"),
    }
    refuse(reason, texts[reason])


def warnings(noticed: dict[str, int]) -> list[Say]:
    """What the person should look at, from the child's counts."""
    texts = {
        "errors": say("有 {n} 个单元格是公式错误（如 #DIV/0!），按空白读取", n=noticed.get("errors", 0)),
        "uncomputed": say(
            "有 {n} 个公式没有保存计算结果，按空白读取。请用 Excel 打开并保存后再导入",
            n=noticed.get("uncomputed", 0),
        ),
        "merged": say("有 {n} 处合并单元格，纵向合并的已逐行填上同样的内容", n=noticed.get("merged", 0)),
        "long_numbers": say(
            "有 {n} 个数字超过 15 位（第一个在第 {row} 行），末尾几位可能已丢失，请把该列设为文本再填",
            n=noticed.get("long_numbers", 0),
            row=noticed.get("first_long", 0),
        ),
        "nested": say("有 {n} 个字段里还有下级内容，按 JSON 文字读取", n=noticed.get("nested", 0)),
    }
    return [text for key, text in texts.items() if noticed.get(key)]
