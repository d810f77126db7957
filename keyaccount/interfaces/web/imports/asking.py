"""What the wizard asks of a member and how the answers are read: columns, ways of reading, options."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from keyaccount.access import Principal
from keyaccount.actions.importing.columns import targets
from keyaccount.actions.importing.date_orders import ORDERS, dated
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say
from keyaccount.records.library.models import ImportRun

SAMPLES = 3
DELIMITERS = [(",", say("逗号 ,")), (";", say("分号 ;")), ("\t", say("制表符")), ("|", say("竖线 |"))]
_UNITS = [
    ("1", say("元")),
    ("1000", say("千元")),
    ("10000", say("万元")),
    ("1000000", say("百万元")),
    ("100000000", say("亿元")),
]
_MODES = [
    ("", say("自动：编号相同的更新，名称相同的只补空白")),
    ("fill", say("只补空白，不改已有内容")),
    ("overwrite", say("以文件为准，覆盖已有内容")),
    ("skip", say("跳过已有的记录")),
]
_LIKELY = [("", say("照常新建，并注明像谁")), ("refuse", say("先不导入，人工查重"))]
_MONEY = {
    "accounts": ("revenue",),
    "results": ("received", "margin"),
    "deals": ("amount", "closed_value", "unit_price", "budget_amount"),
}


def reading(post: QueryDict) -> dict[str, Any]:
    """Sheet, encoding, delimiter and line of headings as chosen; what is left empty is found out again."""
    kept: dict[str, Any] = {n: post[n] for n in ("sheet", "encoding", "delimiter") if post.get(n)}
    line = post.get("header_row", "").strip()
    if line and not line.isdigit():
        raise Invalid(Problem("integer", say("表头行请填数字，没有表头填 0"), field="header_row"))
    return {**kept, **({"header_row": int(line)} if line else {})}


def mapping(post: QueryDict, header: list[str]) -> dict[str, str]:
    """Heading → target, from one select a column."""
    chosen = {heading: post.get(f"column-{place}", "") for place, heading in enumerate(header)}
    return {heading: target for heading, target in chosen.items() if target}


def options(post: QueryDict, run: ImportRun) -> dict[str, Any]:
    """Import options as ticked."""
    kept: dict[str, Any] = {
        n: post[n] for n in ("on_duplicate", "on_likely", "target", "date_order") if post.get(n)
    }
    kept |= {name: True for name in ("create_accounts", "strict") if post.get(name)}
    if (unit := post.get("unit", "1")) != "1" and run.kind in _MONEY:
        kept["multiply"] = dict.fromkeys(_MONEY[run.kind], unit)
    if post.get("default_account"):
        kept["defaults"] = {"account": post["default_account"]}
    if identity := post.getlist("identity"):
        kept["identity"] = identity
    return kept


def columns(by: Principal, run: ImportRun, chosen: Mapping[str, str]) -> list[dict[str, Any]]:
    """A line for each column of the file: heading, first values, what it is taken for."""
    survey = run.options["survey"]
    offered = [(t.name, f"{t.label} *" if t.required else str(t.label)) for t in targets(by, run.kind)]
    return [
        {
            "name": f"column-{place}",
            "heading": heading,
            "samples": [row[place] for row in survey["samples"] if row[place]][:SAMPLES],
            "value": chosen.get(heading, ""),
            "options": offered,
            "private": heading in survey["private"],
        }
        for place, heading in enumerate(survey["header"])
    ]


def asked(by: Principal, run: ImportRun, typed: QueryDict | None) -> list[dict[str, Any]]:
    """Arguments of the `field` macro for the options that make sense for this kind and this member."""
    given: Mapping[str, Any] = typed if typed is not None else run.options
    fields: list[dict[str, Any]] = [_choice("on_duplicate", str(say("遇到已有的记录")), _MODES, given)]
    if run.kind == "accounts":
        fields.append(_choice("on_likely", str(say("遇到很像的客户")), _LIKELY, given))
        places = [("pool", say("公海")), ("me", say("我名下"))]
        fallback = "pool" if by.may("account.assign") else "me"
        fields.append(_choice("target", str(say("没写负责人的客户归到")), places, given, fallback))
    if run.kind in _MONEY:
        factor = next(iter((run.options.get("multiply") or {}).values()), "1")
        unit = {"unit": typed.get("unit", "1") if typed is not None else factor}
        fields.append(_choice("unit", str(say("文件里的金额单位")), _UNITS, unit, "1"))
    if run.kind in ("people", "deals"):
        fields += _accounts(by, run, given)
    if run.kind == "people":
        fields.append(_identity(run, given))
    if dated(by, run.kind):
        orders = [("", say("看列里的值来定，定不了就问")), *ORDERS.items()]
        fields.append(_choice("date_order", str(say("日和月的顺序")), orders, given))
    fields.append(
        {
            "name": "strict",
            "kind": "checkbox",
            "label": str(say("有一格看不懂，整行就不导入")),
            "value": given.get("strict"),
        }
    )
    return fields


def _accounts(by: Principal, run: ImportRun, given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Which customer rows belong to that name none, and whether unknown ones are made along."""
    fallback = (run.options.get("defaults") or {}).get("account", "")
    fields: list[dict[str, Any]] = [
        {
            "name": "default_account",
            "label": str(say("没写客户的行都算作")),
            "value": given.get("default_account") or fallback,
            "help": str(say("客户的名称或编号，可以不填")),
        }
    ]
    if run.kind == "deals":
        fields[0]["help"] = str(say("例如 未定客户。不填的话，没写客户的行不导入"))
    if by.may("account.create"):
        made = {"name": "create_accounts", "kind": "checkbox", "label": str(say("没有的客户一并新建"))}
        fields.append({**made, "value": given.get("create_accounts")})
    return fields


def _identity(run: ImportRun, given: Mapping[str, Any]) -> dict[str, Any]:
    chosen = given.getlist("identity") if isinstance(given, QueryDict) else given.get("identity") or []
    return {
        "name": "identity",
        "kind": "checks",
        "label": str(say("这几列都相同才是同一个人")),
        "options": [(heading, heading) for heading in run.options["survey"]["header"]],
        "value": list(chosen),
        "help": str(say("例如 姓名、性别、年龄。不选则按编号、手机、邮箱，或同一客户里的姓名认人")),
    }


def _choice(
    name: str, label: str, choices: list[Any], given: Mapping[str, Any], fallback: str = ""
) -> dict[str, Any]:
    options = [(key, str(text)) for key, text in choices]
    return {
        "name": name,
        "kind": "radio",
        "label": label,
        "options": options,
        "value": given.get(name) or fallback,
    }
