"""The words under which a record is found. Index and question are cut by the same rules; both sides live on this file.

Plain words are those of `base.grams`: pairs of neighbouring Chinese characters, Latin words, numbers. Marks begin with
`_`, which no plain word does, and a letter that says what they are; they spare the engines prefix scans and rechecks:

`_c华` a character · `_la` `_lac` how a Latin word begins · `_t华东银行` a whole name · `_yhua` `_ydong` syllables in
order · `_ihdy` `_idyh` three neighbouring initials in order · `_jh` `_jhd` how the initials begin · `_xacm` a Latin
word of a name with one letter left out (Damerau's typing errors meet there) · `_r8765` digits of a number from the end ·
`_e` entity, `_o` owner, `_d` department, `_a` account, `_p` pool, `_s` for everybody, `_k` key account: scope.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from uuid import UUID

from keyaccount.base import grams, pinyin
from keyaccount.base.hanzi import fold, is_hanzi

SCOPE_BEGINS = "_"
_LONGEST_TEXT = 20_000
_LONGEST_NAME = 200
_MOST_SYLLABLES = 24
_MOST_HEADS = 200
_CHARACTERS_FROM = 240
_LEGAL_FORM = re.compile(r"(?:股份)?(?:有限)?(?:责任)?公司$")
_NOT_DIGITS = re.compile(r"[^0-9]+")
_BETWEEN_NUMBERS = re.compile(r"[/;,、，；\n]|转|轉|分机|ext\.?|[xX#]")
_EVERYWHERE = frozenset("company limited corporation corp inc group holdings china".split())


@dataclass(frozen=True, slots=True)
class Held:
    """Whose a record is: the account it hangs on, and that account's owner or pool. Nothing: everybody's.

    `above`: the departments above the owner's, so that one mark stands for a whole subtree.
    """

    account_id: UUID | None = None
    owner_id: UUID | None = None
    department_id: UUID | None = None
    pool_id: UUID | None = None
    above: tuple[UUID, ...] = ()

    @property
    def ids(self) -> tuple[UUID | None, ...]:
        return self.account_id, self.owner_id, self.department_id, self.pool_id

    def without_pool(self) -> Held:
        return replace(self, pool_id=None)


@dataclass(frozen=True, slots=True)
class Doc:
    """What is to be found of one side of a record; `names` are also found by pinyin and with a typing error."""

    entity: str
    object_id: UUID
    names: Sequence[str]
    text: str = ""
    numbers: Sequence[str] = ()
    klass: int = 1
    held: Held = Held()
    weight: int = 0
    person: bool = False
    spoken: bool = True


def words_of(doc: Doc) -> tuple[list[str], list[str]]:
    """(words in order, marks without order), scope not included."""
    words: list[str] = []
    marks: list[str] = []
    for name in doc.names:
        short = name[:_LONGEST_NAME]
        own = grams.grams(short).split()
        words += own
        if doc.spoken and own:
            marks.append(whole(short))
            ordered, loose = _spoken(short, doc.person)
            words += ordered
            marks += loose
            marks += _slips(own)
    if doc.text:
        words += grams.grams(doc.text[:_LONGEST_TEXT]).split()
    shown = "\n".join((*doc.names, doc.text[:_CHARACTERS_FROM]))
    marks += ["_c" + char for char in set(fold(shown)) if is_hanzi(char)]
    marks += _heads(words)
    for number in doc.numbers:
        for digits in numbers_in(number):
            words.append(digits)
            marks.append("_r" + digits[::-1])
    return words, list(dict.fromkeys(marks))


def scope_marks(doc: Doc) -> list[str]:
    """The marks that say what a record is, whose it is, and whether it weighs more."""
    held = [scope_mark("_a", doc.held.account_id)] if doc.held.account_id else ["_s"]
    return ["_e" + doc.entity, *held, *holder_marks(doc.held), *(["_k"] if doc.weight else [])]


def holder_marks(held: Held) -> list[str]:
    """The marks of the owner with all departments above, or of the pool."""
    ids = (
        ("_o", held.owner_id),
        ("_d", held.department_id),
        *(("_d", id) for id in held.above),
        ("_p", held.pool_id),
    )
    return [scope_mark(kind, id) for kind, id in ids if id]


def scope_mark(kind: str, id: UUID) -> str:
    """`_o`, `_d`, `_a` or `_p` with the part of the id in which version 7 ids differ."""
    return kind + id.hex[-12:]


def whole(name: str) -> str:
    """The mark of a whole name; as a prefix it finds names that begin so."""
    return "_t" + "".join(c for c in fold(name) if c.isalnum())[:40]


def numbers_in(text: str) -> Iterator[str]:
    """The telephone numbers of a field as digits, without the Chinese country code."""
    plain = text if text.isascii() else fold(text)
    for part in _BETWEEN_NUMBERS.split(plain):
        digits = _NOT_DIGITS.sub("", part)
        if digits.startswith("0086"):
            digits = digits[2:]
        if len(digits) >= 3:
            yield digits[2:] if digits.startswith("86") and len(digits) > 11 else digits


def initials_phrase(initials: str) -> list[str]:
    """Initials as overlapping threes, in order."""
    return ["_i" + initials[at : at + 3] for at in range(len(initials) - 2)]


@lru_cache(maxsize=4_096)
def slips(word: str) -> tuple[str, ...]:
    """A Latin word and the same with each one letter left out, as marks. Short words and numbers have none."""
    if not 4 <= len(word) <= 16 or not word.isalpha() or is_hanzi(word[0]) or word in _EVERYWHERE:
        return ()
    return ("_x" + word, *("_x" + word[:at] + word[at + 1 :] for at in range(len(word))))


def _slips(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        if len(word) > 3:
            yield from slips(word)


def _heads(words: Sequence[str]) -> list[str]:
    latin = {word for word in words if word[0] != "_" and not is_hanzi(word[0])}
    heads = {head for word in latin for head in (word[:1], word[:2])}
    return ["_l" + head for head in sorted(heads)[:_MOST_HEADS]]


def _spoken(name: str, person: bool) -> tuple[list[str], list[str]]:
    """Syllables and initials of a name, without the legal form that all companies share."""
    if name.isascii():
        return [], []
    form = _LEGAL_FORM.search(fold(name).rstrip())
    common = len(form.group()) if form and form.start() else 0
    syllables = pinyin.sort_key(name, person=person).partition("\t")[0].split()
    initials = pinyin.initials(name, person=person)
    syllables = syllables[: len(syllables) - common][:_MOST_SYLLABLES]
    initials = initials[: len(initials) - common][:_MOST_SYLLABLES]
    ordered = ["_y" + s for s in syllables if s.isalnum()] + initials_phrase(initials)
    return ordered, ["_j" + initials[:1], "_j" + initials[:2]]
