"""What a file is, told by its content and never by its name; what is not on the list is refused."""

from __future__ import annotations

import gzip
import re
import tempfile
import zipfile
import zlib
from pathlib import Path
from typing import NoReturn

from keyaccount.base.errors import Invalid
from keyaccount.base.language import Say, say

from .limits import MEGABYTE, Limits, refuse, refuse_damaged, refuse_empty
from .table import Workspace

WORKBOOKS = frozenset({"xlsx", "xls", "xlsb", "ods"})
_WORKBOOK_NAME = re.compile(r"\.(xls[xbm]?|ods)(\.gz)?$", re.IGNORECASE)
_OTHERS: tuple[tuple[bytes, Say], ...] = (
    (b"%PDF", say("PDF 文件")),
    (b"Rar!", say("RAR 压缩包")),
    (b"7z\xbc\xaf", say("7z 压缩包")),
    (b"\x89PNG", say("图片")),
    (b"\xff\xd8\xff", say("图片")),
    (b"GIF8", say("图片")),
    (b"{\\rtf", say("RTF 文件")),
    (b"\x28\xb5\x2f\xfd", say("Zstandard 压缩包")),
    (b"BZh", say("bzip2 压缩包")),
    (b"\xfd7zXZ", say("xz 压缩包")),
    (b"SQLite format 3", say("数据库文件")),
    (b"MZ", say("程序文件")),
    (b"\x7fELF", say("程序文件")),
)


def check_size(path: Path, limits: Limits) -> None:
    """Refuse what is empty or too big before a byte is parsed."""
    size = path.stat().st_size
    if size == 0:
        refuse_empty()
    if size > limits.file_bytes:
        most = limits.file_bytes // MEGABYTE
        text = say(
            "文件有 {size} MB，超过 {limit} MB 的上限，请拆分后再导入",
            size=f"{size / MEGABYTE:.1f}",
            limit=most,
        )
        refuse("file_too_big", text)


def unpack(path: Path, limits: Limits) -> tuple[Path, Workspace | None]:
    """The file itself, or what a gzip file holds, written beside; an endless one is stopped at the limit."""
    with path.open("rb") as file:
        if file.read(2) != b"\x1f\x8b":
            return path, None
    space = Workspace(Path(tempfile.mkdtemp(prefix="keyaccount-import-")))
    target = space.folder / "expanded"
    try:
        _expand(path, target, limits)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        space.close()
        refuse("damaged", say("压缩文件已损坏或不完整，请重新压缩后再试"))
    except Invalid:
        space.close()
        raise
    return target, space


def _expand(path: Path, target: Path, limits: Limits) -> None:
    packed, done = path.stat().st_size, 0
    with gzip.open(path, "rb") as source, target.open("wb") as out:
        while chunk := source.read(MEGABYTE):
            done += len(chunk)
            check_expanded(done, packed, limits)
            out.write(chunk)
    if done == 0:
        refuse_empty()


def check_expanded(expanded: int, packed: int, limits: Limits) -> None:
    """Refuse an archive that grows beyond the limit, or beyond any ratio a real table has."""
    if expanded > limits.expanded_bytes:
        most = limits.expanded_bytes // MEGABYTE
        refuse("expanded_too_big", say("文件解压后超过 {limit} MB 的上限，请拆分后再导入", limit=most))
    if expanded > limits.ratio_exempt_bytes and expanded > packed * limits.zip_ratio:
        text = say("文件解压后会膨胀到 {limit} 倍以上，不像正常的表格，没有读取", limit=limits.zip_ratio)
        refuse("zip_ratio", text)


def kind_of(path: Path, limits: Limits) -> str:
    """`xlsx`, `xls`, `xlsb`, `ods`, or `text` for everything that may be CSV, vCard or JSON."""
    with path.open("rb") as file:
        head = file.read(512)
    if head[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return _zip_kind(path, limits)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return "xls"
    if head.startswith(b"\x1f\x8b"):
        _refuse_type(say("多层压缩包"))
    for mark, name in _OTHERS:
        if head.startswith(mark):
            _refuse_type(name)
    return "text"


def _zip_kind(path: Path, limits: Limits) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if len(entries) > limits.zip_entries:
                many, most = len(entries), limits.zip_entries
                refuse(
                    "zip_entries",
                    say("文件内部有 {n} 个部件，超过 {limit} 个的上限，没有读取", n=many, limit=most),
                )
            check_expanded(sum(e.file_size for e in entries), path.stat().st_size, limits)
            names = {e.filename.replace("\\", "/").lower() for e in entries}
    except (zipfile.BadZipFile, OSError, UnicodeDecodeError, NotImplementedError):
        refuse_damaged()
    return _office_kind(names)


def _office_kind(names: set[str]) -> str:
    if "[content_types].xml" in names:
        if any(n.endswith("workbook.bin") for n in names):
            return "xlsb"
        if any(n.startswith("xl/") or n.endswith("workbook.xml") for n in names):
            return "xlsx"
        if any(n.startswith("word/") for n in names):
            _refuse_type(say("Word 文件"))
        if any(n.startswith("ppt/") for n in names):
            _refuse_type(say("PowerPoint 文件"))
    if "content.xml" in names and "mimetype" in names:
        return "ods"
    _refuse_type(say("ZIP 压缩包"))


def _refuse_type(name: Say) -> NoReturn:
    refuse(
        "type", say("不能导入这种文件（{name}）。可以导入 xlsx、xls、xlsb、ods、csv、vcf 和 json", name=name)
    )


def text_kind(head: str, certain: bool) -> str:
    """`vcard`, `json` or `csv` from the first characters; renamed web pages are refused.

    `certain`: the encoding is no guess, so bytes that look odd are meant.
    """
    start = head.lstrip("\ufeff \t\r\n")
    lowered = start[:2000].lower()
    if not start.strip("\0"):
        refuse_empty()
    if re.match(r"begin\s*:\s*vcard", lowered):
        return "vcard"
    if lowered.startswith(
        ("<!doctype html", "<html", "<table", "<head", "<meta", "<body", "<div", "mime-version:")
    ):
        refuse("html", say("这是改名成表格的网页文件，请用 Excel 打开并另存为 .xlsx 后再导入"))
    if lowered.startswith(("<?xml", "<workbook")):
        refuse("xml", say("这是 XML 文件，请用 Excel 打开并另存为 .xlsx 后再导入"))
    if re.match(r"\[\s*[\[{\]\"]|\{\s*[\"}]", start):
        return "json"
    odd = sum(c < " " and c not in "\t\r\n\f\v\0\x1a" for c in head)
    if odd > len(head) * (0.3 if certain else 0.02):
        refuse("type", say("这不像表格文件。可以导入 xlsx、xls、xlsb、ods、csv、vcf 和 json"))
    return "csv"


def named_workbook(filename: str) -> bool:
    """The name promises a workbook."""
    return bool(_WORKBOOK_NAME.search(filename))
