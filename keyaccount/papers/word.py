"""Word templates: opened with care, checked against the closed list, filled in (PRO-1)."""

from __future__ import annotations

import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import TemplateError

from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import Say, say
from keyaccount.papers.grammar import Sandbox, faults
from keyaccount.papers.slots import named

MEDIA = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MOST_PARTS = 2000
MOST_BYTES = 80 << 20
MOST_XML = 2 << 20
_BODY = "word/document.xml"
_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_RELATIONSHIP = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_HYPERLINK = re.compile(rb"""Type\s*=\s*["'][^"']*/hyperlink["']""")
_DAMAGED = (  # what reading a broken archive can raise
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    UnicodeError,
)
_PROPERTIES = ("author", "comments", "identifier", "language", "subject", "title")


def check(kind: str, content: bytes) -> None:
    """Raise `Invalid` with every reason why this file cannot be a template of the kind."""
    look_into(content)
    found = faults(kind, _sources(_open(content)))
    if found:
        raise Invalid(*found)


def fill(kind: str, content: bytes, values: Mapping[str, Any]) -> bytes:
    """The template with the values of a paper, by key. Raises `Invalid` where it cannot be filled."""
    look_into(content)
    template = _open(content)
    try:
        template.render(named(kind, values), jinja_env=Sandbox())
    except TemplateError as error:
        message = say("模板填不进去：{text}", text=error.message or "")
        raise Invalid(Problem("template", message, field="file")) from None
    out = io.BytesIO()
    template.save(out)
    return out.getvalue()


def look_into(content: bytes) -> None:
    """Raise `Invalid` for what is no plain .docx: other kinds, macros, links out, bombs."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _parts(archive)
    except _DAMAGED:
        raise _refused(say("这不是 Word 文档，请上传 .docx 文件")) from None


def _parts(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if _BODY not in names or "[Content_Types].xml" not in names:
        raise _refused(say("这不是 Word 文档，请上传 .docx 文件"))
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_BYTES:
        raise _refused(say("这个文档展开后太大，请精简后再传"))
    if any(part.file_size > MOST_XML for part in parts if part.filename.endswith((".xml", ".rels"))):
        raise _refused(say("这个文档展开后太大，请精简后再传"))
    for name in names:
        low = name.lower()
        if "vba" in low or "/embeddings/" in low or "/activex/" in low:
            raise _refused(say("模板里不能有宏、控件或嵌入的文件"))
        content = archive.read(name)
        if low.endswith((".xml", ".rels")):
            _text(low, content)


def _text(name: str, text: bytes) -> None:
    if b"\0" in text or b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise _refused(say("这个文档的内部写法不安全，请用 Word 另存后再传"))
    if b"macroEnabled" in text and name == "[content_types].xml":
        raise _refused(say("模板里不能有宏、控件或嵌入的文件"))
    outside = (tag for tag in _RELATIONSHIP.findall(text) if b"External" in tag)
    if name.endswith(".rels") and any(not _HYPERLINK.search(tag) for tag in outside):
        raise _refused(say("模板里不能链接外部的文件，请先断开链接"))


def _refused(message: Say) -> Invalid:
    return Invalid(Problem("file", message, field="file"))


def _open(content: bytes) -> DocxTemplate:
    template = DocxTemplate(io.BytesIO(content))
    try:
        template.init_docx()
    except (KeyError, ValueError, AttributeError, SyntaxError, TypeError):
        raise _refused(say("这个 Word 文档打不开，请用 Word 另存后再传")) from None
    return template


def _sources(template: DocxTemplate) -> Iterator[str]:
    """Every text that filling in would read as a template."""
    yield template.patch_xml(template.get_xml())
    for uri in (template.HEADER_URI, template.FOOTER_URI):
        for _, part in template.get_headers_footers(uri):
            yield template.patch_xml(template.get_part_xml(part))
    for part in template.docx.part.package.parts:
        if part.content_type == _FOOTNOTES:
            yield template.patch_xml(part.blob.decode("utf-8"))
    for name in _PROPERTIES:
        yield getattr(template.docx.core_properties, name) or ""
