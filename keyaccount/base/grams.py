"""Words of the search index: pairs of neighbouring Chinese characters, Latin words and numbers as they are.

Index and query are cut by the same rules, so a phrase of consecutive pairs is an exact substring. Text is
folded first (width, case, accents, Traditional → Simplified). A run of Chinese characters 华东银行 is indexed
as `华东 东银 银行 行`; the single last character lets a query of one character (`华*`) find it at the end.

Use: FTS5 table with `tokenize="ascii"` (takes every character above 127 as a letter, so that rare characters
of personal names are not lost), fed with `grams`, asked with `fts5_query`; PostgreSQL column of type tsvector
fed with `tsvector(text)::tsvector`, asked with `tsquery(text)::tsquery`: both casts take words as they stand.
"""

from __future__ import annotations

from keyaccount.base.hanzi import fold, is_hanzi, without_accents

_LONGEST_WORD = 64
_MOST_PHRASES = 32
_LONGEST_PHRASE = 64
_LAST_POSITION = 16383  # PostgreSQL keeps no later position of a word


def _runs(text: str) -> list[tuple[str, bool]]:
    """Cut folded text into runs: (characters, whether Chinese); anything but letters and digits separates."""
    runs: list[tuple[str, bool]] = []
    run, chinese = "", False
    for char in without_accents(fold(text)) + " ":
        hanzi = is_hanzi(char)
        letter = hanzi or char.isalnum()
        if run and (hanzi != chinese or not letter):
            runs.append((run, chinese))
            run = ""
        if letter:
            run, chinese = run + char, hanzi
    return runs


def _pairs(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)]


def _index_words(text: str) -> list[str]:
    words: list[str] = []
    for run, chinese in _runs(text):
        words += [*_pairs(run), run[-1]] if chinese else [run[:_LONGEST_WORD]]
    return words


def grams(text: str) -> str:
    """The index words of `text`, joined by spaces, for FTS5."""
    return " ".join(_index_words(text))


def tsvector(text: str) -> str:
    """The index words of `text` with their positions as a tsvector literal: `'华东':1 '东':2`."""
    words = enumerate(_index_words(text), start=1)
    return " ".join(f"'{word}':{min(at, _LAST_POSITION)}" for at, word in words)


def query_terms(text: str) -> list[tuple[str, ...]]:
    """Phrases that must all match: tuples of consecutive index words; a lone word is a prefix unless a pair.

    华东银行 → `("华东", "东银", "银行")`; 华 → `("华",)`, a prefix; `Acme 2` → `("acme",), ("2",)`, prefixes.
    """
    phrases = [
        (tuple(_pairs(run)) or (run,))[:_LONGEST_PHRASE] if chinese else (run[:_LONGEST_WORD],)
        for run, chinese in _runs(text)
    ]
    return list(dict.fromkeys(phrases))[:_MOST_PHRASES]


def _is_prefix(phrase: tuple[str, ...]) -> bool:
    return len(phrase) == 1 and not (len(phrase[0]) == 2 and is_hanzi(phrase[0][0]))


def fts5_query(text: str) -> str | None:
    """The MATCH text for SQLite FTS5, or None when nothing is left to search for; all words quoted."""
    phrases = (f'"{" ".join(phrase)}"{"*" if _is_prefix(phrase) else ""}' for phrase in query_terms(text))
    return " ".join(phrases) or None


def tsquery(text: str) -> str | None:
    """The tsquery literal for PostgreSQL, or None when nothing is left to search for; all words quoted."""
    phrases = (
        f"'{phrase[0]}':*" if _is_prefix(phrase) else "(" + " <-> ".join(f"'{w}'" for w in phrase) + ")"
        for phrase in query_terms(text)
    )
    return " & ".join(phrases) or None


def trigrams(text: str) -> str:
    """Three-letter pieces of a Latin key (initials, pinyin), its beginning marked: `zgyd` → `^zg zgy gyd`."""
    key = "^" + "".join(c for c in fold(text) if c.isalnum())
    return " ".join(dict.fromkeys(key[i : i + 3] for i in range(len(key) - 2)))
