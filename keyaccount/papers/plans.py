"""What stands on our own papers, in order: the standard Word template and the PDF are both drawn from it."""

from __future__ import annotations

from dataclasses import dataclass

from keyaccount.base.language import Say, say


@dataclass(frozen=True)
class Facts:
    """Pairs of label and slot, two columns wide."""

    rows: tuple[tuple[Say, str], ...]


@dataclass(frozen=True)
class Lines:
    """A table: `of` is the list slot, columns are label, slot, and whether it is a number."""

    title: Say
    of: str
    columns: tuple[tuple[Say, str, bool], ...]


@dataclass(frozen=True)
class Words:
    """A heading with one text below."""

    title: Say
    slot: str


@dataclass(frozen=True)
class Signatures:
    """Who signs, side by side: heading and slot of the name."""

    sides: tuple[tuple[Say, str], ...]


Block = Facts | Lines | Words | Signatures


@dataclass(frozen=True)
class Plan:
    """`title`: a text, or "" where the slot `title` names the paper. `name`: slots of the file's name."""

    heading: Say
    title: str
    blocks: tuple[Block, ...]
    name: tuple[str, ...]


_US = ((say("我方"), "our_name"), (say("地址"), "our_address"), (say("电话"), "our_phone"))
_PRICES = (
    (say("产品"), "product", False),
    (say("数量"), "quantity", True),
    (say("单位"), "unit", False),
    (say("单价"), "unit_price", True),
    (say("金额"), "amount", True),
)
_PAY_TO = ((say("开户行"), "our_bank"), (say("账号"), "our_bank_account"), (say("税号"), "our_tax_number"))

PLANS: dict[str, Plan] = {
    "quote": Plan(
        say("报价单"),
        "",
        (
            Facts(
                (
                    (say("客户"), "customer"),
                    (say("报价单号"), "number"),
                    (say("项目名称"), "deal"),
                    (say("日期"), "today"),
                    (say("有效期至"), "valid_until"),
                    (say("币种"), "currency"),
                )
            ),
            Lines(
                say("报价明细"),
                "lines",
                (_PRICES[0], *_PRICES[1:3], (say("标准价"), "list_price", True), *_PRICES[3:]),
            ),
            Facts(
                (
                    (say("标准价合计"), "list_total"),
                    (say("优惠"), "saved"),
                    (say("总价"), "total"),
                    (say("大写"), "total_capital"),
                )
            ),
            Words(say("条款"), "terms"),
            Facts((*_US, (say("联系人"), "maker"), *_PAY_TO)),
        ),
        ("customer", "number"),
    ),
    "proposal": Plan(
        say("方案"),
        "title",
        (
            Facts(
                (
                    (say("客户"), "customer"),
                    (say("项目名称"), "deal"),
                    (say("版本"), "edition"),
                    (say("日期"), "today"),
                    (say("编写人"), "author"),
                    (say("我方"), "our_name"),
                )
            ),
            Words(say("要点"), "summary"),
            Lines(
                say("对应的需求"),
                "needs",
                ((say("需求"), "statement", False), (say("优先级"), "priority", False)),
            ),
        ),
        ("customer", "title"),
    ),
    "contract": Plan(
        say("合同"),
        "title",
        (
            Facts(
                (
                    (say("合同编号"), "number"),
                    (say("版本"), "edition"),
                    (say("甲方"), "their_party"),
                    (say("乙方"), "our_party"),
                    (say("起始日"), "starts_on"),
                    (say("到期日"), "ends_on"),
                )
            ),
            Lines(say("合同明细"), "lines", _PRICES),
            Facts(((say("合同金额"), "total"), (say("币种"), "currency"), (say("大写"), "total_capital"))),
            Lines(
                say("付款安排"),
                "instalments",
                (
                    (say("期次"), "label", False),
                    (say("比例"), "share", True),
                    (say("金额"), "amount", True),
                    (say("付款条件"), "condition", False),
                ),
            ),
            Words(say("条款"), "terms"),
            Facts(_PAY_TO),
            Signatures(((say("甲方（盖章）"), "their_party"), (say("乙方（盖章）"), "our_party"))),
        ),
        ("their_party", "title", "number"),
    ),
}
