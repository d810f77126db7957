"""From what somebody types to what the index is asked: exactly, and with a typing error forgiven."""

from __future__ import annotations

import re
from collections.abc import Sequence

from keyaccount.base import grams, pinyin
from keyaccount.base.hanzi import fold, is_hanzi
from keyaccount.records.search import words
from keyaccount.records.search.expressions import Expression, Phrase, all_of, any_of, word
from keyaccount.records.search.syllables import Piece, Reading, beginning_with, readings, spelt_nearly

_LONGEST_QUESTION = 200
_NUMBER = re.compile(r"[\d\s()+\-./]+")
_ADDRESS = re.compile(r"[@/]|\w\.\w")
_SHORTEST_ENDING = 4
_MOST_VARIANTS = 80
_MOST_MIXED = 4
_SHORTEST_SLIP = {True: 4, False: 3}  # Latin letters, Chinese characters


def exactly(text: str) -> Expression | None:
    """Every word typed must be there: Chinese as a substring, Latin as a beginning, letters also as pinyin,
    four and more digits also as the end of a telephone number. None when there is nothing to look for."""
    asked = text[:_LONGEST_QUESTION]
    terms = grams.query_terms(asked)
    if _ADDRESS.search(asked):
        return all_of(_term(term, sounds=False) for term in terms)
    plain = all_of(_term(term) for term in terms)
    if _NUMBER.fullmatch(fold(asked)):
        return any_of((plain, *_number(asked)))
    latin = [_is_latin(term) for term in terms]
    if len(terms) > 1 and all(latin):
        return any_of((plain, _sounding("".join(term[0] for term in terms))))
    return any_of((plain, _mixed(terms))) if any(latin) and not all(latin) else plain


def whole_name(text: str) -> Phrase:
    """Records of which a name is exactly the text."""
    return word(words.whole(text))


def beginning(text: str) -> Phrase:
    """Records of which a name begins with the text."""
    return word(words.whole(text), prefix=True)


def sounding_alike(text: str) -> Expression | None:
    """Names that sound like the Chinese typed, letter by letter alike; None without two Chinese characters."""
    terms = grams.query_terms(text[:_LONGEST_QUESTION])
    if not any(len(term_text(term)) > 1 and not _is_latin(term) for term in terms):
        return None
    return all_of(
        _term(term) if _is_latin(term) else Phrase(tuple("_y" + s for s in syllables(term_text(term))))
        for term in terms
    )


def nearly(text: str) -> Expression | None:
    """Candidates for the text with one slip: a character or letter wrong, missing, too many, or two swapped.

    Wider than that; the reader of the rows checks each (`base` has no database). None when a slip can't be told.
    """
    terms = grams.query_terms(text[:_LONGEST_QUESTION])
    if not any(can_slip(term) for term in terms):
        return None
    return all_of(any_of((_term(term), _slipped(term))) if can_slip(term) else _term(term) for term in terms)


def resembling(core: str) -> Expression | None:
    """Candidates for names of the same company, from the core of one: a slip away, alike in sound, or with the same
    beginning and end (words of trade left out). Wider than that; the caller compares the names."""
    terms = grams.query_terms(core[:_LONGEST_QUESTION])
    if len(terms) == 1 and not _is_latin(terms[0]):
        text = term_text(terms[0])
        ends = all_of((_stretch(text[:2]), _stretch(text[-2:])))
        return any_of(
            (_stretch(text), ends, sounding_alike(text), _slipped(terms[0]) if len(text) > 2 else None)
        )
    return all_of(
        any_of((_term(term, sounds=False), _slipped(term) if can_slip(term) else None)) for term in terms
    )


def syllables(text: str) -> list[str]:
    """The syllables of a text as the index holds them."""
    return pinyin.sort_key(text).partition("\t")[0].split()


def term_text(term: Sequence[str]) -> str:
    """The characters that a phrase of the question was cut from."""
    return term[0] + "".join(pair[1:] for pair in term[1:])


def _is_latin(term: Sequence[str]) -> bool:
    return not is_hanzi(term[0][0])


def _term(term: tuple[str, ...], *, sounds: bool = True) -> Expression | None:
    if not _is_latin(term):
        return _stretch(term_text(term))
    (letters,) = term
    begins = word("_l" + letters) if len(letters) < 3 else word(letters, prefix=True)
    return any_of((begins, _sounding(letters))) if sounds else begins


def _number(text: str) -> list[Expression]:
    """Digits as the beginning or, from four on, the end of a number."""
    found: list[Expression] = []
    joined = "".join(c for c in fold(text) if c.isdigit() and c.isascii())
    for digits in dict.fromkeys((joined, *words.numbers_in(joined))):
        if len(digits) >= _SHORTEST_ENDING:
            found += [word("_r" + digits[::-1], prefix=True), word(digits, prefix=True)]
    return found


def _sounding(letters: str) -> Expression | None:
    """Names that the letters may be the pinyin of."""
    if letters.isdigit():
        return None
    return any_of(_reading(reading) for reading in readings(letters))


def _mixed(terms: Sequence[tuple[str, ...]]) -> Expression | None:
    """Characters followed or led by the pinyin of their neighbours: 中国yd."""
    ways: list[Reading] = [()]
    for term in terms:
        text = term_text(term)
        sounds = readings(text) if _is_latin(term) else (tuple(Piece(s, True) for s in syllables(text)),)
        ways = [(*way, *sound) for way in ways for sound in sounds[:2]][:_MOST_MIXED]
    characters = [_stretch(term_text(term)) for term in terms if not _is_latin(term)]
    return all_of((*characters, any_of(_reading(way) for way in ways))) if ways else None


def _reading(reading: Reading) -> Expression | None:
    last, letters = reading[-1], sum(len(piece.text) for piece in reading)
    spelt = all(piece.full for piece in reading[:-1]) and (len(last.text) > 1 or len(reading) == 2)
    if spelt and letters > (2 if len(reading) > 1 else 1):
        endings = beginning_with(last.text) if _goes_on(reading) else (last.text,)
        stem = tuple("_y" + piece.text for piece in reading[:-1])
        return any_of(Phrase((*stem, "_y" + ending)) for ending in endings)
    initials = "".join(piece.text[0] for piece in reading)
    if len(reading) == 1:
        return _initials(initials)
    return all_of((_initials(initials), *_whole_syllables(reading)))


def _goes_on(reading: Reading) -> bool:
    """Somebody still types: the last syllable may become a longer one. Two letters alone say too little for that."""
    return len(reading) > 1 or len(reading[-1].text) > 2 or not reading[-1].full


def _initials(initials: str) -> Expression:
    if len(initials) < 3:
        return word("_j" + initials)
    return Phrase(tuple(words.initials_phrase(initials)))


def _whole_syllables(reading: Sequence[Piece]) -> list[Expression]:
    """The stretches of whole syllables in a mixed reading."""
    found: list[Expression] = []
    stretch: tuple[str, ...] = ()
    for piece in (*reading, Piece("", False)):
        if piece.full:
            stretch += ("_y" + piece.text,)
        elif stretch:
            found.append(Phrase(stretch))
            stretch = ()
    return found


def can_slip(term: Sequence[str]) -> bool:
    """Whether a word is long enough that one slip leaves it recognisable."""
    text = term_text(term)
    return len(text) >= _SHORTEST_SLIP[_is_latin(term)] and not text.isdigit()


def _slipped(term: tuple[str, ...]) -> Expression | None:
    text = term_text(term)
    if _is_latin(term):
        variants = spelt_nearly(text)[:_MOST_VARIANTS] if text.isascii() else []
        sounds = [
            Phrase(tuple("_y" + piece.text for piece in reading)) for reading in variants if len(reading) > 1
        ]
        return any_of((*map(word, words.slips(text)), *sounds))
    kept: list[Expression | None] = []
    for at in range(len(text)):
        kept.append(all_of((_stretch(text[:at]), _stretch(text[at + 1 :]))))
        kept.append(all_of((_stretch(text[:at]), _stretch(text[at:]))) if at else None)
        swapped = (word("_c" + c) for c in text[at : at + 2])
        kept.append(
            all_of((_stretch(text[:at]), *swapped, _stretch(text[at + 2 :]))) if at + 1 < len(text) else None
        )
    return any_of(kept)


def _stretch(run: str) -> Expression | None:
    """Chinese characters that must stand together; None for none."""
    if len(run) < 2:
        return word("_c" + run) if run else None
    return Phrase(tuple(run[i : i + 2] for i in range(len(run) - 1)))
