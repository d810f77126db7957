"""One visit to a page and what should come of it; and all routes, walked from the root of the resolver."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from tests.permissions.oracle import FORBIDDEN, INVISIBLE, OK

# Routes a stranger may ask for. Everything else leads to the sign-in page.
OPEN = {"account_login", "account_logout", "mfa_authenticate", "setup", "language", "healthz"}
# allauth's own pages: each asks for the password again before it shows or changes anything of the asker's own sign-in.
OWN_SIGN_IN = {
    "account_reauthenticate", "mfa_reauthenticate", "account_change_password", "mfa_index", "mfa_activate_totp", "mfa_deactivate_totp",
    "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes",
}  # fmt: skip
# Forms that name a record among their fields: one that isn't seen is answered like one that isn't there, at the field.
NAMED = dict.fromkeys(
    "intelligence:new accounts:add accounts:again people:new_post deals:new deals:add deals:again tasks:add contacts:new contracts:add".split(),
    (422,),
)


@dataclass(frozen=True)
class Page:
    """One visit. A page may hide what is forbidden as if it were not there; never the other way round."""

    route: str
    relation: str
    method: str
    args: tuple[Any, ...]
    expected: str
    data: Any = None
    query: str = ""
    also: tuple[int, ...] = field(default=())

    def fits(self, status: int) -> bool:
        good = {
            OK: {200, 204, 302, *self.also},
            FORBIDDEN: {403, 404},
            INVISIBLE: {404, *NAMED.get(self.route, ())},
        }
        return status in good[self.expected]


def routes() -> dict[str, URLPattern]:
    """Name → route of everything outside /api/, walked from the root of the resolver."""
    return dict(_walk(get_resolver().url_patterns, ""))


def _walk(patterns: Any, space: str) -> Iterator[tuple[str, URLPattern]]:
    for one in patterns:
        if isinstance(one, URLResolver):
            if str(one.pattern) != "api/":
                yield from _walk(one.url_patterns, space + (f"{one.namespace}:" if one.namespace else ""))
        else:
            yield space + (one.name or f"unnamed {one.pattern}"), one


def when(allowed: bool) -> str:
    """What somebody may do by role alone."""
    return OK if allowed else FORBIDDEN


def listing(world: Any, space: str, title: str) -> Iterator[Page]:
    """What every list has beside itself: filters and columns are one's own affair, and so are saved views."""
    yield Page(f"{space}:filters", "any", "GET", (), OK)
    yield Page(f"{space}:columns", "any", "POST", (), OK, {"columns": [title]})
    yield Page(f"{space}:views", "any", "GET", (), OK)
    yield Page(f"{space}:views", "any", "POST", (), OK, {"name": "常看"})
    for whose, expected in (("mine", OK), ("theirs", INVISIBLE)):
        view = world.private[whose]["saved_view"].pk
        yield Page(f"{space}:forget_view", whose, "POST", (view,), expected, {})
    yield Page(f"{space}:forget_view", "shared", "POST", (world.shared_view.pk,), FORBIDDEN, {})
