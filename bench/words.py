"""Invented names for generated data: seven in ten Chinese, the rest Latin. Deterministic by number."""

from __future__ import annotations

PLACES = "北京 上海 广州 深圳 杭州 南京 苏州 成都 重庆 武汉 西安 天津 青岛 宁波 厦门 长沙 郑州 合肥 福州 济南".split()
FIRST = "华 东 金 宏 瑞 远 恒 信 达 通 联 科 创 新 海 天 云 智 博 诚 泰 盛 隆 安 元 中 光 明 星 瀚".split()
SECOND = "源 润 嘉 博 鼎 辰 讯 拓 维 凯 颐 和 悦 臻 耀 川 林 岳 峰 洋 图 翔 驰 锐 禾 朗 旭 晟 弘 沃".split()
TRADE = "银行 证券 保险 电器 通信 物流 能源 医药 食品 饲料 航空 汽车 电子 化工 教育 软件 百货 酒店 地产 传媒".split()
FORM = "股份有限公司 有限公司 有限责任公司 集团有限公司 科技有限公司".split()
LATIN = "Northwind Acumen Blueridge Cobalt Delmar Everfield Foxglove Granite Harbor Ironwood Juniper Kestrel".split()
LATIN2 = (
    "Systems Partners Holdings Logistics Foods Energy Medical Motors Finance Retail Telecom Insurance".split()
)
SURNAMES = "王 李 张 刘 陈 杨 黄 赵 吴 周 徐 孙 马 朱 胡 郭 何 林 高 罗 郑 梁 谢 宋 唐 许 韩 冯 邓 曹".split()
GIVEN = "伟 芳 娜 敏 静 丽 强 磊 军 洋 勇 艳 杰 娟 涛 明 超 秀英 霞 平 刚 桂英 建国 建华 文 志强 晓东 海燕 雪梅 子涵".split()
TITLES = "主管 经理 总监 主任 部长 工程师 专员 副总 总工 采购".split()
GIVEN_LATIN = "Alex Bella Chris Dana Evan Fiona Glenn Hazel Ian Julia".split()
FAMILY_LATIN = "Archer Bennett Carlson Dawson Ellis Foster Grant Hayes Irving Jensen".split()


def dice(number: int, salt: int = 0) -> float:
    """A number in [0, 1) that looks random and is always the same for the same arguments; ten times faster than a generator."""
    mixed = (number * 0x9E3779B97F4A7C15 + salt * 0xBF58476D1CE4E5B9 + 0x94D049BB133111EB) & (1 << 64) - 1
    mixed = ((mixed ^ mixed >> 31) * 0xD6E8FEB86659FD93) & (1 << 64) - 1
    return (mixed ^ mixed >> 32) / (1 << 64)


def pick(words: list[str], number: int, salt: int) -> str:
    return words[int(dice(number, salt) * len(words))]


def company(number: int) -> str:
    """A company name; different numbers give different names."""
    if dice(number) < 0.7:
        stem = pick(FIRST, number, 1) + pick(SECOND, number, 2)
        return (
            f"{pick(PLACES, number, 3)}{stem}{_serial(number)}{pick(TRADE, number, 4)}{pick(FORM, number, 5)}"
        )
    return f"{pick(LATIN, number, 6)} {pick(LATIN2, number, 7)} {number}"


def _serial(number: int) -> str:
    """The number written with characters, so that names differ without looking like numbers."""
    digits = FIRST[:10]
    text = ""
    while number:
        number, low = divmod(number, 10)
        text = digits[low] + text
    return text


def person(number: int) -> str:
    if dice(number, 8) < 0.7:
        return pick(SURNAMES, number, 9) + pick(GIVEN, number, 10)
    return f"{pick(GIVEN_LATIN, number, 11)} {pick(FAMILY_LATIN, number, 12)}"


def title(number: int) -> str:
    return TITLES[number % len(TITLES)]
