"""Answers to the questions of the method: what is known, and what an unknown or a relieved no comes to (OPP-1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from keyaccount.playbook.schema_deals import AnswerWord, Question

ANSWERS: tuple[AnswerWord, ...] = ("yes", "no", "unknown")


class Effective(NamedTuple):
    """A question with what its answer comes to; `told_by` is the question that decided it, mostly itself."""

    question: Question
    word: AnswerWord
    told_by: Question


def proven(question: Question, answer: str, evidence: str) -> AnswerWord:
    """What an answer counts as: a yes that needs evidence and has none is unknown, never a silent yes."""
    if answer == "yes" and question.evidence and not evidence.strip():
        return "unknown"
    return _as_word(answer)


def effective_answers(questions: tuple[Question, ...], answers: Mapping[str, str]) -> tuple[Effective, ...]:
    """Every question that counts. One nobody answered is unknown; one that relieves another is not counted itself.

    A no takes the answer of the question that relieves it: 「如果有超出，能否通过开发满足客户需求」.
    """
    relief = {question.relieves: question for question in questions if question.relieves}
    found = []
    for question in questions:
        if question.relieves:
            continue
        word, told_by = _word(answers, question), question
        if word == "no" and question.key in relief:
            told_by = relief[question.key]
            word = _word(answers, told_by)
        found.append(Effective(question, word, told_by))
    return tuple(found)


def _word(answers: Mapping[str, str], question: Question) -> AnswerWord:
    return _as_word(answers.get(question.key, "unknown"))


def _as_word(answer: str) -> AnswerWord:
    return "yes" if answer == "yes" else "no" if answer == "no" else "unknown"
