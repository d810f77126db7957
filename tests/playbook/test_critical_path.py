"""The longest way through the customer's steps, to signature and to payment (PPL-6)."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from keyaccount.playbook.critical_path import Step, critical_path

TODAY = date(2026, 3, 2)


def day(after: int) -> date:
    return TODAY + timedelta(days=after)


def step(id: str, usual: int, *after: str, route: str = "sign", state: str = "waiting", **more: date) -> Step:
    return Step(id, route, state, usual, after=after, **more)


def test_从立项到付款_最长的一条路() -> None:
    """「KA客户的合同签订流程复杂，打款流程复杂，往往涉及多个部门」"""
    path = critical_path(
        [
            step("立项", 5, state="done", done_on=day(-3)),
            step("技术评审", 10, "立项"),
            step("预算审批", 20, "立项"),
            step("合同审批", 7, "技术评审", "预算审批"),
            step("付款审批", 15, route="pay"),
            step("打款", 3, "付款审批", route="pay"),
        ],
        TODAY,
    )
    assert path.expected == {"sign": day(27), "pay": day(45)}
    assert path.critical == ("预算审批", "合同审批", "付款审批", "打款")
    assert (path.days["立项"], path.days["技术评审"], path.circle) == (day(-3), day(10), ())


def test_付款等合同签完_无论写没写等哪一步() -> None:
    """「用印」和「归档」都走完才算签完：付款审批只写了等用印，另一笔什么都没写，都从第 20 天算起。"""
    signing = [step("用印", 5), step("归档", 20), step("立项", 2)]
    for after in ((), ("用印",), ("立项",), ("用印", "归档")):
        pay = [step("付款审批", 3, *after, route="pay"), step("质保金", 1, route="pay")]
        path = critical_path([*signing, *pay], TODAY)
        assert (path.days["付款审批"], path.days["质保金"]) == (day(23), day(21))
        assert path.critical == ("归档", "付款审批")


def test_签约要等的保证金不等签约() -> None:
    steps = [step("备款", 1, route="pay"), step("保证金", 2, "备款", route="pay"), step("签约", 4, "保证金")]
    path = critical_path([*steps, step("尾款", 5, "保证金", route="pay")], TODAY)
    assert path.circle == () and path.expected == {"sign": day(7), "pay": day(12)}


def test_约定的日子比惯例晚_就按约定_约得早的来不及() -> None:
    assert critical_path([step("评审", 5, due_on=day(30))], TODAY).expected == {"sign": day(30)}
    assert critical_path([step("评审", 5, due_on=day(2))], TODAY).expected == {"sign": day(5)}
    assert critical_path([step("评审", 5, due_on=day(-9), state="doing")], TODAY).expected == {"sign": day(5)}


def test_办完和跳过的不再占时间() -> None:
    steps = [step("立项", 5, state="skipped"), step("评审", 4, "立项")]
    path = critical_path(steps, TODAY)
    assert (path.critical, path.expected) == (("评审",), {"sign": day(4)})
    done = [step("立项", 5, state="done", done_on=day(-9)), step("评审", 4, "立项", state="done")]
    assert critical_path(done, TODAY).critical == ()
    assert critical_path(done, TODAY).expected == {}


def test_互相等着的步骤说出来_别的照算() -> None:
    path = critical_path([step("甲", 1, "乙"), step("乙", 1, "甲"), step("丙", 6)], TODAY)
    assert (set(path.circle), path.critical, path.expected) == ({"甲", "乙"}, ("丙",), {"sign": day(6)})


def test_没有步骤_等的步骤已删() -> None:
    assert critical_path([], TODAY).expected == {}
    assert critical_path([step("评审", 3, "不在的")], TODAY).expected == {"sign": day(3)}


@st.composite
def chains(draw: st.DrawFn) -> list[Step]:
    """Steps that wait only for earlier ones."""
    size = draw(st.integers(1, 8))
    found = []
    for place in range(size):
        after = draw(st.sets(st.integers(0, place - 1), max_size=3)) if place else set()
        state = draw(st.sampled_from(["waiting", "doing", "done", "skipped"]))
        found.append(step(str(place), draw(st.integers(0, 30)), *map(str, after), state=state))
    return found


@given(chains())
def test_every_step_ends_after_those_it_waits_for(steps: list[Step]) -> None:
    path = critical_path(steps, TODAY)
    assert path.circle == () and set(path.days) == {each.id for each in steps}
    for each in steps:
        if each.state in ("waiting", "doing"):
            ends = path.days[each.id]
            assert ends >= TODAY + timedelta(days=each.usual_days)
            assert all(ends >= path.days[one] + timedelta(days=each.usual_days) for one in each.after)


@given(chains(), st.integers(1, 20))
def test_a_critical_step_that_takes_longer_moves_the_day(steps: list[Step], longer: int) -> None:
    path = critical_path(steps, TODAY)
    for id in path.critical:
        slow = [
            Step(s.id, s.route, s.state, s.usual_days + longer * (s.id == id), after=s.after) for s in steps
        ]
        assert critical_path(slow, TODAY).expected["sign"] == path.expected["sign"] + timedelta(days=longer)
