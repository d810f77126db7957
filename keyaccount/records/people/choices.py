"""Closed lists of the people room; keys are stored, labels are shown."""

from __future__ import annotations

from keyaccount.base.language import Say, say

FUNCTION: dict[str, Say] = {
    "using": say("使用部门"),
    "technical": say("技术部门"),
    "finance": say("财务管控"),
    "executive": say("高层"),
    "other": say("其他部门"),
}
GENDER: dict[str, Say] = {"male": say("男"), "female": say("女")}
RANK: dict[str, Say] = {
    "user": say("直接使用者"),
    "supervisor": say("主管"),
    "head": say("部门负责人"),
    "chief": say("高管"),
}
TIE: dict[str, Say] = {
    "dotted": say("虚线汇报"),
    "influences": say("影响"),
    "trusts": say("信任"),
    "conflict": say("有矛盾"),
    "gatekeeper": say("把关"),
    "introduced": say("引荐"),
    "handler": say("友商对接"),
}
TIE_BASIS: dict[str, Say] = {
    "town": say("同乡"),
    "school": say("校友"),
    "army": say("战友"),
    "colleague": say("旧同事"),
}
KIN: dict[str, Say] = {"kin": say("亲属")}
LEVEL: dict[int, Say] = {
    0: say("不认识"),
    1: say("供应商"),
    2: say("说话可信"),
    3: say("能解决问题"),
    4: say("信得过的顾问"),
}
RELIABILITY: dict[str, Say] = {
    "A": say("A 完全可靠"),
    "B": say("B 通常可靠"),
    "C": say("C 比较可靠"),
    "D": say("D 通常不可靠"),
    "E": say("E 不可靠"),
    "F": say("F 无法判断"),
}
CREDIBILITY: dict[str, Say] = {
    "1": say("1 已被印证"),
    "2": say("2 很可能是真的"),
    "3": say("3 可能是真的"),
    "4": say("4 存疑"),
    "5": say("5 不大可能"),
    "6": say("6 无法判断"),
}
CERTAINTY: dict[str, Say] = {"assumed": say("推测"), "confirmed": say("已确认")}
PROFILE: dict[str, Say] = {
    "family": say("家庭情况"),
    "hometown": say("家乡"),
    "school": say("毕业院校"),
    "hobby": say("爱好"),
    "goal": say("目标"),
    "ambition": say("志向"),
}
LEGAL_BASIS: dict[str, Say] = {
    "consent": say("本人同意"),
    "public": say("本人公开"),
    "contract": say("履行合同所必需"),
    "duty": say("法定职责"),
}
INSIDER_STATE: dict[str, Say] = {
    "candidate": say("人选"),
    "developing": say("发展中"),
    "confirmed": say("已确认"),
    "lapsed": say("已失效"),
}
INSIDER_TEST: dict[str, Say] = {
    "told": say("主动告诉我们消息"),
    "stood": say("关键时刻替我们说话"),
    "shares": say("和我们利益一致"),
}
