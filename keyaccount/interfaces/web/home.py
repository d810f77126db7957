"""Today: the first page, different for who sells, who leads and who looks after the system."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from keyaccount.access import Principal
from keyaccount.actions.accounts.placing import HoldingBook
from keyaccount.actions.org.change_profile import change_profile
from keyaccount.base import clock
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import LANGUAGES, say
from keyaccount.facts.editions import edition_in_force
from keyaccount.interfaces.web.middleware import COOKIE
from keyaccount.interfaces.web.pages import page
from keyaccount.interfaces.web.streams import days
from keyaccount.queries.accounts.my_book import COLD_DAYS
from keyaccount.queries.accounts.timeline import recent_happenings
from keyaccount.queries.home import setup
from keyaccount.queries.home import team as teams
from keyaccount.queries.home import today as days_work
from keyaccount.queries.home.deals import deal_work
from keyaccount.queries.home.earned import earned

STEP_ROUTES = {
    "departments": "settings:departments",
    "members": "settings:members:list",
    "roles": "settings:members:list",
    "pools": "pools:list",
    "security": "settings:security",
}
YEAR = 365 * 86_400


@require_GET
def today(request: HttpRequest) -> HttpResponse:
    """What must I do today; in parts, as the reader's roles have them."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    at = clock.now()
    steps = setup.setup_steps(by) if setup.looks_after_system(by) else []
    sees_accounts = bool(by.grants("account"))
    context: dict[str, Any] = {
        "today": clock.day_of(at),
        "work": days_work.today(by, at=at),
        "deals": deal_work(by, today=clock.day_of(at))
        if by.grants("opportunity") or by.may("proposal.review")
        else None,
        "room": _room(by) if sees_accounts else None,
        "earned": earned(by, today=clock.day_of(at)),
        "joined": days_work.joined(by) if sees_accounts else [],
        "leads": teams.leads(by),
        "days": days(by, recent_happenings(by, limit=12).happenings, at=at) if sees_accounts else [],
        "steps": [{"step": step, "href": reverse(STEP_ROUTES[step.key])} for step in steps],
        "tiers": {tier.key: tier for tier in edition_in_force().tiers},
        "cold_days": COLD_DAYS,
        "may": {
            name: by.may(name)
            for name in ("account.create", "account.claim", "import.run", "audit.read", "pareto.read")
        },
    }
    return page(request, "home/today.html", context)


def _room(by: Principal) -> dict[str, Any]:
    """How many customers count against the member's capacity, and the capacity (0: no limit)."""
    book = HoldingBook()
    own, rules = by.member.capacity, book.rules(by.member.department_id)
    limit = rules.capacity if own is None else own
    return {"held": book.held_count(by.member), "limit": limit, "counts_all": rules.capacity_counts_exempt}


@require_GET
def team(request: HttpRequest) -> HttpResponse:
    """The team part, fetched after the page: its sums go over all accounts below the reader."""
    by: Principal = request.principal  # type: ignore[attr-defined]
    return page(request, "home/team.html", {"team": teams.team(by, at=clock.now()), "cold_days": COLD_DAYS})


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Switch the language: of the member, and of this browser for the time before signing in."""
    by: Principal | None = request.principal  # type: ignore[attr-defined]
    wished = request.POST.get("language", "")
    if wished not in LANGUAGES:
        raise Invalid(Problem("choice", say("没有这种语言"), field="language"))
    if by is not None:
        change_profile(by=by, at=clock.now(), raw={"language": wished})
    response = HttpResponseRedirect(
        _own(request, request.POST.get("next") or request.headers.get("Referer", ""))
    )
    response.set_cookie(COOKIE, wished, max_age=YEAR, samesite="Lax", secure=settings.HTTPS, httponly=True)
    return response


def _own(request: HttpRequest, target: str) -> str:
    """An address of ours, or the first page."""
    safe: Callable[..., bool] = url_has_allowed_host_and_scheme
    return target if safe(target, allowed_hosts={request.get_host()}) else reverse("home")
