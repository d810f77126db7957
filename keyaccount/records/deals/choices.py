"""Closed lists of the deals room; labels in words."""

from __future__ import annotations

from keyaccount.base.language import say, sense

STATE = {
    "open": say("进行中"),
    "shelved": say("搁置"),
    "won": say("赢单"),
    "lost": say("输单"),
}
VERDICT = {"standing": say("成立"), "pending": say("待定"), "not_standing": say("不成立")}
ANSWER = {"yes": say("是"), "no": say("否"), "unknown": say("不清楚")}
URGENCY = {"urgent": say("很急"), "soon": say("较急"), "normal": say("一般"), "later": say("不急")}
IMPORTANCE = {
    "strategic": say("战略级"),
    "high": say("很重视"),
    "normal": say("一般"),
    "low": say("不太重视"),
}
SOURCE = {
    "prospecting": say("主动开发"),
    "existing": say("老客户增购"),
    "renewal": say("续费"),
    "referral": say("转介绍"),
    "inbound": say("客户来电来访"),
    "marketing": say("市场活动"),
    "tender": say("招标公告"),
    "partner": say("渠道伙伴"),
    "import": say("导入"),
    "other": say("其他"),
}
BUDGET_STATE = {
    "unknown": say("不清楚"),
    "none": say("没有预算"),
    "planned": say("计划申请"),
    "applied": say("已申请"),
    "approved": say("已批准"),
    "frozen": say("冻结"),
}
BUDGET_SOURCE = {
    "annual": say("年度预算"),
    "project": say("专项资金"),
    "reserve": say("预备费"),
    "subsidy": say("财政补贴"),
    "group": say("集团统筹"),
    "other": say("其他"),
}
TEAM_ROLE = {
    "lead": say("主责销售"),
    "presales": say("售前"),
    "product": say("产品"),
    "development": say("研发"),
    "delivery": say("实施"),
    "executive": say("高层"),
    "finance": say("财务"),
    "legal": say("法务"),
    "other": say("其他"),
}
NEED_PRIORITY = {"must": say("必须"), "should": say("重要"), "could": say("可选")}
NEED_KIND = {
    "function": say("产品功能"),
    "product": say("产品定制"),
    "service": say("服务定制"),
    "price": say("特殊价格"),
    "joint": say("联合开发"),
}
SCOPE = {
    "unchecked": say("待技术确认"),
    "inside": say("功能范围内"),
    "closable": say("开发可补"),
    "outside": say("做不到"),
}
PASSAGE = {
    "open": say("建立"),
    "imported": say("导入"),
    "advance": say("推进"),
    "back": say("退回"),
    "shelve": say("搁置"),
    "wake": say("重新启动"),
    "lose": say("输单"),
    "reopen": say("重新打开"),
    "win": say("赢单"),
}
ROUTE = {"sign": say("到签订"), "pay": say("到付款")}
DECISION_STEP = {
    "approval": say("立项"),
    "technical": say("技术评审"),
    "budget": say("预算审批"),
    "tender": say("招标"),
    "negotiation": say("商务谈判"),
    "contract": say("合同审批"),
    "signing": say("签字盖章"),
    "acceptance": say("验收"),
    "payment": say("付款审批"),
    "transfer": say("打款"),
    "other": say("其他"),
}
DECISION_STATE = {
    "waiting": say("还没到"),
    "doing": say("正在走"),
    "done": say("已通过"),
    "skipped": say("不需要"),
}
ABOUT = {
    "account": say("客户"),
    "person": say("人"),
    "project": sense("deal", "项目"),
    "budget": say("预算"),
    "criterion": say("选型标准"),
    "rival": say("友商"),
}
INTELLIGENCE_SOURCE = {
    "person": say("客户方的人"),
    "visit": say("我方亲见"),
    "colleague": say("同事"),
    "public": say("公开信息"),
    "partner": say("合作伙伴"),
    "other": say("其他"),
}
OUTCOME = {"right": say("属实"), "wrong": say("不属实")}
PAIR = {"agrees": say("互相印证"), "contradicts": say("互相矛盾")}
