"""Word lists for taking company names apart and comparing them."""

from __future__ import annotations

from keyaccount.base.words import words

LEGAL = words("legal")
BODIES = words("bodies")
BRANCHES = words("branches")
TRADE = frozenset(words("trade"))
LOOKALIKES = words("lookalikes")

# Characters that make another company: numbers, directions, sizes.
TELLING = frozenset(
    "零〇一二三四五六七八九十百千万亿甲乙丙丁戊己庚辛壬癸东南西北中上下左右前后内外大小新老旧高低长短男女子母总分0123456789"
)
