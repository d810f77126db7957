"""三种语言都要完整：每一句中文都有繁体和英文，占位符一致，不留一句没人用的。"""

from __future__ import annotations

import re

import pytest

import messages

PLACEHOLDER = re.compile(r"\{[a-z_]*\}")


@pytest.fixture(scope="module")
def texts():
    return {(message.context or "", message.id) for message in messages.collected() if message.id}


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_every_text_is_translated(language, texts):
    known = {(m.context or "", m.id): m.string for m in messages.catalogue(language) if m.id}
    assert not sorted(text for text in texts if not known.get(text)), "run python messages.py and translate"
    assert not sorted(set(known) - texts), "texts nobody uses any more: run python messages.py"


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_placeholders_agree(language):
    wrong = [
        m.id
        for m in messages.catalogue(language)
        if m.id
        and m.string
        and sorted(PLACEHOLDER.findall(m.id)) != sorted(PLACEHOLDER.findall(str(m.string)))
    ]
    assert not wrong


def test_english_is_english():
    """No Chinese character is left in an English text, save in names of languages and of the product."""
    left = [m.string for m in messages.catalogue("en") if m.id and re.search("[一-鿿]", str(m.string))]
    assert [text for text in left if text not in ("简中", "繁中", "大客户")] == []
