"""What the columns of a file may mean, and a first guess from their headings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from keyaccount.access import Field, FieldClass, Principal, access_to
from keyaccount.base.language import Say, say

ACCOUNT_KEY = say("客户（名称、编号、信用代码或股票代码）")
KINDS: dict[str, Say] = {
    "accounts": say("客户"),
    "people": say("联系人"),
    "members": say("我方成员"),
    "results": say("月度业绩"),
}


@dataclass(frozen=True)
class Target:
    """A meaning a column can be given. `words` are further headings that mean it, lower case."""

    name: str
    label: Say
    field: Field | None = None
    required: bool = False
    words: tuple[str, ...] = ()


WORDS: dict[str, dict[str, tuple[str, ...]]] = {
    "accounts": {
        "name": ("account", "account name", "company", "company name", "公司", "公司名称", "企业名称", "单位名称", "客户", "名称", "公司全称"),
        "short_name": ("alias", "简称", "别名", "公司简称", "short name"),
        "industry": ("sector", "industry", "group", "行业", "所属行业", "產業", "c_name"),
        "headcount": ("employees", "headcount", "scale", "人数", "规模", "员工数", "人員規模"),
        "revenue": ("revenue", "annual revenue", "营收", "年营收", "营业额"),
        "founded": ("founded", "foundedyear", "year_established", "成立时间", "成立年份", "成立日期"),
        "region": ("city", "office_location", "region", "城市", "地区", "省市", "所在城市"),
        "parent": ("subsidiary_of", "parent", "parent account", "母公司", "上级公司", "所属集团"),
        "website": ("website", "url", "网站", "官网", "主页"),
        "stock_code": ("code", "stock_code", "股票代码", "證券代號", "listingstatus"),
        "business": ("business", "businessarea", "主营", "经营范围", "业务", "products"),
        "credit_code": ("uscc", "信用代码", "税号", "纳税人识别号"),
        "phone": ("phone", "tel", "电话", "联系电话"),
        "owner": ("owner", "account owner", "负责人", "销售", "客户经理", "归属人"),
        "external_id": ("external id", "id", "客户编号", "编号"),
        "address": ("address", "地址", "办公地址", "详细地址"),
        "tags": ("tags", "标签"),
    },
    "people": {
        "name": ("name", "full name", "姓名", "联系人", "联系人姓名"),
        "account": ("company", "account", "organization", "公司", "客户", "客户名称", "单位", "code", "stock_code", "股票代码"),
        "unit": ("department", "部门", "处室", "科室"),
        "title": ("title", "job title", "jobs", "职务", "职位", "岗位"),
        "mobile": ("mobile", "cell", "手机", "手机号", "移动电话"),
        "phone": ("phone", "tel", "电话", "办公电话", "座机"),
        "email": ("email", "e-mail", "mail", "邮箱", "电子邮件"),
        "wechat": ("wechat", "微信", "微信号"),
        "gender": ("gender", "sex", "性别"),
        "note": ("note", "notes", "备注"),
        "external_id": ("external id", "id", "联系人编号", "编号"),
        "english_name": ("english name", "英文名"),
    },
    "members": {
        "name": ("name", "sales_agent", "姓名", "成员"),
        "manager": ("manager", "上级", "经理", "主管"),
        "department": ("department", "regional_office", "部门", "大区", "office"),
        "login": ("login", "登录名", "账号"),
        "email": ("email", "邮箱"),
        "title": ("title", "职务"),
        "phone": ("phone", "电话", "手机"),
    },
    "results": {
        "account": ("account", "company", "客户", "客户名称"),
        "month": ("month", "date", "月份", "日期", "到账日期"),
        "received": ("received", "amount", "到账", "到账金额", "回款", "回款金额"),
        "margin": ("margin", "profit", "毛利"),
        "currency": ("currency", "币种"),
        "external_id": ("external id", "id", "编号"),
    },
}
ENTITY = {"accounts": "account", "people": "person", "members": "member", "results": "result"}


def targets(by: Principal, kind: str) -> list[Target]:
    """What the importer may fill: the writable fields of the entity and what is given by name."""
    access = access_to(by, ENTITY[kind])
    words = WORDS[kind]
    own = [
        Target(f.name, f.label, f, required=f.required and f.name != "account", words=words.get(f.name, ()))
        for f in access.policy.fields
        if f.imported and f.writable and f.klass < FieldClass.PERSONAL and f.name not in ("owner", "account")
    ]
    return [*own, *_named(kind, words)]


def _named(kind: str, words: dict[str, tuple[str, ...]]) -> list[Target]:
    """Targets that are no field of the entity itself: what it belongs to, by name."""
    extra: dict[str, list[tuple[str, Say, bool]]] = {
        "accounts": [("owner", say("负责人"), False), ("address", say("办公地址"), False)],
        "people": [
            ("account", ACCOUNT_KEY, True),
            ("unit", say("部门"), False),
            ("title", say("职务"), False),
            ("started_on", say("任职开始"), False),
            ("ended_on", say("任职结束"), False),
        ],
        "members": [("manager", say("上级姓名"), False)],
        "results": [("account", ACCOUNT_KEY, True)],
    }
    rows = [("id", say("系统编号"), False), *extra[kind]]
    return [Target(name, label, required=needed, words=words.get(name, ())) for name, label, needed in rows]


def guess(found: Sequence[Target], header: Sequence[str]) -> dict[str, str]:
    """Heading → target name, each target at most once; headings nobody knows are left out."""
    mapping: dict[str, str] = {}
    taken: set[str] = set()
    for exact in (True, False):
        for heading in header:
            if heading in mapping:
                continue
            for target in found:
                if target.name not in taken and _means(target, heading, exact=exact):
                    mapping[heading] = target.name
                    taken.add(target.name)
                    break
    return mapping


def _means(target: Target, heading: str, *, exact: bool) -> bool:
    word = heading.strip().strip("*＊").strip().lower()
    labels = {target.label.msgid.lower(), str(target.label).lower(), target.name}
    return word in labels if exact else word in target.words

