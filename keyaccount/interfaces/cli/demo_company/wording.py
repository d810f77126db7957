"""Puts names, numbers and days into a text and sets the spaces as Chinese typesetting wants them."""

from __future__ import annotations

import re
from datetime import date, timedelta
from random import Random

from keyaccount.interfaces.cli.demo_company.codes import split_name
from keyaccount.interfaces.cli.demo_company.days import working_on

HAN = r"\u3400-\u4dbf\u4e00-\u9fff"
BEFORE = re.compile(rf"([{HAN}])([A-Za-z0-9])")
AFTER = re.compile(rf"([A-Za-z0-9%])([{HAN}])")
BETWEEN = re.compile(rf"(?<=[{HAN}]) +(?=[{HAN}])")
UNIT = re.compile(r"(\d)%")
DAYS = re.compile(r"\{\+(\d+)\}")
NUMBERS = re.compile(r"\{n:(\d+)-(\d+)\}")
CALLED = (
    ("副總", ("副總經理",)),
    ("行长", ("行长",)),
    ("总", ("总经理", "总裁", "总监", "首席", "负责人", "创始人", "董事长", "运营官", "财务官", "副总")),
    ("厂长", ("厂长",)),
    ("所长", ("所长",)),
    ("处长", ("处长",)),
    ("科长", ("科长",)),
    ("部长", ("部长",)),
    ("主任", ("主任",)),
    ("协理", ("协理",)),
    ("經理", ("經理",)),
    ("協理", ("協理",)),
    ("经理", ("经理",)),
    ("主管", ("主管",)),
    ("班长", ("班长", "组长")),
    ("工", ("工程师", "架构师", "开发", "运维")),
)


def spaced(text: str) -> str:
    """A space between Chinese and Latin or digits, none between Chinese and Chinese."""
    text = UNIT.sub(r"\1 %", text)
    text = BEFORE.sub(r"\1 \2", text)
    text = AFTER.sub(r"\1 \2", text)
    return BETWEEN.sub("", text)


def dated(text: str, on: date) -> str:
    """`{+N}` becomes the working day N days later, `{y}` the year, `{y+1}` the next."""
    text = text.replace("{y+1}", f"{on.year + 1}").replace("{y}", f"{on.year}")

    def day(match: re.Match[str]) -> str:
        then = working_on(on + timedelta(days=int(match[1])))
        return f"{then.month} 月 {then.day} 日"

    return spaced(DAYS.sub(day, text))


def filled(text: str, on: date, random: Random, *, who: str = "", rival: str = "") -> str:
    """Every slot of a text; numbers are drawn."""
    text = NUMBERS.sub(lambda match: str(random.randint(int(match[1]), int(match[2]))), text)
    return dated(text.replace("{who}", who).replace("{rival}", rival), on)


def called(name: str, title: str) -> str:
    """How one speaks of somebody: 王总, 李处长, 赵工; 老师 where the title gives no form, the whole name for long or foreign ones."""
    if name.isascii() or (len(name) > 3 and split_name(name)[0] == name[0]):
        return name
    for form, endings in CALLED:
        if any(ending in title for ending in endings):
            return split_name(name)[0] + form
    return split_name(name)[0] + "老师"
