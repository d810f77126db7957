"""The closed list of facts a coach rule may speak of: of a person on the map, of a step of the customer, of the deal (PPL-7).

Kinds are those of `facts`; counts are numbers, days are calendar days; None is unknown.
"""

from __future__ import annotations

from keyaccount.base.language import say
from keyaccount.playbook.facts import Fact, Kind
from keyaccount.playbook.schema_power import ATTRIBUTES

_YES_NO, _NUMBER = Kind.YES_NO, Kind.NUMBER
_PERSON = (
    Fact("placeholder", _YES_NO, say("还没找到这个人")),
    Fact("power", _NUMBER, say("分量")),
    Fact("veto", _YES_NO, say("能一票否决")),
    Fact("stance", Kind.CHOICE, say("态度"), ATTRIBUTES["stance"].options),
    Fact("stance_score", _NUMBER, say("态度分")),
    Fact("decides", _YES_NO, say("是决策者")),
    Fact("approves", _YES_NO, say("是审批者")),
    Fact("key_player", _YES_NO, say("是关键人")),
    Fact("gatekeeper", _YES_NO, say("是把关的人")),
    Fact("meetings", _NUMBER, say("见面次数")),
    Fact("days_since_met", _NUMBER, say("距上次见面的天数")),
    Fact("days_since_contact", _NUMBER, say("距上次联系的天数")),
    Fact("days_since_rival", _NUMBER, say("距友商见他的天数")),
    Fact("stance_raised", _YES_NO, say("态度调高过")),
    Fact("meetings_since_change", _NUMBER, say("态度调高前后的见面次数")),
    Fact("stance_age", _NUMBER, say("态度多少天没核实")),
    Fact("power_age", _NUMBER, say("分量多少天没核实")),
    Fact("stance_certainty", Kind.CHOICE, say("态度的把握"), ("assumed", "confirmed")),
    Fact("stance_sources", _NUMBER, say("态度的来源个数")),
    Fact("own_ties", _NUMBER, say("我方对位的人数")),
    Fact("tie_gap", _NUMBER, say("关系离目标差几级")),
    Fact("cadence_late", _NUMBER, say("该联系而没联系的天数")),
    Fact("criteria_known", _YES_NO, say("知道他看重什么")),
    Fact("win_known", _YES_NO, say("知道项目成了对他意味着什么")),
    Fact("concerns_open", _NUMBER, say("没有回应的顾虑条数")),
    Fact("days_on_map", _NUMBER, say("在地图上的天数")),
    Fact("post_ended", _YES_NO, say("已离开岗位")),
    Fact("rival_stance", _NUMBER, say("对友商的最高态度分")),
)
_STEP = (
    Fact("person_known", _YES_NO, say("知道这一步谁负责")),
    Fact("date_known", _YES_NO, say("知道这一步哪天过")),
    Fact("state", Kind.CHOICE, say("走到哪了"), ("waiting", "doing", "done", "skipped")),
    Fact("late_days", _NUMBER, say("过期天数")),
    Fact("person_stance", _NUMBER, say("负责人的态度分")),
    Fact("needs_known", _YES_NO, say("知道需要什么材料")),
    Fact("days_to_due", _NUMBER, say("离到期的天数")),
)
_DEAL = (
    Fact("people_known", _NUMBER, say("地图上认识的人数")),
    Fact("deciders", _NUMBER, say("决策者人数")),
    Fact("approvers", _NUMBER, say("审批者人数")),
    Fact("initiators", _NUMBER, say("发起人人数")),
    Fact("supporters", _NUMBER, say("支持的人数")),
    Fact("opponents", _NUMBER, say("反对的人数")),
    Fact("threads", _NUMBER, say("三个月内有联系的人数")),
    Fact("own_members", _NUMBER, say("我方参与的人数")),
    Fact("key_against_more", _YES_NO, say("关键人里反对的比支持的多")),
    Fact("decider_supports", _YES_NO, say("有决策者支持")),
    Fact("key_support_share", _NUMBER, say("关键人里支持的百分比")),
    Fact("coverage_share", _NUMBER, say("见过的关键人百分比")),
    Fact("rivals", _NUMBER, say("地图上的友商家数")),
    Fact("rival_lead", _NUMBER, say("友商领先的分数")),
    Fact("functions_without_person", _NUMBER, say("一个人都不认识的部门类数")),
    Fact("function_finance_met", _YES_NO, say("见过财务或采购的人")),
    Fact("our_executives", _NUMBER, say("我方参与的高层人数")),
    Fact("steps", _NUMBER, say("写下的决策步数")),
    Fact("strategic", _YES_NO, say("是最高一级的客户")),
    Fact("insiders_confirmed", _NUMBER, say("已确认的内线人数")),
    Fact("insiders_started", _NUMBER, say("开始发展的内线人数")),
    Fact("insider_silent_days", _NUMBER, say("内线没有消息的天数")),
)
POWER_FACTS: dict[str, dict[str, Fact]] = {
    subject: {fact.key: fact for fact in facts}
    for subject, facts in (("person", _PERSON), ("step", _STEP), ("deal", _DEAL))
}
