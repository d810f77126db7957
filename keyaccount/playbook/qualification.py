"""Does the deal stand? Need, budget, time and decision process, judged from answers (OPP-1, OPP-2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from keyaccount.base.language import Say, say
from keyaccount.playbook.answers import Effective, effective_answers
from keyaccount.playbook.schema import Edition
from keyaccount.playbook.schema_deals import AnswerWord, QualifyingRules

Verdict = Literal["standing", "pending", "not_standing"]
Weighs = Literal["decides", "warns", "against", "for"]
_LOUDEST_FIRST: tuple[Weighs, ...] = ("decides", "warns", "against", "for")


@dataclass(frozen=True, slots=True)
class TopicVerdict:
    """How one side stands, and how many of its questions are answered yes, no, not at all."""

    topic: str
    state: Verdict
    yes: int
    no: int
    unknown: int


@dataclass(frozen=True, slots=True)
class VerdictReason:
    """What one question does to the verdict; `answer` is what it comes to (a relieved no is a yes).

    `weighs`: "decides" alone, "warns" as nobody knows (or as the edition says of the budget), else for or against.
    """

    question: str
    answer: AnswerWord
    text: Say
    weighs: Weighs


@dataclass(frozen=True, slots=True)
class Qualification:
    """The verdict; `park`: put aside until the customer's budget season. Reasons come the loudest first."""

    verdict: Verdict
    park: bool
    topics: tuple[TopicVerdict, ...]
    reasons: tuple[VerdictReason, ...]


def judge_qualification(edition: Edition, answers: Mapping[str, str]) -> Qualification:
    """`answers`: question key → yes, no or unknown; what is missing is unknown, questions the edition lacks are left out.

    A deal stands when all its sides do, and does not as soon as one does not; in between it is pending.
    """
    rules = edition.qualifying
    effective = effective_answers(edition.questions, answers)
    topics = tuple(
        _judge_topic(rules, topic.key, [e for e in effective if e.question.topic == topic.key])
        for topic in edition.topics
    )
    states = {topic.state for topic in topics}
    verdict: Verdict = (
        "not_standing" if "not_standing" in states else "pending" if "pending" in states else "standing"
    )
    reasons = [reason for each in effective if (reason := _reason(rules, each))]
    reasons.sort(key=lambda reason: _LOUDEST_FIRST.index(reason.weighs))
    park = any(_parks(rules, each) for each in effective)
    return Qualification(verdict, park, topics, tuple(reasons))


def _judge_topic(rules: QualifyingRules, topic: str, asked: list[Effective]) -> TopicVerdict:
    words = [each.word for each in asked]
    weight = sum(each.question.weight for each in asked)
    agreed = sum(each.question.weight for each in asked if each.word == "yes")
    state: Verdict = "pending"
    if any(_decides(rules, each) for each in asked):
        state = "not_standing"
    elif agreed * 100 >= weight * rules.standing_percent and not any(_holds_up(each) for each in asked):
        state = "standing"
    return TopicVerdict(topic, state, words.count("yes"), words.count("no"), words.count("unknown"))


def _decides(rules: QualifyingRules, each: Effective) -> bool:
    """A no to a decisive question, unless it is the budget's and the edition only warns."""
    only_warns = each.question.key == rules.budget_question and rules.no_budget == "warn"
    return each.question.decisive and each.word == "no" and not only_warns


def _holds_up(each: Effective) -> bool:
    return each.question.decisive and each.word == "unknown"


def _parks(rules: QualifyingRules, each: Effective) -> bool:
    return each.question.key == rules.budget_question and _decides(rules, each)


def _reason(rules: QualifyingRules, each: Effective) -> VerdictReason | None:
    key, label = each.question.key, each.question.label
    if each.word == "unknown":
        if not rules.unknown_warns and not each.question.decisive:
            return None
        asked = each.told_by
        return VerdictReason(
            key, "unknown", say("{label}：还不知道。{ask}", label=asked.label, ask=asked.ask), "warns"
        )
    if each.word == "yes":
        told = say("{label}：是", label=label)
        if each.told_by is not each.question:
            told = say("{label}：否，但“{relief}”：是", label=label, relief=each.told_by.label)
        return VerdictReason(key, "yes", told, "for")
    return VerdictReason(key, "no", *_told_no(rules, each))


def _told_no(rules: QualifyingRules, each: Effective) -> tuple[Say, Weighs]:
    label = each.question.label
    if _parks(rules, each):
        return say("{label}：否。商机不成立，先搁置，等客户的预算季", label=label), "decides"
    if _decides(rules, each):
        return say("{label}：否。单凭这一项，商机不成立", label=label), "decides"
    if each.question.key == rules.budget_question:
        return say("{label}：否。按公司打法，没有预算只作提醒", label=label), "warns"
    return say("{label}：否", label=label), "against"
