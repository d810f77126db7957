"""Closed lists of the visits room; labels in words."""

from __future__ import annotations

from keyaccount.base.language import say

CHANNEL = {
    "call": say("电话"),
    "meeting": say("面谈"),
    "online": say("线上会议"),
    "message": say("消息"),
    "mail": say("邮件"),
}
TASK_KIND = {
    "next": say("下一步"),
    "budget": say("预算季"),
    "gate": say("关口"),
    "dunning": say("催收"),
    "other": say("其他"),
}
