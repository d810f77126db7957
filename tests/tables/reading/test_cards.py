"""Address books of phones and mail programs become a table of people; private things stay apart."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from keyaccount.tables.reading import Table
from tests.shared_data import shared

from .helpers import put, read, refused


def people(table: Table) -> list[dict[str, Any]]:
    return [{k: v for k, v in zip(table.header, row.values, strict=True) if v} for row in table.rows()]


def test_all_samples_are_read() -> None:
    counts = {}
    for path in sorted(shared("vcards-ezvcard").iterdir()):
        if path.suffix in (".vcf", ".json"):
            table = read(path)
            assert table.kind == "vcard"
            counts[path.name] = table.row_count
            assert all(p.get("姓名") or p.get("邮箱") for p in people(table)), path.name
    assert len(counts) == 18
    assert {name: n for name, n in counts.items() if n != 1} == {
        "John_Doe_ANDROID.vcf": 6,
        "gmail-list.vcf": 3,
        "rfc2426-example.vcf": 2,
    }


def test_work_and_home_are_told_apart() -> None:
    table = read(shared("vcards-ezvcard/John_Doe_IPHONE.vcf"))
    (person,) = people(table)
    assert (person["姓名"], person["公司"], person["部门"]) == (
        "Mr. John Richter James Doe Sr.",
        "IBM",
        "Accounting",
    )
    assert (person["手机"], person["电话"], person["传真"]) == (
        "905-555-1234",
        "905-777-1234",
        "905-999-1234",
    )
    assert person["助理电话"] == "905-222-1234"
    assert person["地址"] == "Street4 Building 6 Floor 8, New York, 12345, USA"
    assert {name: person[name] for name in table.private} == {
        "家庭电话": "905-666-1234",
        "家庭传真": "905-888-1234",
        "家庭地址": "Silicon Alley 5, New York, New York, 12345, United States of America",
        "生日": date(2012, 6, 6),
    }
    assert "PHOTO×1" in str(table.warnings[0])


def test_jcard_and_version_4_say_the_same() -> None:
    card, jcard = (
        people(read(shared(f"vcards-ezvcard/{n}")))[0] for n in ("rfc6350-example.vcf", "jcard-example.json")
    )
    assert card["电话"] == jcard["电话"] == "+1-418-656-9254 ext 102"
    assert card["手机"] == jcard["手机"] == "+1-418-262-6501"
    assert card["公司"] == jcard["公司"] == "Viagenie"


def test_quoted_printable_of_outlook() -> None:
    (person,) = people(read(shared("vcards-ezvcard/outlook-2003.vcf")))
    assert person["备注"] == "This is the note field!!\r\nSecond line\r\n\r\nThird line is empty"
    assert (person["公司"], person["部门"]) == ("Company, The", "TheDepartment")


CHINESE = """BEGIN:VCARD
VERSION:3.0
N:欧阳;晓明;;;
ORG:上海远景软件有限公司;采购部
TITLE:采购总监
TEL;TYPE=WORK:+86 138-0013-8000
TEL;TYPE=WORK:021-6888 0000
TEL;TYPE=HOME:13900139000
EMAIL;TYPE=WORK:xm@example.cn
X-WECHAT:oyxm_88
X-QQ:10001
ADR;TYPE=WORK:;;世纪大道 100 号;上海市;上海市;200120;中国
BDAY:1980-02-31
CATEGORIES:重点,决策人
NOTE:第一行\\n第二行\\, 逗号
END:VCARD
BEGIN:VCARD
VERSION:2.1
N;CHARSET=GBK;ENCODING=QUOTED-PRINTABLE:=D5=C5;=C8=FD;;;
TEL;CELL:13700137000
END:VCARD
"""


def test_chinese_cards(tmp_path: Path) -> None:
    table = read(put(tmp_path, "名片.vcf", CHINESE))
    first, second = people(table)
    assert first == {
        "姓名": "欧阳晓明",
        "公司": "上海远景软件有限公司",
        "部门": "采购部",
        "职务": "采购总监",
        "手机": "+86 138-0013-8000",
        "电话": "021-6888 0000",
        "家庭电话": "13900139000",
        "邮箱": "xm@example.cn",
        "微信": "oyxm_88",
        "QQ": "10001",
        "地址": "中国上海市世纪大道 100 号 200120",
        "生日": "1980-02-31",
        "标签": "重点、决策人",
        "备注": "第一行\n第二行, 逗号",
    }
    assert (second["姓名"], second["手机"]) == ("张三", "13700137000")
    assert table.private == {"家庭电话", "生日"}


def test_a_card_file_in_gbk_and_one_cut_off(tmp_path: Path) -> None:
    text = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:王小明\r\nORG:中国移动通信集团\r\nTEL:13800138000\r\n"
    table = read(put(tmp_path, "a.vcf", text.encode("gbk")))
    assert table.encoding == "GBK"
    assert people(table) == [{"姓名": "王小明", "公司": "中国移动通信集团", "手机": "13800138000"}]


def test_a_file_without_a_card_is_refused(tmp_path: Path) -> None:
    assert refused(put(tmp_path, "a.vcf", "BEGIN:VCARD\r\n")) == "empty"
