"""Headings under which files bring what we know, lower case, by kind and target; the labels of our own fields come on top."""

from __future__ import annotations

HEADING_WORDS: dict[str, dict[str, str]] = {
    "accounts": {
        "name": "account|account name|company|company name|公司|公司名称|公司名稱|企业名称|企業名稱|单位名称|客户|名称|名稱|公司全称|全称",
        "short_name": "alias|简称|簡稱|别名|公司简称|short name|证券简称|證券簡稱",
        "english_name": "english name|英文名称|英文名稱|公司英文名",
        "industry": "sector|group|行业|行業|所属行业|所屬行業|產業|产业|产业别|產業別",
        "headcount": "employees|scale|人数|人數|规模|規模|员工数|員工數|人員規模|人员规模|企业规模|员工规模|员工总数|公司规模",
        "revenue": "annual revenue|营收|營收|年营收|年營收|营业额|營業額|销售额|年销售额",
        "founded": "foundedyear|year_established|成立时间|成立時間|成立日期|founded year|year established",
        "region": "city|office_location|城市|地区|地區|省市|省份|所在城市|所在地|headquarters",
        "parent": "subsidiary_of|parent account|母公司|上级公司|上級公司|所属集团|所屬集團",
        "website": "url|网站|網站|官网|官網|主页|主頁|homepage",
        "stock_code": "code|证券代码|證券代號|股票代號|stock code|ticker",
        "business": "businessarea|主营|主營|经营范围|經營範圍|业务|業務|业务范围",
        "credit_code": "uscc|信用代码|信用代碼|税号|稅號|纳税人识别号|统一信用代码|社会信用代码",
        "phone": "tel|telephone|电话|電話|联系电话|公司电话",
        "owner": "account owner|销售|銷售|客户经理|客戶經理|归属人|負責人|跟进人",
        "external_id": "external id|id|客户编号|客戶編號|编号|編號|客户编码",
        "address": "地址|详细地址|詳細地址|公司地址|办公地点",
        "tags": "tag|label|labels",
        "note": "notes|remark|remarks|说明|說明",
    },
    "people": {
        "name": "full name|联系人|聯絡人|联系人姓名|名字|fn",
        "account": "company|organization|organisation|公司|公司名称|客户|客戶|客户名称|单位|單位|工作单位|code|stock_code|股票代码",
        "unit": "department|处室|科室|所在部门|部門",
        "title": "job title|jobs|职位|職位|岗位|職務|position",
        "mobile": "cell|手机号|手機|移动电话|手机号码|mobile phone",
        "phone": "tel|telephone|电话|電話|座机|固话|work phone",
        "email": "e-mail|mail|电子邮件|電子郵件|电子邮箱|email address",
        "wechat": "微信号|weixin",
        "gender": "sex|性別",
        "note": "notes|remark|说明",
        "honorific": "称谓|稱謂",
        "english_name": "english name",
        "external_id": "external id|id|联系人编号|编号|uid",
        "started_on": "任职日期|入职日期|到任日期",
        "ended_on": "离任日期|离职日期",
    },
    "members": {
        "name": "sales_agent|成员|成員|员工|销售|member",
        "manager": "上级|上級|经理|經理|主管|直属上级",
        "department": "regional_office|大区|大區|office|所属部门|區域",
        "login": "账号|帳號|用户名|工号|username|account",
        "email": "e-mail|电子邮件",
        "title": "职位|岗位|job title",
        "phone": "手机|tel|mobile",
    },
    "results": {
        "account": "company|客户|客戶|客户名称|公司",
        "month": "date|日期|到账日期|月",
        "received": "amount|金额|到账|回款|回款金额|收款|close_value",
        "margin": "profit|毛利额|利润",
        "currency": "货币|貨幣",
        "external_id": "external id|id|编号",
    },
}


def heading_words(kind: str, target: str) -> frozenset[str]:
    """The headings that mean this target."""
    return frozenset(HEADING_WORDS[kind].get(target, "").split("|")) - {""}
