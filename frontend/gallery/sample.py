"""Data of the sample pages: an invented seller and its invented customers."""

from __future__ import annotations

from typing import Any


def _found(label: str, sub: str, icon: str) -> dict[str, str]:
    return {"label": label, "sub": sub, "icon": icon, "href": "/account.html"}


NAV = [
    ("today", "今日", "home", "t", True),
    ("accounts", "客户", "building", "a", True),
    ("people", "联系人", "users", "p", True),
    ("pareto", "客户分布", "chart-histogram", "f", False),
    ("pool", "公海", "inbox", "o", False),
    ("import", "导入导出", "database-import", "i", False),
    ("settings", "设置", "settings", "s", False),
]
TIERS = {1: "KA-战略", 2: "KA-重点", 3: "潜力", 4: "普通"}
STATUS = {"合作中": "good", "潜在客户": "accent", "沉睡": "warn", "已流失": "bad"}
_ROWS = """
华夏农商银行股份有限公司|1|银行|北京|林可欣|合作中|2,860.00|92|今天
远洋联通通信集团有限公司|1|通信运营|上海|林可欣|合作中|2,314.50|81|昨天
海川智能家电股份有限公司|1|家电制造|广东 佛山|周文博|合作中|1,975.20|77|昨天
江南市政务服务中心|2|政务服务|浙江 杭州|周文博|合作中|1,120.00|64|3 天前
国泰民安人寿保险股份有限公司|2|保险|上海|陈思远|合作中|986.80|70|3 天前
中陆高速公路集团有限公司|2|交通|四川 成都|陈思远|潜在客户|–|38|5 天前
天禾电力科技有限公司|2|能源电力|江苏 南京|林可欣|合作中|742.00|58|6 天前
北辰航空服务有限公司|3|航空|北京|周文博|潜在客户|–|29|11 月 12 日
明远医疗器械集团有限公司|3|医疗|山东 济南|何静怡|合作中|415.60|66|11 月 11 日
大同城市商业银行|3|银行|山西 大同|何静怡|潜在客户|–|41|11 月 10 日
盛世汇通证券股份有限公司|3|证券|广东 深圳|陈思远|合作中|388.00|55|11 月 9 日
绿源新能源汽车有限公司|3|汽车|安徽 合肥|林可欣|合作中|362.40|49|11 月 8 日
云岭旅游投资集团有限公司|4|文旅|云南 昆明|何静怡|沉睡|120.00|33|9 月 26 日
启明教育科技有限公司|4|教育|北京|周文博|合作中|96.00|47|11 月 3 日
东方货运物流有限公司|4|物流|天津|陈思远|合作中|88.50|52|11 月 2 日
鼎盛连锁超市有限公司|4|零售|湖北 武汉|何静怡|合作中|76.20|44|10 月 30 日
蓝海软件技术有限公司|4|软件|辽宁 大连|林可欣|潜在客户|–|18|10 月 28 日
星河文化传媒有限公司|4|传媒|湖南 长沙|周文博|已流失|45.00|36|7 月 14 日
瑞丰农业发展有限公司|4|农业|河南 郑州|何静怡|潜在客户|–|22|10 月 25 日
Pacific Contact Solutions Ltd.|4|外包服务|香港|陈思远|合作中|210.00|61|10 月 24 日
"""
LOOKUPS: dict[str, Any] = {
    "/search/suggest": {
        "groups": [
            {"label": "客户", "items": [_found("华夏农商银行股份有限公司", "KA-战略 · 林可欣", "building")]},
            {"label": "联系人", "items": [_found("夏明华", "华夏农商银行 · 处长", "user")]},
        ]
    },
    "/lookups/tags": [{"id": "1", "text": "等保三级"}, {"id": "3", "text": "信创"}],
    "/lookups/accounts": [{"id": "9", "text": "华夏金融控股集团", "sub": "北京"}],
}


def rows() -> list[dict[str, Any]]:
    keys = ("name", "level", "industry", "region", "owner", "status", "received", "known", "seen")
    lines = [dict(zip(keys, line.split("|"), strict=True)) for line in _ROWS.split("\n") if line]
    return [
        {**line, "id": number, "level": int(line["level"]), "known": int(line["known"])}
        for number, line in enumerate(lines, 1)
    ]


def pareto() -> dict[str, Any]:
    paid = [row for row in rows() if row["received"] != "–"]
    figures = [(row["name"][:6], float(row["received"].replace(",", ""))) for row in paid]
    figures.sort(key=lambda pair: -pair[1])
    return {"unit": "万元", "rows": [{"label": name, "value": value} for name, value in figures]}


def shell(page: str) -> dict[str, Any]:
    """The context of every page, and what the sample pages show."""
    nav = [
        {"key": key, "label": label, "href": f"/{key}.html", "icon": icon, "go": go, "phone": phone}
        | {"active": key == ("accounts" if page in ("accounts", "account") else "today")}
        for key, label, icon, go, phone in NAV
    ]
    menu = [
        {"label": "个人设置", "href": "/profile", "icon": "user"},
        {"label": "登录安全", "href": "/security", "icon": "shield"},
        {"divider": True},
        {"label": "退出登录", "href": "/sign-out", "icon": "logout", "post": True},
    ]
    return {
        "lang": "zh-Hans",
        "nav": nav,
        "create": [
            {"label": "客户", "href": "/accounts/new", "icon": "building"},
            {"label": "联系人", "href": "/people/new", "icon": "user-plus"},
        ],
        "me": {"name": "林可欣", "sub": "大客户一部 · 销售总监", "menu": menu} if page != "signin" else None,
        "languages": [
            {"code": "zh-hans", "label": "简体中文", "active": True},
            {"code": "zh-hant", "label": "繁體中文"},
            {"code": "en", "label": "English"},
        ],
        "urls": {"home": "/", "search": "/search", "suggest": "/search/suggest", "language": "/language"},
        "toasts": [{"text": "已转移 3 个客户", "undo": "/undo/1"}] if page == "gallery" else [],
        "rows": rows(),
        "tiers": TIERS,
        "tones": STATUS,
        "pareto": pareto(),
    }
