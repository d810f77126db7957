"""Is this a key account? The two roads with their questions, the verdict as one answers, the history (KA-1)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_POST

from keyaccount.actions.accounts.judge_account import judge_account
from keyaccount.base import clock
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say
from keyaccount.base.money import parse_amount
from keyaccount.facts.editions import edition_in_force
from keyaccount.interfaces.web.accounts.head import head
from keyaccount.interfaces.web.pages import page, told
from keyaccount.playbook.facts import FACTS, FactValue, Kind
from keyaccount.playbook.schema import Criterion, Edition
from keyaccount.playbook.tiers import Answer
from keyaccount.queries.accounts.judging import Judging, account_judging


def judge(request: HttpRequest, id: UUID) -> HttpResponse:
    """GET: questions, answers so far and their verdict. POST: judge and keep it."""
    context = head(request, id, "judge")
    answers: dict[str, Answer] | None = None
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        answers, wrong = answers_of(edition_in_force(), request.POST)
        try:
            return _keep(request, id, answers, wrong)
        except Invalid as error:
            problems = error.problems
    judging = account_judging(request.principal, id, today=context["today"], answers=answers)  # type: ignore[attr-defined]
    context |= {
        **_verdict(judging),
        "roads": _roads(judging, request.POST),
        "judging": judging,
        "history": judging.history,
        "typed": request.POST,
        "problems": [{"field": p.field, "message": p.message} for p in problems],
        "tier_options": [(t.key, str(t.label)) for t in judging.edition.tiers],
    }
    return page(request, "accounts/judge.html", context, status=422 if problems else 200)


def _keep(request: HttpRequest, id: UUID, answers: dict[str, Answer], wrong: list[Problem]) -> HttpResponse:
    """Judge; raises `Invalid` with everything that stands against it."""
    if wrong:
        raise Invalid(*wrong)
    made = judge_account(
        by=request.principal,  # type: ignore[attr-defined]
        at=clock.now(),
        id=id,
        answers={k: {"value": a.value, "evidence": a.evidence, "note": a.note} for k, a in answers.items()},
        override=request.POST.get("override", ""),
        override_reason=request.POST.get("override_reason", ""),
    )
    told(request, say("已判定为 {tier}", tier=edition_in_force().tier(made.tier).label))
    return HttpResponseRedirect(reverse("accounts:judge", args=[id]))


@require_POST
def attempt(request: HttpRequest, id: UUID) -> HttpResponse:
    """The verdict that the answers on the page would give; nothing is stored."""
    answers, problems = answers_of(edition_in_force(), request.POST)
    judging = account_judging(request.principal, id, today=clock.day_of(clock.now()), answers=answers)  # type: ignore[attr-defined]
    told_problems = [{"field": p.field, "message": p.message} for p in problems]
    return page(
        request, "accounts/verdict.html", {**_verdict(judging), "judging": judging, "problems": told_problems}
    )


def answers_of(edition: Edition, post: QueryDict) -> tuple[dict[str, Answer], list[Problem]]:
    """The answers of the form; what is left open is answered by the facts. Money is typed in yuan, kept in fen."""
    answers: dict[str, Answer] = {}
    problems: list[Problem] = []
    for criterion in edition.criteria:
        text, evidence = (
            post.get(f"value.{criterion.key}", "").strip(),
            post.get(f"evidence.{criterion.key}", "").strip(),
        )
        try:
            value = _value(criterion, text)
        except (Invalid, ValueError):
            problems.append(
                Problem(
                    "number", say("{label}：请填数字", label=criterion.label), field=f"value.{criterion.key}"
                )
            )
            continue
        if value is not None or evidence:
            answers[criterion.key] = Answer(value, evidence)
    return answers, problems


def _value(criterion: Criterion, text: str) -> FactValue:
    if not text:
        return None
    if criterion.kind == "yes_no":
        return text == "1"
    if criterion.kind == "choice":
        if text not in {option.key for option in criterion.options}:
            raise ValueError(text)
        return text
    amount = parse_amount(text)
    return int((amount * 100).to_integral_value()) if _is_money(criterion) else int(amount)


def _is_money(criterion: Criterion) -> bool:
    return criterion.fact in FACTS and FACTS[criterion.fact].kind is Kind.MONEY


def _typed(criterion: Criterion, value: FactValue) -> str:
    """A value as the form shows it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    return f"{Decimal(value) / 100:f}" if _is_money(criterion) and isinstance(value, int) else str(value)


def _roads(judging: Judging, post: Mapping[str, str]) -> list[dict[str, Any]]:
    """Both roads with their questions, each with the answer in force and what the facts say."""
    return [
        {
            "road": road,
            "questions": [
                _question(c, judging, post) for c in judging.edition.criteria if c.road == road.key
            ],
        }
        for road in judging.edition.roads
    ]


def _question(criterion: Criterion, judging: Judging, post: Mapping[str, str]) -> dict[str, Any]:
    given = judging.answers.get(criterion.key, Answer())
    fact = judging.prefilled.get(criterion.key)
    options = [(option.key, str(option.label)) for option in criterion.options]
    if criterion.kind == "yes_no":
        options = [("1", str(say("是"))), ("0", str(say("否")))]
    known = dict(options).get(_typed(criterion, fact), _typed(criterion, fact))
    return {
        "key": criterion.key,
        "label": str(criterion.label),
        "question": str(criterion.question),
        "kind": "money" if _is_money(criterion) else "number" if criterion.kind == "number" else "select",
        "unit": str(criterion.unit) if criterion.unit else "",
        "options": options,
        "value": post.get(f"value.{criterion.key}", _typed(criterion, given.value)),
        "evidence": post.get(f"evidence.{criterion.key}", given.evidence),
        "needs_evidence": criterion.evidence,
        "fact": known if fact is not None else "",
        "most": criterion.most,
    }


def _verdict(judging: Judging) -> dict[str, Any]:
    """The verdict with how far each road goes."""
    verdict, edition = judging.verdict, judging.edition
    needs = {
        road: max((need for rule in edition.tier_rules for r, need in rule.needs if r == road), default=0)
        for road in (r.key for r in edition.roads)
    }
    return {
        "verdict": verdict,
        "verdict_tier": edition.tier(verdict.tier),
        "points": [
            {
                "label": str(road.label),
                "points": verdict.points.get(road.key, 0),
                "most": sum(c.most for c in edition.criteria if c.road == road.key),
                "need": needs[road.key],
            }
            for road in edition.roads
        ],
    }
