"""What can be imported, what the columns of a file may mean, and a first guess from their headings."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from keyaccount.access import Field, FieldClass, Kind, Principal, access_to, everything, policy_of
from keyaccount.actions.importing.deal_columns import deal_columns
from keyaccount.actions.importing.heading_words import heading_words
from keyaccount.actions.importing.map_words import COLUMNS as MAP_COLUMNS
from keyaccount.base.errors import Refused
from keyaccount.base.language import LANGUAGES, Say, say, sense, speaking
from keyaccount.records.library.models import ColumnMapping

KINDS: dict[str, Say] = {
    "accounts": sense("many", "客户"),
    "people": say("联系人"),
    "members": say("我方成员"),
    "results": say("月度业绩"),
    "products": sense("many", "产品"),
    "deals": sense("many", "商机"),
    "maps": say("关系地图"),
    "contracts": sense("many", "合同"),
    "receivables": say("应收与发票"),
    "receipts": say("到账"),
}
ENTITY = {
    "accounts": "account",
    "people": "person",
    "members": "member",
    "results": "result",
    "products": "product",
    "deals": "opportunity",
    "maps": "stakeholder",
    "contracts": "contract",
    "receivables": "invoice",
    "receipts": "receipt",
}
_NEEDS: dict[str, tuple[str, ...]] = {
    "accounts": ("import.run", "account.create"),
    "people": ("import.run", "person.create"),
    "members": ("org.manage",),
    "results": ("import.run", "result.edit"),
    "products": ("import.run", "product.manage"),
    "deals": ("import.run", "deal.create"),
    "maps": ("import.run", "person.create"),
    "contracts": ("import.run", "contract.edit"),
    "receivables": ("import.run", "money.edit", "invoice.apply"),
    "receipts": ("import.run", "money.edit"),
}
_NOT_TYPED = frozenset("owner account login originator need_person budget_person".split())
_WHY = "a member's own remembered mappings"


@dataclass(frozen=True)
class Target:
    """A meaning a column can be given."""

    name: str
    label: Say
    field: Field | None = None
    required: bool = False
    help: Say | None = None


def _of(entity: str, name: str, required: bool = False) -> Target:
    """A field of the entity that nobody types in a form, or that a form may leave empty."""
    found = policy_of(entity).by_name[name]
    return Target(name, found.label, found, required=required, help=found.help)


_CONTRACT = (
    _of("contract", "state"),
    _of("contract", "signed_on"),
    Target("opportunity", say("商机"), help=say("商机名称或外部编号，属于同一个客户")),
    Target("owner", say("负责人"), help=say("我方成员的姓名、登录名或邮箱")),
    Target(
        "plan", say("回款计划"), help=say("每期写日期和金额，用分号隔开：2026-03-31 30000；2026-06-30 70000")
    ),
)
_RECEIVABLE = (
    _of("invoice", "issued_on", True),
    Target("contract", say("合同编号"), help=say("没有合同的，记在这个客户的“期初应收”下")),
    _of("contract", "currency"),
    Target(
        "received",
        say("已收金额"),
        policy_of("invoice").by_name["amount"],
        help=say("到现在一共收了多少；不填而有结清日，就是全额"),
    ),
    Target("received_on", say("到账日"), policy_of("receipt").by_name["received_on"]),
)
_RECEIPT = (
    Target("invoice", say("发票号码"), help=say("写了就核销到这张发票的期次")),
    Target("contract", say("合同编号"), help=say("写了就按到期先后核销这份合同的期次")),
)


def may_import(by: Principal, kind: str) -> bool:
    """Whether the principal may import this kind at all; what of it is checked row by row."""
    return kind in KINDS and all(by.may(function) for function in _NEEDS[kind])


def must_import(by: Principal, kind: str) -> None:
    """Raise `Refused` unless `may_import`."""
    if not may_import(by, kind):
        raise Refused()


def kinds_for(by: Principal) -> dict[str, Say]:
    """The kinds the principal may import."""
    return {kind: label for kind, label in KINDS.items() if may_import(by, kind)}


def targets(by: Principal, kind: str) -> list[Target]:
    """What the importer may fill: the writable fields of the entity, and what is given by name."""
    access = access_to(by, ENTITY[kind])
    extra = _named(kind)
    named = _NOT_TYPED | {t.name for t in extra}
    own = [
        Target(f.name, f.label, f, required=f.required, help=f.help)
        for f in access.writable().values()
        if f.imported and f.klass < FieldClass.PERSONAL and f.name not in named
    ]
    leading = [t for t in extra if t.required]
    return [*own[:1], *leading, *own[1:], *(t for t in extra if not t.required)]


def _named(kind: str) -> list[Target]:
    """Targets that are no plain field of the entity: what it belongs to, by name, and our own number."""
    account = Target("account", say("客户"), required=True, help=say("客户名称、编号、信用代码或股票代码"))
    extra: dict[str, list[Target]] = {
        "accounts": [
            Target("owner", say("负责人"), help=say("我方成员的姓名、登录名或邮箱")),
            Target("address", say("办公地址")),
        ],
        "people": [
            account,
            Target("unit", say("部门"), help=say("客户的部门；没有的会新建")),
            Target("title", say("职务")),
            Target("started_on", say("任职开始")),
            Target("ended_on", say("任职结束")),
        ],
        "members": [
            Target("login", say("登录名"), help=say("不填则用姓名的拼音")),
            Target("manager", say("上级姓名")),
        ],
        "results": [account],
        "products": [],
        "deals": [account, *(_deal_targets() if kind == "deals" else ())],
        "maps": [
            Target("name", say("姓名"), required=True),
            account,
            *(Target(name, label, help=told) for name, label, told in MAP_COLUMNS),
        ],
        "contracts": [_of("contract", "number", True), account, *_CONTRACT],
        "receivables": [_of("invoice", "number", True), account, *_RECEIVABLE],
        "receipts": [account, *_RECEIPT],
    }
    return [
        *extra[kind],
        Target("id", say("系统编号"), help=say("由导出得到，用来认出原来的记录；新建时留空")),
    ]


def _deal_targets() -> list[Target]:
    return [Target(name, label, field, help=told) for name, label, field, told in deal_columns()]


def guess(kind: str, found: Sequence[Target], header: Sequence[str]) -> dict[str, str]:
    """Heading → target name, each target at most once; headings nobody knows are left out.

    Our own labels win over field names, and those over headings that other systems use.
    """
    mapping: dict[str, str] = {}
    sayings = [
        {t.name: _labels(kind, t) for t in found},
        {t.name: frozenset({t.name} - {"id"}) for t in found},
    ]
    sayings.append({t.name: heading_words(kind, t.name) for t in found})
    for words in sayings:
        for heading in header:
            said = heading.strip().strip("*＊").strip().lower()
            free = (t.name for t in found if t.name not in mapping.values() and said in words[t.name])
            if heading not in mapping and (name := next(free, "")):
                mapping[heading] = name
    return mapping


def _labels(kind: str, target: Target) -> frozenset[str]:
    """The target's label, and that of the like-named field, in every language the product speaks."""
    labels = [target.label]
    if like := policy_of(ENTITY[kind]).by_name.get({"unit": "unit_name"}.get(target.name, target.name)):
        labels.append(like.label)
    words = {label.msgid.lower() for label in labels}
    for language in LANGUAGES:
        with speaking(language):
            words |= {str(label).lower() for label in labels}
            words |= {str(value).lower() for value in target.label.values.values()}
    return frozenset(words)


def remembered(by: Principal, kind: str, header: Sequence[str]) -> dict[str, str] | None:
    """How the member mapped the same heading line last time; None when it is new."""
    kept = everything(ColumnMapping, why=_WHY).filter(
        member_id=by.id, kind=kind, header_digest=fingerprint(header)
    )
    mapping = kept.values_list("mapping", flat=True).first()
    return None if mapping is None else {h: t for h, t in mapping.items() if h in header}


def proposed(by: Principal, kind: str, header: Sequence[str]) -> dict[str, str]:
    """The mapping to begin with: the remembered one, else a guess."""
    found = targets(by, kind)
    known = {t.name for t in found}
    kept = remembered(by, kind, header)
    return {h: t for h, t in kept.items() if t in known} if kept else guess(kind, found, header)


def fingerprint(header: Sequence[str]) -> str:
    return hashlib.sha256("\x1f".join(header).encode()).hexdigest()


def choices_of(target: Target) -> Mapping[str, Say]:
    """What may be chosen for a target; empty when it is free."""
    if target.field is None:
        return {}
    if target.field.kind is Kind.YESNO:
        return {"1": say("是"), "0": say("否")}
    return target.field.choices or {}
