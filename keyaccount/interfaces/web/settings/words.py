"""Relations and functions of the roles in words."""

from __future__ import annotations

from keyaccount.access import Relation
from keyaccount.base.language import Say, say

RELATION: dict[Relation, Say] = {
    Relation.OWNER: say("自己负责的"),
    Relation.SUBTREE: say("本部门及下级的"),
    Relation.COMPANY: say("全公司的"),
    Relation.TEAM_EDIT: say("在客户团队，可编辑"),
    Relation.TEAM_READ: say("在客户团队，可查看"),
    Relation.SHARED_EDIT: say("共享给我，可编辑"),
    Relation.SHARED_READ: say("共享给我，可查看"),
    Relation.POOL: say("公海里的"),
}
FUNCTION: dict[str, Say] = {
    "account.create": say("新建客户"),
    "account.edit": say("修改客户"),
    "account.claim": say("从公海领取"),
    "account.release": say("退回公海"),
    "account.judge": say("判定客户等级"),
    "account.override": say("越过规则定等级"),
    "account.note": say("记跟进"),
    "account.file": say("上传文件"),
    "account.fact": say("记录档案"),
    "account.team": say("管理客户团队"),
    "account.assign": say("分配公海客户"),
    "account.transfer": say("转移客户"),
    "account.merge": say("合并客户"),
    "account.archive": say("归档客户"),
    "account.share": say("共享客户"),
    "person.create": say("新建联系人"),
    "person.edit": say("修改联系人"),
    "person.archive": say("归档联系人"),
    "person.reveal": say("查看个人敏感信息"),
    "unit.edit": say("维护客户部门"),
    "result.edit": say("登记月度业绩"),
    "import.run": say("导入"),
    "export.run": say("导出"),
    "pareto.read": say("看帕累托分析"),
    "pool.manage": say("设置公海"),
    "list.manage": say("维护行业与标签"),
    "audit.read": say("看审计日志"),
    "member.roles": say("分配角色"),
    "member.sessions": say("结束他人的登录"),
    "token.manage": say("吊销他人的令牌"),
    "org.manage": say("管理成员、部门、团队"),
    "settings.manage": say("系统设置"),
}
