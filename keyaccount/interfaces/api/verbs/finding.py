"""Finding: the one search box, and the question whether a customer is registered already."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse

from keyaccount.access import Principal
from keyaccount.actions.accounts.check_duplicates import MOST as CHECKS
from keyaccount.actions.accounts.check_duplicates import check_duplicates
from keyaccount.base import clock
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import listed, say
from keyaccount.interfaces.api import answers, asked
from keyaccount.interfaces.api.operations import operation
from keyaccount.interfaces.api.shapes import Shape
from keyaccount.queries.search.find import FINDABLE, LIMIT, Hit, find

MOST = 50


class Found(Shape):
    entity: str
    id: UUID
    name: str
    about: str | None
    account: UUID | None


class FoundAll(Shape):
    """Hits, best first within their kind; `nearly`: nothing answers exactly, so similar names are shown."""

    items: list[Found]
    nearly: bool


class Candidate(Shape):
    id: UUID
    name: str
    why: str
    score: float
    owner: str | None


class Candidates(Shape):
    """`hidden`: how many more are registered out of your sight; `certain`: the credit code is the same."""

    items: list[Candidate]
    hidden: int
    certain: bool


def search(request: HttpRequest, by: Principal) -> HttpResponse:
    asked.only(request, ("q", "limit", "entities"))
    wanted = [name for name in request.GET.get("entities", "").split(",") if name]
    unknown = [name for name in wanted if name not in FINDABLE]
    if unknown:
        raise Invalid(Problem("choice", say("只能是：{list}", list=listed(FINDABLE)), field="entities"))
    limit = asked.whole(request, "limit", default=LIMIT, least=1, most=MOST)
    found = find(by, asked.text(request, "q"), entities=wanted or None, limit=limit)
    return answers.answer(
        {"items": [_hit(hit) for group in found.groups for hit in group.hits], "nearly": found.nearly}
    )


def _hit(hit: Hit) -> dict[str, object]:
    name, about = ("".join(part for part, _ in parts) for parts in (hit.name, hit.about))
    return {
        "entity": hit.entity,
        "id": hit.id,
        "name": name,
        "about": about or None,
        "account": hit.account_id,
    }


def duplicates(request: HttpRequest, by: Principal) -> HttpResponse:
    asked.only(request, ("name", "credit_code"))
    by.must("account.create")
    code = request.GET.get("credit_code", "")[:40]
    found = check_duplicates(by=by, at=clock.now(), name=asked.text(request, "name"), credit_code=code)
    items = [
        {"id": c.id, "name": c.name, "why": c.why, "score": round(c.score, 3), "owner": c.owner or None}
        for c in found.visible
    ]
    return answers.answer({"items": items, "hidden": found.hidden, "certain": found.certain})


def register() -> None:
    operation(
        "GET",
        "/search",
        search,
        id="search",
        tag="search",
        summary=say("搜索看得见的一切"),
        answer=FoundAll,
        parameters=[
            asked.parameter(
                "q", say("名称、拼音、首字母、编号或电话"), required=True, minLength=1, maxLength=200
            ),
            asked.parameter("entities", say("只找这些，用逗号分隔：{list}", list=", ".join(FINDABLE))),
            asked.parameter("limit", say("每类最多几条"), type="integer", minimum=1, maximum=MOST),
        ],
    )
    operation(
        "GET",
        "/accounts/duplicates",
        duplicates,
        id="find-duplicates",
        tag="accounts",
        summary=say("这个客户登记过没有"),
        help=say("看不见的客户只计数，不给名称和负责人；每人每天 {limit} 次，问过的会留下记录", limit=CHECKS),
        answer=Candidates,
        scopes=("write",),
        parameters=[
            asked.parameter("name", say("客户名称"), required=True, minLength=1, maxLength=200),
            asked.parameter("credit_code", say("统一社会信用代码"), maxLength=40),
        ],
    )
