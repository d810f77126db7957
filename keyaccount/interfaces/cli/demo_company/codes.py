"""Numbers that are valid in form and belong to nobody: credit codes, telephones, names in Latin letters."""

from __future__ import annotations

from random import Random

from pypinyin import lazy_pinyin
from stdnum.cn.uscc import calc_check_digit

from keyaccount.interfaces.cli.demo_company.sources import table

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
ORGANISATION = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
REGISTRAR = {"government": "11", "public_institution": "12"}
AREA_CODES = {
    "11": "010",
    "12": "022",
    "31": "021",
    "50": "023",
    "1401": "0351",
    "1501": "0471",
    "2101": "024",
    "3201": "025",
    "3202": "0510",
    "3204": "0519",
    "3205": "0512",
    "3301": "0571",
    "3302": "0574",
    "3401": "0551",
    "3501": "0591",
    "3502": "0592",
    "3601": "0791",
    "3701": "0531",
    "3702": "0532",
    "4103": "0379",
    "4201": "027",
    "4210": "0716",
    "4301": "0731",
    "4401": "020",
    "4403": "0755",
    "4406": "0757",
    "4408": "0759",
    "4419": "0769",
    "5101": "028",
    "5107": "0816",
    "5301": "0871",
    "6101": "029",
}
SEVEN_DIGITS = ("0816",)
MOBILE_HEADS = (
    "130",
    "131",
    "135",
    "136",
    "137",
    "138",
    "139",
    "150",
    "152",
    "158",
    "159",
    "176",
    "186",
    "187",
    "188",
    "189",
)


def credit_code(random: Random, region: str, ownership: str) -> str:
    """A unified social credit code (ACC-1): both check digits right, in a block (MAW–MAY) not yet given out."""
    body = "MA" + random.choice("WXY") + "".join(random.choice("0123456789ABCDEFGH") for _ in range(5))
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    rest = (
        11 - sum(ORGANISATION.index(sign) * weight for sign, weight in zip(body, weights, strict=True)) % 11
    )
    code = REGISTRAR.get(ownership, "91") + region + body + {10: "X", 11: "0"}.get(rest, str(rest))
    return code + calc_check_digit(code)


def mobile(region: str, serial: int) -> str:
    """A mobile with 0000 where the local block would be: valid in form, plainly made up."""
    if region.startswith("81"):
        return f"+852 5500 {serial:04d}"
    if region.startswith("71"):
        return f"+886 900 000 {serial % 1000:03d}"
    return f"{MOBILE_HEADS[serial * 7 % len(MOBILE_HEADS)]}0000{serial * 37 % 10000:04d}"


def landline(region: str, serial: int) -> str:
    """A number in the fictional 5550 block of the place, or the 400 kind where the city is invented."""
    if region.startswith("81"):
        return f"+852 2555 {serial:04d}"
    if region.startswith("71"):
        return f"+886 2 2555 {serial:04d}"
    area = AREA_CODES.get(region[:4]) or AREA_CODES.get(region[:2])
    if area is None:
        return f"400-000-{serial:04d}"
    return f"{area}-555{serial:04d}" if area in SEVEN_DIGITS else f"{area}-5550{serial:04d}"


def split_name(name: str) -> tuple[str, str]:
    """Surname and given name of a Chinese name; names of other peoples are one piece."""
    length = 2 if name[:2] in table("names")["compound"] else 1
    return name[:length], name[length:]


def latin(name: str) -> tuple[str, str]:
    """Surname and given name in pinyin, lower case; Latin names as they are."""
    if name.isascii():
        given, _, surname = name.lower().rpartition(" ")
        return surname, given
    surname, given = split_name(name)
    read = table("names")["readings"].get(surname) or "".join(lazy_pinyin(surname))
    return read, "".join(lazy_pinyin(given))
