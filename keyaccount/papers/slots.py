"""The closed list of what a template may ask for; a slot answers to its Chinese name and to its key (PRO-1)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from keyaccount.base.language import Say, say

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
KINDS: dict[str, Say] = {"quote": say("报价单"), "proposal": say("方案"), "contract": say("合同")}


@dataclass(frozen=True)
class Slot:
    """`key` in English and `name` in Chinese stand for the same text; `sample` fills a preview."""

    key: str
    name: Say
    sample: str


@dataclass(frozen=True)
class ListSlot:
    """Rows, one `for` each: `{%tr for 行 in 明细 %}` … `{{ 行.产品 }}`."""

    key: str
    name: Say
    columns: tuple[Slot, ...]
    samples: tuple[tuple[str, ...], ...]


_OURS = (
    Slot("our_name", say("我方全称"), "示例科技有限公司"),
    Slot("our_address", say("我方地址"), "杭州市西湖区示例路 1 号"),
    Slot("our_phone", say("我方电话"), "0571-00000000"),
    Slot("our_tax_number", say("我方税号"), "91330100000000000X"),
    Slot("our_bank", say("我方开户行"), "示例银行杭州分行"),
    Slot("our_bank_account", say("我方账号"), "0000 0000 0000 0000"),
)
_COMMON = (
    Slot("customer", say("客户全称"), "华东示例制造有限公司"),
    Slot("credit_code", say("客户信用代码"), "91310000000000000X"),
    Slot("deal", say("商机名称"), "客服中心升级"),
    Slot("today", say("制单日期"), "2026年9月1日"),
    Slot("maker", say("制单人"), "李雷"),
    *_OURS,
)
_PRICED = (
    Slot("product", say("产品"), ""),
    Slot("quantity", say("数量"), ""),
    Slot("unit", say("单位"), ""),
    Slot("unit_price", say("单价"), ""),
    Slot("amount", say("金额"), ""),
)
_QUOTED = ListSlot(
    "lines",
    say("明细"),
    (
        *_PRICED,
        Slot("code", say("编码"), ""),
        Slot("list_price", say("标准价"), ""),
        Slot("discount", say("折让"), ""),
        Slot("remark", say("说明"), ""),
    ),
    (
        ("智能客服坐席", "100", "坐席", "900.00", "90,000.00", "ZX-01", "1,000.00", "10%", "首年"),
        ("实施服务", "1", "项", "30,000.00", "30,000.00", "SS-02", "30,000.00", "", ""),
    ),
)
_SOLD = ListSlot(
    "lines",
    say("明细"),
    _PRICED,
    (
        ("智能客服坐席", "100", "坐席", "900.00", "90,000.00"),
        ("实施服务", "1", "项", "30,000.00", "30,000.00"),
    ),
)
_PLAN = ListSlot(
    "instalments",
    say("分期"),
    (
        Slot("label", say("期次"), ""),
        Slot("share", say("比例"), ""),
        Slot("amount", say("金额"), ""),
        Slot("condition", say("付款条件"), ""),
    ),
    (
        ("首付款", "30%", "36,000.00", "2026年9月15日前"),
        ("验收款", "65%", "78,000.00", "验收后 10 天内"),
        ("质保金", "5%", "6,000.00", "质保期满后 365 天内"),
    ),
)
_NEEDS = ListSlot(
    "needs",
    say("需求"),
    (Slot("statement", say("内容"), ""), Slot("priority", say("优先级"), "")),
    (("热线等待时间降到 30 秒以内", "必须"), ("在线客服与热线共用知识库", "重要")),
)
SCALARS: dict[str, tuple[Slot, ...]] = {
    "quote": (
        Slot("number", say("报价单号"), "Q-2026-0001"),
        Slot("valid_until", say("有效期至"), "2026年9月30日"),
        Slot("currency", say("币种"), "CNY"),
        Slot("list_total", say("标准价合计"), "130,000.00"),
        Slot("saved", say("优惠金额"), "10,000.00"),
        Slot("total", say("总价"), "120,000.00"),
        Slot("total_capital", say("总价大写"), "人民币壹拾贰万元整"),
        Slot("terms", say("条款"), "含税，含首年维保。"),
        *_COMMON,
    ),
    "proposal": (
        Slot("title", say("方案名称"), "智能客服建设方案"),
        Slot("edition", say("版本"), "2"),
        Slot("author", say("编写人"), "韩梅"),
        Slot("summary", say("要点"), "先上热线，再上在线；三个月见效。"),
        *_COMMON,
    ),
    "contract": (
        Slot("number", say("合同编号"), "KA-2026-0001"),
        Slot("title", say("合同名称"), "智能客服采购合同"),
        Slot("edition", say("版本"), "1"),
        Slot("their_party", say("甲方"), "华东示例制造有限公司"),
        Slot("our_party", say("乙方"), "示例科技有限公司"),
        Slot("starts_on", say("起始日"), "2026年9月1日"),
        Slot("ends_on", say("到期日"), "2027年8月31日"),
        Slot("signed_on", say("签订日"), "2026年9月1日"),
        Slot("currency", say("币种"), "CNY"),
        Slot("total", say("合同金额"), "120,000.00"),
        Slot("total_capital", say("合同金额大写"), "人民币壹拾贰万元整"),
        Slot("terms", say("条款"), "未尽事宜由双方协商。"),
        *_COMMON,
    ),
}
LISTS: dict[str, tuple[ListSlot, ...]] = {
    "quote": (_QUOTED,),
    "proposal": (_NEEDS,),
    "contract": (_SOLD, _PLAN),
}


def named(kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Values by key, under both names; what is missing is empty. Lists are sequences of rows by key."""
    found: dict[str, Any] = {}
    for slot in SCALARS[kind]:
        found[slot.key] = found[slot.name.msgid] = _text(values.get(slot.key))
    for rows in LISTS[kind]:
        known = [_row(rows, one) for one in values.get(rows.key, ())]
        found[rows.key] = found[rows.name.msgid] = known
    return found


def _row(rows: ListSlot, values: Mapping[str, Any]) -> dict[str, str]:
    row = {}
    for slot in rows.columns:
        row[slot.key] = row[slot.name.msgid] = _text(values.get(slot.key))
    return row


def _text(value: Any) -> str:
    """The value without characters that no document may hold."""
    return _UNPRINTABLE.sub("", str(value or "")).replace("\r\n", "\n")


def sample(kind: str) -> dict[str, Any]:
    """Made-up values for a preview, by key."""
    found: dict[str, Any] = {slot.key: slot.sample for slot in SCALARS[kind]}
    for rows in LISTS[kind]:
        found[rows.key] = [_sample_row(rows, texts) for texts in rows.samples]
    return found


def _sample_row(rows: ListSlot, texts: Sequence[str]) -> dict[str, str]:
    return dict(zip((slot.key for slot in rows.columns), texts, strict=True))
