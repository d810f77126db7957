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
