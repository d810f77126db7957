"""Sections `topics`, `questions`, `qualifying` (OPP-1, OPP-2): what a deal is judged by."""

from __future__ import annotations

from typing import Literal, cast

from keyaccount.base.language import say
from keyaccount.playbook.schema import Function
from keyaccount.playbook.schema_deals import QualifyingRules, Question, Reason, Topic
from keyaccount.playbook.table import Table


def read_topics(top: Table) -> tuple[Topic, ...]:
    topics = []
    for entry in top.tables("topics"):
        topics.append(
            Topic(entry.key(), entry.text("label"), entry.text("meaning"), entry.string("quote", default=""))
        )
        entry.done()
    return tuple(topics)


def read_questions(
    top: Table, topics: tuple[Topic, ...], functions: tuple[Function, ...]
) -> tuple[Question, ...]:
    """Every question belongs to a known topic, every topic has one, and one relieves another of its own topic."""
    keys = [topic.key for topic in topics]
    knows = [function.key for function in functions]
    entries = top.tables("questions")
    questions = tuple(_question(entry, keys, knows) for entry in entries)
    for question, entry in zip(questions, entries, strict=True):
        if question.relieves:
            _check_relief(entry, question, questions)
    for key, entry in zip(keys, top.tables("topics"), strict=True):
        if key not in {question.topic for question in questions}:
            entry.fault(say("这一面没有任何问题"), "key")
    return questions


def _question(entry: Table, topics: list[str], functions: list[str]) -> Question:
    question = Question(
        key=entry.key(),
        topic=entry.string("topic", allowed=topics),
        label=entry.text("label"),
        ask=entry.text("ask"),
        hint=entry.text("hint"),
        weight=entry.number("weight", least=1, most=10),
        evidence=entry.flag("evidence"),
        decisive=entry.flag("decisive", default=False),
        relieves=entry.string("relieves", default=""),
        knows=entry.strings("knows", allowed=functions),
        quote=entry.string("quote", default=""),
    )
    entry.done()
    return question


def _check_relief(entry: Table, question: Question, questions: tuple[Question, ...]) -> None:
    """Its no is relieved by one question at most, which is neither itself nor relieved in turn."""
    able = [
        q.key for q in questions if q.topic == question.topic and q.key != question.key and not q.relieves
    ]
    if question.relieves not in able:
        entry.fault(say("“{key}”不是同一面里的另一个问题", key=question.relieves), "relieves")
    elif any(q.relieves == question.relieves for q in questions[: questions.index(question)]):
        entry.fault(say("“{key}”已经有一个问题来补", key=question.relieves), "relieves")
    if question.decisive:
        entry.fault(say("用来补别的问题，自己不能再写 decisive = true"), "decisive")


def read_qualifying(
    top: Table, questions: tuple[Question, ...], shelve_reasons: tuple[Reason, ...]
) -> QualifyingRules:
    """「如果客户没有预算，直接视为商机不成立」: which question asks for the budget, and what a no to it does."""
    table = top.table("qualifying")
    rules = QualifyingRules(
        budget_question=table.string("budget_question", allowed=[question.key for question in questions]),
        no_budget=cast(Literal["park", "warn"], table.string("no_budget", allowed=("park", "warn"))),
        park_reason=table.string("park_reason", allowed=[reason.key for reason in shelve_reasons]),
        standing_percent=table.number("standing_percent", least=1, most=100),
        unknown_warns=table.flag("unknown_warns"),
        quote=table.string("quote", default=""),
    )
    asked = [question for question in questions if question.key == rules.budget_question]
    if asked and not asked[0].decisive:
        table.fault(
            say("“{key}”要写 decisive = true，才能决定商机成不成立", key=asked[0].key), "budget_question"
        )
    table.done()
    return rules
