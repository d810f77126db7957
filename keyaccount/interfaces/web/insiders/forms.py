"""The small forms of an insider's page: what each asks, and the action that takes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from keyaccount.actions.insiders.edit_insider import edit_insider, heard
from keyaccount.actions.insiders.name_readers import name_reader
from keyaccount.actions.insiders.plan import add_need, add_step
from keyaccount.actions.insiders.record_test import record_test
from keyaccount.base.language import Say, say
from keyaccount.queries.insiders.showing import InsiderShown
from keyaccount.records.people.choices import INSIDER_TEST

Control = dict[str, Any]


@dataclass(frozen=True)
class Form:
    """Title, the controls for this insider, and the verb that takes their values by name."""

    title: Say
    controls: Callable[[InsiderShown], list[Control]]
    run: Callable[..., Any]
    done: Say
    note: Say | None = None


def control(name: str, label: Say, kind: str = "text", **more: Any) -> Control:
    """Arguments of the `field` macro."""
    told = {key: str(value) if isinstance(value, Say) else value for key, value in more.items()}
    return {"name": name, "label": str(label), "kind": kind, **told}


def typed(controls: list[Control], values: Mapping[str, Any], errors: Mapping[str, str]) -> list[Control]:
    """The controls with what was typed and what is wrong with it."""
    return [
        {
            **one,
            "value": values.get(one["name"], one.get("value", "")),
            "error": errors.get(one["name"], ""),
        }
        for one in controls
    ]


def member(label: Say) -> Control:
    return control(
        "member", label, "pick", required=True, attrs={"url": reverse("lookups:records", args=["member"])}
    )


def begin_controls() -> list[Control]:
    """Of a new insider, but for the person, whose lookup is the customer's."""
    return [
        control(
            "code_name",
            say("代号"),
            required=True,
            help=say("不要用能让人猜到是谁的词，例如“灯塔”"),
            attrs={"maxlength": 40},
        ),
        control("why", say("为什么选他"), "textarea", required=True, attrs={"rows": 3}),
        control(
            "risk", say("对他的风险"), "textarea", help=say("如果别人知道了，对他会怎样"), attrs={"rows": 2}
        ),
    ]


def _edit(found: InsiderShown) -> list[Control]:
    row = found.row
    known = {"code_name": row.code_name, "why": row.why, "risk": row.risk}
    return [{**one, "value": known[one["name"]]} for one in begin_controls()]


def _test(found: InsiderShown) -> list[Control]:
    return [
        control("kind", say("哪一条检验"), "select", required=True, options=list(_said(INSIDER_TEST))),
        control("observed_on", say("哪一天"), "date", required=True),
        control("evidence", say("发生了什么"), "textarea", required=True, attrs={"rows": 4}),
    ]


def _step(found: InsiderShown) -> list[Control]:
    return [
        control("title", say("做什么"), required=True, attrs={"maxlength": 200}),
        control("due_on", say("哪天之前"), "date", required=True),
    ]


def _need(found: InsiderShown) -> list[Control]:
    kinds = {one.key: one for one in found.edition.insider_needs}
    ways = [
        (one.key, f"{one.label}（{'、'.join(str(kinds[k].label) for k in one.needs if k in kinds)}）")
        for one in found.edition.power.insider_ways
    ]
    asked = [(one.key, f"{one.label}：{one.meaning}") for one in kinds.values()]
    return [
        control("kind", say("哪一类需求"), "select", required=True, options=asked),
        control("text", say("具体是什么"), "textarea", attrs={"rows": 2}),
        control("way", say("用什么专业的办法"), "select", required=True, options=ways),
        control(
            "safe",
            say("对他安全吗，为什么"),
            "textarea",
            required=True,
            attrs={"rows": 2},
            help=say("想一想：他的单位知道了，会不会为难"),
        ),
    ]


def reason_controls(deals: list[tuple[str, str]]) -> list[Control]:
    """Of a reason to choose us, for that person to use inside (INT-3)."""
    return [
        control("opportunity", say("商机"), "select", required=True, options=deals),
        control("sentence", say("他在内部可以怎么说"), "textarea", required=True, attrs={"rows": 3}),
        control("safety", say("为什么对他安全"), attrs={"maxlength": 500}),
        control("proof", say("手边的证明"), attrs={"maxlength": 500}),
        control(
            "choices", say("摆出的几种选择"), help=say("给出几种，不逼人二选一"), attrs={"maxlength": 500}
        ),
    ]


def _said(choices: Mapping[str, Say]) -> list[tuple[str, str]]:
    return [(key, str(label)) for key, label in choices.items()]


FORMS: dict[str, Form] = {
    "edit": Form(say("修改记录"), _edit, edit_insider, say("已保存")),
    "test": Form(
        say("记下一次检验"), _test, record_test, say("已记下"), say("写看到、听到的事实，不写猜测。")
    ),
    "step": Form(say("写下一步计划"), _step, add_step, say("已写下")),
    "need": Form(
        say("记下一项需求"),
        _need,
        add_need,
        say("已记下"),
        say("只用清单里的专业办法，不给个人任何好处。"),
    ),
    "heard": Form(
        say("有了新消息"),
        lambda found: [control("on", say("哪一天"), "date", required=True)],
        heard,
        say("已记下"),
    ),
    "reader": Form(
        say("指定知情人"),
        lambda found: [member(say("让谁知情"))],
        name_reader,
        say("已指定"),
        say("知道的人越少，对他越安全。"),
    ),
}
