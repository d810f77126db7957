"""The win chance as a sum of parts a person can read, and what would raise it most (OPP-6)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from keyaccount.base.language import Say, say
from keyaccount.playbook.answers import effective_answers
from keyaccount.playbook.facts import Facts
from keyaccount.playbook.gates import condition_state
from keyaccount.playbook.schema import Edition
from keyaccount.playbook.schema_deals import AnswerWord, ChanceRules, Stage
from keyaccount.playbook.text import Text

MOST_RAISES = 5
_WORDS: Mapping[str, AnswerWord] = {"met": "yes", "open": "no", "unknown": "unknown"}


@dataclass(frozen=True, slots=True)
class Contribution:
    """So many percentage points. `key`: "stage", "answer.<question>", a coverage key, "stalled" or "limit"."""

    key: str
    label: Say | Text
    points: int


@dataclass(frozen=True, slots=True)
class Chance:
    """Percent, as the sum of its parts. `raise_most`: what is open, with the points it would add, the most first."""

    percent: int
    parts: tuple[Contribution, ...]
    raise_most: tuple[Contribution, ...]


def judge_chance(
    edition: Edition, pipeline: str, stage: str, facts: Facts, answers: Mapping[str, str]
) -> Chance:
    """Nothing that adds no point is listed. KeyError for a pipeline or stage the edition lacks."""
    rules, here = edition.chance, edition.pipeline(pipeline).stage(stage)
    weighed = [*_answers(edition, answers), *_coverage(rules, facts)]
    parts = [Contribution("stage", say("阶段：{stage}", stage=here.label), here.chance)]
    parts += [part for part, _ in weighed if part.points]
    if late := _stalled(rules, here, facts):
        parts.append(late)
    total = sum(part.points for part in parts)
    percent = min(max(total, rules.floor), rules.ceiling)
    if percent != total:
        told = say("不低于 {floor}%，不高于 {ceiling}%", floor=rules.floor, ceiling=rules.ceiling)
        parts.append(Contribution("limit", told, percent - total))
    raises = [
        Contribution(part.key, part.label, best - part.points) for part, best in weighed if best > part.points
    ]
    raises.sort(key=lambda each: -each.points)
    return Chance(percent, tuple(parts), tuple(raises[:MOST_RAISES]))


def _answers(edition: Edition, answers: Mapping[str, str]) -> Iterator[tuple[Contribution, int]]:
    """Points of each answer, and what a yes would be worth."""
    points = edition.chance.answers
    told: Mapping[AnswerWord, Say] = {"yes": say("是"), "no": say("否"), "unknown": say("不清楚")}
    for question, word, _ in effective_answers(edition.questions, answers):
        label = say("{label}：{answer}", label=question.label, answer=told[word])
        earned = question.weight * points.of(word)
        yield Contribution(f"answer.{question.key}", label, earned), question.weight * points.yes


def _coverage(rules: ChanceRules, facts: Facts) -> Iterator[tuple[Contribution, int]]:
    told: Mapping[AnswerWord, Say] = {"yes": say("是"), "no": say("否"), "unknown": say("不清楚")}
    for item in rules.coverage:
        word = _WORDS[condition_state(item.when, facts)]
        label = say("{label}：{answer}", label=item.label, answer=told[word])
        yield Contribution(item.key, label, item.points.of(word)), item.points.yes


def _stalled(rules: ChanceRules, stage: Stage, facts: Facts) -> Contribution | None:
    days = facts.get("days_in_stage")
    over = days - stage.stall_days if isinstance(days, int) else 0
    lost = min(over // rules.stalled.every_days * rules.stalled.points, rules.stalled.most)
    if lost <= 0:
        return None
    return Contribution("stalled", say("在这个阶段停了 {days} 天", days=days), -lost)
