"""Coach rules and what is kept of a person, changed on a page: only what was changed differs, and the rest stays (PLB-1)."""

from __future__ import annotations

import difflib

import pytest

from keyaccount.base.errors import Missing
from keyaccount.playbook import rewriting
from keyaccount.playbook.reader import read, source


def lines(after: str) -> list[str]:
    return [
        line
        for line in difflib.ndiff(source().splitlines(), after.splitlines())
        if line.startswith(("-", "+"))
    ]


def test_天数和级数可以在页面上改_备注和别的都不动() -> None:
    offered = rewriting.fields(source(), "coach/decider_met_by_rival")
    assert [(one.name, str(one.label), one.value) for one in offered if one.kind == "number"] == [
        ("when.1.at_most", "距友商见他的天数：不多于", 14),
        ("when.2.at_least", "距上次见面的天数：不少于", 14),
    ]
    after = rewriting.change(source(), "coach/decider_met_by_rival", {"when.2.at_least": 7})
    removed, added = lines(after)
    assert removed.replace("at_least = 14", "at_least = 7")[1:] == added[1:]
    (rule,) = [one for one in read(after, "x").power.coach if one.key == "decider_met_by_rival"]
    assert [each.value for each in rule.when] == [True, 14, 7]


@pytest.mark.parametrize(
    ("address", "values"),
    [
        ("power", {"silent_days": 60}),
        ("power/attributes/stance", {"half_life_days": 45}),
        ("power/attributes/stance/options/support", {"label.en": "For us"}),
        ("coach/straddling", {"advice.zh-hans": "先见面。"}),
        ("insider_ways/report", {"meaning.en": "A report."}),
        ("insider_tests/told", {"ask.en": "When?"}),
        ("refusals/payment", {"explanation.en": "Ask compliance."}),
    ],
)
def test_every_section_about_who_decides_can_be_changed(address: str, values: dict[str, str | int]) -> None:
    after = rewriting.change(source(), address, values)
    assert len(lines(after)) == 2
    read(after, "x")


def test_教练规则可以去掉_检验_办法和不收的内容不可以() -> None:
    after = rewriting.remove(source(), "coach/no_initiator")
    assert "no_initiator" not in {one.key for one in read(after, "x").power.coach}
    for address in ("insider_tests/told", "insider_ways/report", "refusals/payment", "power/attributes/veto"):
        with pytest.raises(Missing):
            rewriting.remove(source(), address)


def test_every_entry_offers_something_to_change() -> None:
    for section, rows in rewriting.entries(source()):
        assert all(rewriting.fields(source(), row.address) for row in rows if row.label), section
