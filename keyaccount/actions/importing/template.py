"""An empty workbook to fill for an import: our columns, what may be chosen, what each means, two examples."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from keyaccount.access import Kind, Principal, opened
from keyaccount.actions.importing.columns import KINDS, Target, choices_of, must_import, targets
from keyaccount.base.language import Say, say
from keyaccount.tables.writing import write_template

_MOST = 2_000
_HELP: dict[Kind, Say] = {
    Kind.DATE: say("写成 2026-11-22"),
    Kind.MONEY: say("元，可写 3.5 万"),
    Kind.REGION: say("省市区，例如 江苏省南京市"),
    Kind.MONTHS: say("月份，例如 10,11"),
    Kind.TAGS: say("几个之间用顿号隔开"),
    Kind.URL: say("例如 www.example.com"),
    Kind.INTEGER: say("整数"),
}
_EXAMPLES: dict[str, tuple[Mapping[str, str], ...]] = {
    "accounts": (
        {"name": "江城远航物流有限公司", "industry": "物流", "region": "湖北省武汉市", "headcount": "1200", "website": "www.example.com"},
        {"name": "青禾家电股份有限公司", "short_name": "青禾家电", "revenue": "3.5 亿", "budget_months": "10,11", "tags": "重点、华东"},
    ),
    "people": (
        {"name": "林晓岚", "account": "江城远航物流有限公司", "unit": "客服部", "title": "客服总监", "mobile": "13800000000"},
        {"name": "周启明", "account": "青禾家电股份有限公司", "unit": "信息部", "title": "部长", "email": "zhou@example.com"},
    ),
    "members": ({"name": "许安", "department": "华东大区", "title": "客户经理"}, {"name": "何川", "login": "hechuan"}),
    "results": ({"account": "青禾家电股份有限公司", "month": "2026-10-01", "received": "120000", "margin": "36000"},),
    "products": (
        {"name": "标准版", "code": "STD", "family": "客服平台", "unit": "坐席", "list_price": "1200"},
        {"name": "企业版", "code": "ENT", "family": "客服平台", "unit": "坐席", "list_price": "2400"},
    ),
    "deals": (
        {"account": "青禾家电股份有限公司", "name": "客服平台二期", "owner": "许安", "product": "企业版", "quantity": "200",
         "stage": "需求确定", "amount": "480000", "sign_on": "2026-12-20", "budget_clear": "是"},
        {"account": "江城远航物流有限公司", "product": "标准版", "stage": "成交", "opened_on": "2026-01-08",
         "closed_on": "2026-03-20", "closed_value": "96000"},
    ),
    "maps": (
        {"name": "林晓岚", "account": "江城远航物流有限公司", "title": "客服总监", "unit": "客服部", "manager": "周海",
         "roles": "使用者、影响者", "power": "3", "stance": "支持", "source": "客户亲口", "evidence": "说现在的系统太慢",
         "tie": "影响", "tie_to": "周海", "weight": "2"},
        {"name": "周海", "account": "江城远航物流有限公司", "title": "总经理", "roles": "决策者", "power": "5", "stance": "未知"},
    ),
    "contracts": (
        {"number": "HT-2026-018", "account": "青禾家电股份有限公司", "title": "采购合同", "amount": "100000",
         "signed_on": "2026-03-03", "plan": "2026-03-31 30000；2026-06-30 70000"},
        {"number": "HT-2026-019", "account": "江城远航物流有限公司", "title": "服务合同", "amount": "24000"},
    ),
    "receivables": (
        {"number": "25117000", "account": "青禾家电股份有限公司", "contract": "HT-2026-018", "amount": "30000",
         "issued_on": "2026-03-05", "due_on": "2026-03-31", "settled_on": "2026-03-28"},
        {"number": "25117001", "account": "江城远航物流有限公司", "amount": "8000", "issued_on": "2025-12-01",
         "due_on": "2025-12-31", "disputed": "是"},
    ),
    "receipts": (
        {"account": "青禾家电股份有限公司", "amount": "30000", "received_on": "2026-03-28",
         "payer": "青禾家电股份有限公司", "bank_reference": "B20260328001", "invoice": "25117000"},
    ),
}  # fmt: skip


def write_import_template(by: Principal, kind: str, path: Path | str) -> Path:
    """Write the template of a kind for its importer. Raises `Refused`."""
    must_import(by, kind)
    wanted = [t for t in targets(by, kind) if t.name != "id"]
    dropdowns = {str(t.label): found for t in wanted if (found := _choices(by, t))}
    helps = {str(t.label): str(told) for t in wanted if (told := _help(t))}
    return write_template(
        path,
        [str(t.label) for t in wanted],
        dropdowns,
        [[example.get(t.name) for t in wanted] for example in _EXAMPLES[kind]],
        helps,
        required=[str(t.label) for t in wanted if t.required],
        sheet_name=str(KINDS[kind]),
    )


def _choices(by: Principal, target: Target) -> list[str]:
    """What may be chosen: closed lists, and the names of industries, our members and departments."""
    if target.name == "owner":
        return _names(by, "member") if by.may("account.assign") else [by.member.name]
    if target.field and target.field.ref in ("industry", "department"):
        return _names(by, target.field.ref)
    return [str(label) for label in choices_of(target).values()]


def _names(by: Principal, entity: str) -> list[str]:
    rows = opened(by, entity)
    rows = rows.filter(is_active=True) if entity == "member" else rows
    return list(dict.fromkeys(rows.order_by("name").values_list("name", flat=True)[:_MOST]))


def _help(target: Target) -> Say | None:
    return target.help or (_HELP.get(target.field.kind) if target.field else None)
