"""Closed lists of the contracts room; labels in words."""

from __future__ import annotations

from keyaccount.base.language import say

PROPOSAL_STATE = {
    "draft": say("编写中"),
    "review": say("评审中"),
    "ready": say("可以讲解"),
    "presented": say("已讲解"),
    "settled": say("客户确认"),
    "dropped": say("作废"),
}
OPINION = {"agree": say("同意"), "change": say("要修改"), "pending": say("待评审")}
QUOTE_STATE = {
    "draft": say("草稿"),
    "asking": say("待审批"),
    "approved": say("已批准"),
    "refused": say("未批准"),
    "sent": say("已报给客户"),
    "accepted": say("客户接受"),
    "dropped": say("作废"),
}
POINT_STATE = {"open": say("在谈"), "agreed": say("谈妥"), "dropped": say("放下")}
CONTRACT_STATE = {
    "draft": say("起草"),
    "route": say("签订流程中"),
    "signed": say("已签订"),
    "ended": say("到期"),
    "void": say("作废"),
}
ROUTE = {"sign": say("签订流程"), "pay": say("付款流程")}
STEP_STATE = {"waiting": say("未到"), "here": say("进行中"), "done": say("完成")}
TRIGGER = {
    "date": say("按日期"),
    "delivery": say("交付后"),
    "acceptance": say("验收后"),
    "retention": say("质保金"),
}
INVOICE_STATE = {
    "applied": say("已申请"),
    "issued": say("已开具"),
    "delivered": say("已送达"),
    "reversed": say("已红冲"),
}
INVOICE_KIND = {"special": say("专用发票"), "normal": say("普通发票"), "receipt": say("收据")}
RECEIPT_KIND = {"receipt": say("到账"), "refund": say("退款")}
RISK_STATE = {"open": say("盯着"), "closed": say("解除"), "happened": say("已发生")}
