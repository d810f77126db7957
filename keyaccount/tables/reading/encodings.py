"""Which encoding a text file is in: found, shown to the person, and theirs to change."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from keyaccount.base.language import Say, say

from .limits import LIMITS, Limits, refuse

UTF8, UTF8_BOM, GBK, BIG5 = "UTF-8", "UTF-8 BOM", "GBK", "Big5"
UTF16_LE, UTF16_BE, CP1252, LATIN1 = "UTF-16 LE", "UTF-16 BE", "Windows-1252", "ISO-8859-1"
CODECS: dict[str, str] = {
    UTF8: "utf-8",
    UTF8_BOM: "utf-8",
    GBK: "gb18030",  # holds GB2312 and GBK
    BIG5: "big5hkscs",  # holds what Windows adds to Big5
    UTF16_LE: "utf-16-le",
    UTF16_BE: "utf-16-be",
    CP1252: "cp1252",
    LATIN1: "latin-1",
}
_CHUNK = 64 * 1024
_SAMPLE = 8 * _CHUNK


@dataclass(frozen=True)
class Encoding:
    """`label` is for people, `codec` for Python. `mixed`: lines of other encodings within UTF-8."""

    label: str
    codec: str
    certain: bool = True
    mixed: bool = False
    lossy: bool = False

    def warnings(self) -> list[Say]:
        """What the person should look at."""
        said = []
        if self.mixed:
            said.append(say("文件里混有不同的编码，已逐行辨认，请在预览中核对文字"))
        if not self.certain:
            said.append(
                say("不能确定文件的编码，暂按 {encoding} 读取；文字不对时请改选编码", encoding=self.label)
            )
        if self.lossy:
            said.append(
                say("有些字节不能按 {encoding} 读出，显示为 �，请核对或改选编码", encoding=self.label)
            )
        return said


def named(path: Path, name: str) -> Encoding:
    """The encoding a person chose, by our label or any name Python knows."""
    codec = CODECS.get(name)
    if codec is None:
        try:
            codec = codecs.lookup(name).name
            b"".decode(codec)
        except (LookupError, ValueError):
            refuse("encoding", say("不认识编码 {name}", name=name))
    return Encoding(name, codec, lossy=not _decodes(path, codec))


def detect(path: Path) -> Encoding:
    """The most likely encoding of a whole file. Latin is the last resort and never certain."""
    with path.open("rb") as file:
        head = file.read(_CHUNK)
    if marked := _by_mark(head) or _by_nulls(head):
        return Encoding(marked, CODECS[marked], lossy=not _decodes(path, CODECS[marked]))
    if _decodes(path, "utf-8"):
        return Encoding(UTF8, "utf-8")
    sample = _telling_bytes(path)
    if _mostly_utf8(sample):
        label = UTF8_BOM if head.startswith(codecs.BOM_UTF8) else UTF8
        return Encoding(label, "utf-8", certain=True, mixed=True)
    label, score = max(((GBK, _score(sample, GBK)), (BIG5, _score(sample, BIG5))), key=lambda found: found[1])
    if score >= 0.6:
        codec = CODECS[label]
        if label == BIG5 and not _decodes(path, codec) and _decodes(path, "cp950"):
            codec = "cp950"
        return Encoding(label, codec, certain=score >= 0.85, lossy=not _decodes(path, codec))
    if _decodes(path, "cp1252"):
        return Encoding(CP1252, "cp1252", certain=False)
    return Encoding(LATIN1, "latin-1", certain=False)


def _by_mark(head: bytes) -> str | None:
    if head.startswith(codecs.BOM_UTF8):
        return UTF8_BOM if _valid_so_far(head) else None
    if head.startswith(codecs.BOM_UTF16_LE):
        return UTF16_LE
    return UTF16_BE if head.startswith(codecs.BOM_UTF16_BE) else None


def _valid_so_far(head: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return True


def _by_nulls(head: bytes) -> str | None:
    """UTF-16 without a mark: the zero bytes of ASCII stand all on one side."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    both = even + odd
    if both * 5 < len(head) and (both * 50 < len(head) or _valid_so_far(head)):
        return None
    if odd > 5 * even:
        return UTF16_LE
    return UTF16_BE if even > 5 * odd else None


def _decodes(path: Path, codec: str) -> bool:
    decoder = codecs.getincrementaldecoder(codec)()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK * 16):
                decoder.decode(chunk)
            decoder.decode(b"", True)
    except UnicodeDecodeError:
        return False
    return True


def _telling_bytes(path: Path) -> bytes:
    """The first half megabyte that is not plain ASCII."""
    found = bytearray()
    with path.open("rb") as file:
        while len(found) < _SAMPLE and (chunk := file.read(_CHUNK)):
            if not chunk.isascii():
                found += chunk
    return bytes(found)


def _mostly_utf8(sample: bytes) -> bool:
    text = sample.decode("utf-8", "replace")
    bad = text.count("\ufffd") - sample.count(b"\xef\xbf\xbd")
    good = sum(c > "\x7f" for c in text) - bad
    return good >= 4 * bad


def _score(sample: bytes, label: str) -> float:
    """Share of everyday characters among those beyond ASCII, were the sample in this encoding."""
    text = sample.decode(CODECS[label], "replace")
    common = _everyday(label)
    foreign = [c for c in text if c > "\x7f" and not ("\u3000" <= c <= "\u303f" or "\uff00" <= c <= "\uffef")]
    return sum(c in common for c in foreign) / len(foreign) if foreign else 0.0


@cache
def _everyday(label: str) -> frozenset[str]:
    """The first level of the character set: its 3,755 (GB 2312) or 5,401 (Big5) commonest characters."""
    leads, codec = (range(0xB0, 0xD8), "gb2312") if label == GBK else (range(0xA4, 0xC7), "big5")
    trails = range(0xA1, 0xFF) if label == GBK else [*range(0x40, 0x7F), *range(0xA1, 0xFF)]
    return frozenset("".join(bytes([a, b]).decode(codec, "ignore") for a in leads for b in trails))


def lines(path: Path, encoding: Encoding, limits: Limits = LIMITS) -> Iterator[str]:
    """Decoded lines with their endings, without byte order mark and NUL; a boundless line is refused."""
    first = True
    for line in _mixed_lines(path, limits) if encoding.mixed else _plain_lines(path, encoding, limits):
        if first:
            line, first = line.removeprefix("\ufeff"), False
        yield line.replace("\0", "") if "\0" in line else line


def _plain_lines(path: Path, encoding: Encoding, limits: Limits) -> Iterator[str]:
    with path.open(encoding=encoding.codec, errors="replace", newline="") as file:
        while line := file.readline(limits.line_characters):
            _check_line(line, limits)
            yield line


def _mixed_lines(path: Path, limits: Limits) -> Iterator[str]:
    with path.open("rb") as file:
        while raw := file.readline(limits.line_characters):
            _check_line(raw, limits)
            yield from io.StringIO(_decode_somehow(raw), newline="")


def _decode_somehow(raw: bytes) -> str:
    for codec in ("utf-8", "gb18030", "cp1252"):
        try:
            return raw.decode(codec)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")


def _check_line(line: str | bytes, limits: Limits) -> None:
    if len(line) >= limits.line_characters:
        refuse(
            "line_too_long",
            say("有一行超过 {limit} 个字，不像正常的表格，没有读取", limit=limits.line_characters),
        )
