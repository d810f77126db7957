"""Search words: what is indexed is found again by SQLite's FTS5, and no input breaks or escapes a query."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from keyaccount.base.grams import fts5_query, grams, query_terms, trigrams, tsquery, tsvector

HANZI = "华东银行南京市分公司第一人民医院臺積電𠮷龘一二"


@pytest.fixture(scope="module")
def index() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:")
    connection.execute("""CREATE VIRTUAL TABLE words USING fts5(text, tokenize="ascii")""")
    connection.execute("""CREATE VIRTUAL TABLE plain USING fts5(text)""")
    yield connection
    connection.close()


def _found(index: sqlite3.Connection, text: str, query: str | None) -> bool:
    index.execute("DELETE FROM words")
    index.execute("INSERT INTO words VALUES (?)", (grams(text),))
    return bool(index.execute("SELECT 1 FROM words WHERE words MATCH ?", (query,)).fetchall())


def test_the_words_of_a_text() -> None:
    assert grams("华东银行 IBM-2") == "华东 东银 银行 行 ibm 2"
    assert tsvector("华东 IBM") == "'华东':1 '东':2 'ibm':3"
    assert query_terms("华东银行 华 Acme") == [("华东", "东银", "银行"), ("华",), ("acme",)]
    assert fts5_query("华东银 华 Acme") == '"华东 东银" "华"* "acme"*'
    assert tsquery("华东银 华 Acme") == "('华东' <-> '东银') & '华':* & 'acme':*"
    assert fts5_query("“” *") is tsquery("") is None
    assert trigrams("zgyd") == "^zg zgy gyd"
    assert trigrams("z") == trigrams("") == ""


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        ("台积电", "台積電", True),
        ("臺積電", "台积", True),
        ("ＩＢＭ中国", "ibm", True),
        ("Acme Technologies", "tech", True),
        ("Café Société", "cafe societe", True),
        ("华东银行", "东行", False),
        ("华东", "东华", False),
        ("华东 东华", "华东华", False),
        ("中国工商银行南京分行", "工商 南京", True),
        ("Acme", "cme", False),
    ],
)
def test_found_or_not(index: sqlite3.Connection, text: str, query: str, found: bool) -> None:
    assert _found(index, text, fts5_query(query)) is found


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data(), st.text(alphabet=HANZI, min_size=1, max_size=20))
def test_every_substring_of_a_chinese_text_is_found(
    index: sqlite3.Connection, data: st.DataObject, text: str
) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assert _found(index, text, fts5_query(text[start:end]))


@settings(deadline=None)
@given(
    st.text(alphabet=HANZI[:6], min_size=1, max_size=9), st.text(alphabet=HANZI[:6], min_size=1, max_size=4)
)
def test_only_substrings_are_found(index: sqlite3.Connection, text: str, query: str) -> None:
    assert _found(index, text, fts5_query(query)) is (query in text)


@settings(deadline=None)
@given(st.one_of(st.text(), st.text(alphabet="\"'*():^-+{}<>&|! \\ANDORTNEAR华东a1", max_size=30)))
def test_any_query_is_accepted_and_nothing_escapes(index: sqlite3.Connection, text: str) -> None:
    query = fts5_query(text)
    if query is not None:
        index.execute("SELECT 1 FROM words WHERE words MATCH ?", (query,)).fetchall()
        index.execute("SELECT 1 FROM plain WHERE plain MATCH ?", (query,)).fetchall()
    for word in (w for phrase in query_terms(text) for w in phrase):
        assert word.isalnum() or any(ord(c) > 127 for c in word)
        assert not set(word) & set("\"'\\*():&|!<> ")
    assert (query is None) == (tsquery(text) is None)


def test_long_input_is_bounded() -> None:
    query = fts5_query("华东" * 5000 + " a" * 5000)
    assert query is not None and len(query) < 2000
