"""Pinyin of names: whole-name initials, joined spelling, order of lists (`cqca` for 重庆长安, `shantian` for 单田).

Readings come from pypinyin's dictionaries. Its own segmenter takes about 140 µs a name, too slow for imports, so
we keep the phrases whose reading differs from the usual one of their characters and match only those (longest
first). Words that company names need and the dictionary reads wrong are in `pinyin_words.txt`.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

from keyaccount.base.hanzi import fold, is_hanzi

_LONGEST_PHRASE = 4

SURNAMES = dict(
    pair.split("=")
    for pair in (
        "单=shan 仇=qiu 解=xie 曾=zeng 查=zha 任=ren 区=ou 盖=ge 朴=piao 尉=wei 华=hua 乐=yue 洗=xian 冼=xian 翟=zhai 缪=miao"
        " 员=yun 贠=yun 隗=wei 宓=mi 句=gou 逄=pang 秘=bi 折=she 黑=he 种=chong 繁=po 撒=sa 召=shao 祭=zhai 覃=qin 谌=chen"
        " 那=na 召=shao 应=ying 宁=ning 钭=tou 牟=mou 哈=ha 柏=bai 晁=chao 车=che 瞿=qu 佘=she 俞=yu 郗=xi 郇=xun 郄=qie 卜=bu"
        " 燕=yan 令=ling 都=du 过=guo 葛=ge 强=qiang 阚=kan 干=gan 相=xiang 幺=yao 么=yao 褚=chu 詹=zhan 殷=yin 石=shi 鲜=xian"
        " 贾=jia 降=jiang 叶=ye 俱=ju 参=can 曲=qu 臧=zang 谷=gu 能=nai 行=xing 长=chang 洪=hong 薄=bo 莘=shen 卢=lu 沈=shen"
        " 尉迟=yu'chi 万俟=mo'qi 长孙=zhang'sun 澹台=tan'tai 单于=chan'yu 令狐=ling'hu 宇文=yu'wen 欧阳=ou'yang 司马=si'ma"
        " 上官=shang'guan 诸葛=zhu'ge 东方=dong'fang 皇甫=huang'fu 慕容=mu'rong 司徒=si'tu 夏侯=xia'hou 公孙=gong'sun"
        " 轩辕=xuan'yuan 端木=duan'mu 独孤=du'gu 南宫=nan'gong 呼延=hu'yan 西门=xi'men 百里=bai'li 钟离=zhong'li"
        " 司空=si'kong 闻人=wen'ren 赫连=he'lian 濮阳=pu'yang 淳于=chun'yu 申屠=shen'tu 太史=tai'shi 公冶=gong'ye"
        " 宗政=zong'zheng 拓跋=tuo'ba 闾丘=lv'qiu 子车=zi'ju 颛孙=zhuan'sun 亓官=qi'guan 司寇=si'kou 仲孙=zhong'sun"
        " 完颜=wan'yan 鲜于=xian'yu 第五=di'wu 纳兰=na'lan 乐正=yue'zheng 公羊=gong'yang 梁丘=liang'qiu 左丘=zuo'qiu"
    ).split()
)


def plain(marked: str) -> str:
    """A syllable without its tone: `zhòng` → `zhong`, `lǜ` → `lv` (as input methods type it)."""
    bare = unicodedata.normalize("NFD", marked).replace("u\u0308", "v")
    return "".join(c for c in bare if not unicodedata.combining(c)).replace("ɡ", "g")


@cache
def _own_words() -> dict[str, list[str]]:
    lines = (files("keyaccount.base") / "pinyin_words.txt").read_text("utf-8").splitlines()
    pairs = (line.split(" ", 1) for line in lines if line and not line.startswith("#"))
    return {word: reading.split() for word, reading in pairs}


@cache
def _readings() -> dict[int, str]:
    """Code point → marked readings, the usual one first, as pypinyin lists them."""
    from pypinyin.pinyin_dict import pinyin_dict

    return dict(pinyin_dict)


@cache
def _usual(char: str) -> str:
    """The usual toneless reading of one character; a character without one stands for itself."""
    own = _own_words().get(char)
    if own:
        return own[0]
    marked = _readings().get(ord(char))
    return plain(marked.split(",")[0]) if marked else char


@cache
def _phrases() -> dict[str, dict[str, list[str]]]:
    """First character → phrases beginning with it that are read otherwise than character by character."""
    from pypinyin.phrases_dict import phrases_dict

    table: dict[str, dict[str, list[str]]] = {}
    for phrase, marked in phrases_dict.items():
        if 2 <= len(phrase) <= _LONGEST_PHRASE and len(phrase) == len(marked):
            syllables = [plain(one[0]) for one in marked]
            if any(_usual(c) != s for c, s in zip(phrase, syllables, strict=True)):
                table.setdefault(phrase[0], {})[phrase] = syllables
    for phrase, syllables in _own_words().items():
        if len(phrase) > 1:
            table.setdefault(phrase[0], {})[phrase] = syllables
    return table


def _surname(text: str) -> tuple[str, list[str]]:
    """The surname at the head of `text` with its syllables; empty when our table has nothing to correct."""
    for length in (2, 1):
        reading = SURNAMES.get(text[:length])
        if reading and len(text) >= length:
            return text[:length], reading.split("'")
    return "", []


def _phrase_at(text: str, at: int) -> tuple[str, list[str]]:
    phrases = _phrases().get(text[at])
    if phrases:
        for length in range(_LONGEST_PHRASE, 1, -1):
            found = phrases.get(text[at : at + length])
            if found:
                return text[at : at + len(found)], found
    return "", []


@lru_cache(maxsize=20_000)
def _items(text: str, person: bool) -> tuple[tuple[str, bool], ...]:
    """The pieces of `text`: a syllable (True) for each Chinese character, a whole Latin word or number (False)."""
    folded = fold(text).strip()
    head, found = _surname(folded) if person else ("", [])
    items = [(syllable, True) for syllable in found]
    at, word = len(head), ""
    while at < len(folded):
        char = folded[at]
        hanzi = is_hanzi(char)
        if not hanzi and char.isalnum():
            word += char
            at += 1
            continue
        if word:
            items.append((word, False))
            word = ""
        phrase, reading = _phrase_at(folded, at) if hanzi else ("", [])
        if hanzi:
            items.extend((syllable, True) for syllable in reading or [_usual(char)])
        at += len(phrase) or 1
    if word:
        items.append((word, False))
    return tuple(items)


def full(text: str, person: bool = False) -> str:
    """Joined toneless pinyin: 重庆长安 → `chongqingchangan`, 3M 中国 → `3mzhongguo`; punctuation is dropped."""
    return "".join(piece for piece, _ in _items(text, person))


def initials(text: str, person: bool = False) -> str:
    """First letters of the whole name: 重庆长安 → `cqca`, 中国银行 → `zgyh`; Latin words and numbers stay whole."""
    return "".join(piece[:1] if hanzi else piece for piece, hanzi in _items(text, person))


def sort_key(text: str, person: bool = False) -> str:
    """Key that orders Chinese lists syllable by syllable (西安 before 先); ties by the text itself. Binary order."""
    return " ".join(piece for piece, _ in _items(text, person)) + "\t" + text
