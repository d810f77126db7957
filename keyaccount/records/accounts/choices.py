"""Closed lists of the accounts room; keys are stored, labels are shown."""

from __future__ import annotations

from keyaccount.base.language import Say, say

OWNERSHIP: dict[str, Say] = {
    "central_soe": say("央企"),
    "state": say("国企"),
    "private": say("民企"),
    "foreign": say("外企"),
    "joint": say("合资"),
    "government": say("政府机关"),
    "public_institution": say("事业单位"),
    "military": say("军工单位"),
    "other": say("其他性质"),
}
STATUS: dict[str, Say] = {
    "prospect": say("潜在客户"),
    "active": say("合作中"),
    "dormant": say("沉睡"),
    "lost": say("已流失"),
}
SOURCE: dict[str, Say] = {
    "referral": say("老客户转介绍"),
    "event": say("市场活动"),
    "website": say("官网"),
    "call": say("电话开发"),
    "partner": say("渠道伙伴"),
    "tender": say("招标信息"),
    "import": say("批量导入"),
    "other": say("其他来源"),
}
ADDRESS_KIND: dict[str, Say] = {
    "office": say("办公地址"),
    "registered": say("注册地址"),
    "invoice": say("寄票地址"),
    "other": say("其他地址"),
}
LEVEL: dict[str, Say] = {"read": say("可查看"), "edit": say("可编辑")}
TEAM_ROLE: dict[str, Say] = {
    "sales": say("销售"),
    "presales": say("售前"),
    "delivery": say("交付"),
    "csm": say("客户成功"),
    "product": say("产品"),
    "development": say("研发"),
    "marketing": say("市场"),
    "finance": say("财务"),
    "executive": say("高层"),
}
HOW_HELD: dict[str, Say] = {
    "created": say("新建"),
    "imported": say("导入"),
    "claimed": say("领取"),
    "assigned": say("分配"),
    "transferred": say("转移"),
    "released": say("退回公海"),
    "reclaimed": say("自动回收"),
    "merged": say("合并"),
}
FACT_SOURCE: dict[str, Say] = {
    "customer": say("客户亲口"),
    "document": say("书面材料"),
    "public": say("公开信息"),
    "colleague": say("同事提供"),
    "observation": say("现场观察"),
    "inference": say("推断"),
}
