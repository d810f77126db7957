"""Papers: what a template may say, what is refused and why, and that a PDF carries its Chinese text."""

from __future__ import annotations

import io
import random
import zipfile
from decimal import Decimal

import pytest
from docx import Document
from pypdf import PdfReader

from keyaccount.base.errors import Invalid
from keyaccount.base.instalments import shares, split
from keyaccount.papers import pdf, word
from keyaccount.papers.naming import file_name
from keyaccount.papers.slots import KINDS, LISTS, SCALARS, sample
from keyaccount.papers.standard import standard


def a_word(*texts: str, footer: str = "", title: str = "") -> bytes:
    made, out = Document(), io.BytesIO()
    for text in texts:
        made.add_paragraph(text)
    made.sections[0].footer.paragraphs[0].text = footer
    made.core_properties.title = title
    made.save(out)
    return out.getvalue()


def told(content: bytes) -> str:
    read = Document(io.BytesIO(content))
    cells = [cell.text for table in read.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in read.paragraphs), *cells])


def refused(content: bytes, kind: str = "quote") -> str:
    with pytest.raises(Invalid) as caught:
        word.check(kind, content)
    return "；".join(str(problem.message) for problem in caught.value.problems)


@pytest.mark.parametrize("kind", KINDS)
def test_自带模板_自己也过检查_填得满(kind: str) -> None:
    made = standard(kind)
    word.check(kind, made)
    values = sample(kind)
    page = told(word.fill(kind, made, values))
    assert values["customer" if kind != "contract" else "their_party"] in page and "{{" not in page
    for rows in LISTS[kind]:
        for row in values[rows.key]:
            assert next(iter(row.values())) in page


@pytest.mark.parametrize("kind", KINDS)
def test_每个占位符_中文名和英文键都能用(kind: str) -> None:
    names = [text for slot in SCALARS[kind] for text in (slot.key, slot.name.msgid)]
    word.check(kind, a_word(*("{{ " + name + " }}" for name in names)))
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{{ 客户全程 }}", "没有“客户全程”这个占位符"),
        ("{% for a in 明细 %}{{ a.品名 }}{% endfor %}", "没有“a.品名”这个占位符"),
        ("{{ 明细 }}", "“明细”是列表"),
        ("{% for a in 条目 %}{% endfor %}", "“条目”不能循环，可以循环的是：明细"),
        ("{% for a in 明细 %}{% for b in 明细 %}{% endfor %}{% endfor %}", "循环里不能再有循环"),
        ("{{ customer.__class__ }}", "没有“customer.__class__”这个占位符"),
        ("{{ ''.__class__.__mro__ }}", "这个占位符"),
        ("{{ range(9) }}", "只能写名字"),
        ("{{ 9 ** 9 }}", "只能写名字"),
        ("{% set a = 1 %}", "只能写名字"),
        ("{% include 'a' %}", "只能写名字"),
        ("{{ customer|attr('x') }}", "只能写名字"),
        ("{{ customer", "不完整"),
    ],
)
def test_写错的占位符_说出是哪一个(text: str, reason: str) -> None:
    assert reason in refused(a_word(text))
    assert reason in refused(a_word("好的", footer=text))


def test_文档属性里的占位符也要检查() -> None:
    assert "没有“secret”" in refused(a_word("好", title="{{ secret }}"))


def changed(content: bytes, **parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part.filename, parts.pop(part.filename, None) or old.read(part.filename))
        for name, data in parts.items():
            new.writestr(name, data)
    return out.getvalue()


def test_不是纯粹的_docx_都不收() -> None:
    plain = a_word("好")
    assert "不是 Word 文档" in refused(b"%PDF-1.7")
    assert "宏" in refused(changed(plain, **{"word/vbaProject.bin": b"x"}))
    types = zipfile.ZipFile(io.BytesIO(plain)).read("[Content_Types].xml")
    macro = types.replace(b"wordprocessingml.document.main", b"ms-word.document.macroEnabled.main")
    assert "宏" in refused(changed(plain, **{"[Content_Types].xml": macro}))
    assert "太大" in refused(changed(plain, **{"word/media/a.bin": b"\0" * (word.MOST_BYTES + 1)}))
    assert "太大" in refused(changed(plain, **{"word/styles.xml": b" " * (word.MOST_XML + 1)}))
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    assert "不安全" in refused(changed(plain, **{"docProps/app.xml": bomb}))
    link = (
        b'<Relationships><Relationship Type="x/hyperlink" TargetMode="External" Target="http://a"/>'
        b'<Relationship Type="x/attachedTemplate" TargetMode="External" Target="http://a"/></Relationships>'
    )
    wide = '<?xml version="1.0" encoding="UTF-16"?><a/>'.encode("utf-16")
    assert "不安全" in refused(changed(plain, **{"docProps/app.xml": wide}))
    assert "链接外部" in refused(changed(plain, **{"word/_rels/settings.xml.rels": link}))


def test_坏掉的文件_不管坏在哪里_都好好拒绝() -> None:
    """Bits turned over anywhere: taken or refused with a reason, never a fault of ours."""
    whole, dice, taken = standard("quote"), random.Random(3), 0
    for _ in range(150):
        damaged = bytearray(whole)
        for _ in range(dice.choice((1, 3, 20))):
            damaged[dice.randrange(len(damaged))] ^= 1 << dice.randrange(8)
        try:
            word.check("quote", bytes(damaged))
            taken += 1
        except Invalid:
            pass
    assert taken < 75, "most of it is told"


def test_数据里的花括号和标签_原样印出() -> None:
    evil = "<b>A&B</b> {{ 7*7 }}\x0b{% for %}"
    page = told(word.fill("quote", a_word("{{ 客户全称 }}"), {"customer": evil}))
    assert "<b>A&B</b> {{ 7*7 }}{% for %}" in page


@pytest.mark.parametrize("kind", KINDS)
def test_PDF_里的字读得回来_字体在里面(kind: str) -> None:
    if not pdf.families("zh-hans"):
        pytest.skip("no Chinese font on this machine: PDF NOT TESTED")
    values = sample(kind) | {"terms": "第一条 #set *粗* $x$\n第二条 驗收後十日內"}
    read = PdfReader(io.BytesIO(pdf.write_pdf(kind, values)))
    text = "".join(page.extract_text() for page in read.pages).replace(" ", "")
    assert values["our_name"] in text
    if kind != "proposal":
        assert "人民币壹拾贰万元整" in text and "#set*粗*$x$" in text and "驗收後十日內" in text
    fonts = [font.get_object() for page in read.pages for font in page["/Resources"]["/Font"].values()]
    for font in fonts:
        inner = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert {"/FontFile2", "/FontFile3"} & set(inner), "the font is embedded"


def test_没有中文字体_说清楚怎么办(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "families", lambda language: ())
    with pytest.raises(Invalid) as caught:
        pdf.write_pdf("quote", sample("quote"))
    assert "fonts-noto-cjk" in str(caught.value.problems[0].message)


def test_文件名认得出_也不坏() -> None:
    assert file_name("quote", sample("quote"), "pdf") == "报价单_华东示例制造有限公司_Q-2026-0001.pdf"
    evil = file_name("quote", {"customer": '../a/b"\n\u202eexe', "number": "Q" * 300}, "docx")
    assert not set('/\\"\n\u202e') & set(evil) and len(evil) < 200 and evil.endswith(".docx")


@pytest.mark.parametrize(
    ("pattern", "percents"),
    [
        ("3-3-3-1", "30 30 30 10"),
        ("30/65/5", "30 65 5"),
        ("3：3：3.5：0.5", "30 30 35 5"),
        ("100", "100"),
    ],
)
def test_付款比例(pattern: str, percents: str) -> None:
    found = shares(pattern)
    assert [f"{one.normalize():f}" for one in found] == percents.split()
    for amount in (Decimal("0.01"), Decimal("99999.99"), Decimal("1000000")):
        assert sum(split(amount, found)) == amount


@pytest.mark.parametrize("pattern", ["", "3-3", "abc", "0-100", "1e2", "50-50-", "-" * 99, "1" * 90])
def test_付款比例_看不懂就说(pattern: str) -> None:
    if pattern == "50-50-":
        assert len(shares(pattern)) == 2
        return
    with pytest.raises(Invalid):
        shares(pattern)
