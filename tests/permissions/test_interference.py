"""不干涉：同一个提问在“没有秘密、有秘密、秘密是另一样”三个世界里，状态、响应头、正文逐字节相同。

故意埋下的泄漏必须被抓住，否则这些测试什么也证明不了。
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from keyaccount.base import clock
from keyaccount.base.errors import KeyAccountError
from keyaccount.queries.library.export_rows import export_rows
from tests.cast import acting
from tests.interfaces.api.caller import Caller
from tests.permissions import leaks_sensitive, secrets
from tests.permissions import questions as asking
from tests.permissions.database import content_of, undone
from tests.permissions.leaks import PLANTED
from tests.permissions.secrets import SECRETS
from tests.permissions.test_api import FULL
from tests.permissions.world import World

pytestmark = pytest.mark.django_db
# Per secret the roles that must not learn it; on every commit the first of them.
KEPT_FROM: dict[str, tuple[tuple[str, ...], ...]] = {
    "another_owners_account": (("manager",), ("sales",), ("presales",), ("director",), ("admin",), ()),
    "money_of_a_shared_account": (("manager",), ("sales",), ("operations",), ("presales",), ("compliance",)),
    "a_sealed_telephone": (("sales",), ("operations",), ("director",), ("compliance",)),
    "inside_of_a_pooled_account": (("sales",), ("manager",), ("finance",)),
    "a_share_to_somebody_else": (("manager",), ("sales",), ("finance",)),
    "a_name_i_point_at": (("sales",), ("manager",), ("delivery",)),
    "what_is_one_members_own": (("director",), ("sales",), ("operations",)),
    "an_insider": (
        ("sales",),
        *(("manager",), ("director",), ("operations",), ("compliance",), ("security",), ("admin",)),
        *(("presales",), ("delivery",), ("finance",), ()),
    ),
    "a_profile": (("sales",), ("manager",), ("operations",), ("director",), ("compliance",)),
    "a_kin_tie": (("sales",), ("manager",), ("operations",), ("director",), ("compliance",)),
}
CASES = [(secret, roles) for secret in SECRETS for roles in KEPT_FROM[secret.__name__][: None if FULL else 1]]
MASKS = (
    (
        re.compile(
            rb'(csrfmiddlewaretoken" value="|csrf-token" content="|X-CSRFToken&#34;: &#34;|X-CSRFToken": ")[A-Za-z0-9]{64}'
        ),
        rb"\1",
    ),
    (re.compile(rb"(?i)expires=[^;]+"), b""),
)
METHOD = {"api": "GET", "post": "POST", "patch": "PATCH", "delete": "DELETE", "put": "PUT"}
Answer = tuple[int, tuple[tuple[str, str], ...], bytes]


class Asker:
    """Puts the questions, at the pages and by program, always as the same member."""

    def __init__(self, world: World) -> None:
        self.me, self.caller = world.me, Caller(world.me)
        self.pages = Client(raise_request_exception=False)
        self.pages.force_login(world.me)
        self.pages.get(reverse("settings:profile"))
        self.caller.get("/me")

    def ask(self, way: str, address: str, body: Any) -> Answer:
        if way == "export":
            return self.export(address, body)
        with undone():
            if way == "page":
                found = self.pages.get(address)
            elif way == "form":
                typed = {"content_type": "application/json"} if isinstance(body, str) else {}
                found = self.pages.post(address, body or {}, **typed)
            else:
                found = self.caller.call(METHOD[way], address, body)
        content = content_of(found)
        for mark, kept in MASKS:
            content = mark.sub(kept, content)
        return found.status_code, tuple(sorted((k, v) for k, v in found.headers.items())), content

    def export(self, kind: str, params: dict[str, list[str]]) -> Answer:
        """What a file of the list would hold, row by row."""
        try:
            found = export_rows(acting(self.me), kind, params)
            return (
                200,
                (("count", str(found.count)),),
                repr([list(found.columns), [list(row.values()) for row in found.rows]]).encode(),
            )
        except KeyAccountError as error:
            return 403, (), repr([error.code, [p.code for p in error.problems]]).encode()


def differences(
    world: World, secret: Callable[[World, int], None], questions: Iterable[tuple[str, str, Any]]
) -> list[str]:
    """The questions whose answers tell the worlds apart."""
    asker, asked = Asker(world), list(questions)
    worlds: list[list[Answer]] = []
    for which in (0, 1, 2):
        with undone():
            if which:
                secret(world, which)
            worlds.append([asker.ask(*question) for question in asked])
    return [
        f"{question[0]} {question[1]} {question[2] or ''}: {_how(*answers)}"
        for question, *answers in zip(asked, *worlds, strict=True)
        if len(set(answers)) > 1
    ]


def _how(*answers: Answer) -> str:
    statuses = [status for status, _, _ in answers]
    if len(set(statuses)) > 1:
        return f"statuses {statuses}"
    bodies = [body for *_, body in answers]
    at = next(
        (n for n, bytes_ in enumerate(zip(*bodies, strict=False)) if len(set(bytes_)) > 1),
        min(map(len, bodies)),
    )
    return " | ".join(
        body[max(at - 40, 0) : at + 40].decode(errors="replace").replace("\n", " ") for body in bodies
    )


@pytest.fixture(autouse=True)
def standing_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    at = clock.now()
    monkeypatch.setattr(clock, "now", lambda: at)


@pytest.mark.parametrize(
    ("secret", "roles"),
    CASES,
    ids=lambda value: value.__name__ if callable(value) else "+".join(value) or "nobody",
)
def test_no_answer_depends_on_what_is_hidden(
    secret: Callable[[World, int], None], roles: tuple[str, ...]
) -> None:
    world = World(roles)
    secrets.pointing(world)
    questions = asking.questions(world)
    asked = questions if FULL else random.Random(secret.__name__).sample(questions, len(questions) * 2 // 5)
    found = differences(world, secret, asked)
    assert not found, "\n".join([f"{len(found)} answers tell", *found[:30]])


def test_the_duplicate_check_is_the_only_channel_and_tells_a_number() -> None:
    """Declared (docs/admin/permissions.md): registered or not, how many; no name, no owner, no stage."""
    world = World(("sales",))
    asker, told = Asker(world), []
    for which in (0, 1, 2):
        with undone():
            if which:
                secrets.another_owners_account(world, which)
            told.append(asker.caller.get("/accounts/duplicates?name=密客银行").data)
            refused = asker.caller.post("/accounts", {"name": "密客银行"})
            if which == 1:
                assert (
                    refused.status_code == 409
                    and refused.data["candidates"] == []
                    and refused.data["hidden"] == 1
                )
                assert (
                    "生人" not in refused.content.decode()
                    and str(secrets.SECRET) not in refused.content.decode()
                )
    assert [one["items"] for one in told] == [[], [], []]
    assert [one["hidden"] for one in told] == [0, 1, 0] and all(one.keys() == told[0].keys() for one in told)


@pytest.mark.parametrize(
    ("leak", "secret", "where"),
    [*PLANTED, *leaks_sensitive.PLANTED],
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_a_planted_leak_is_caught(
    leak: Any, secret: Any, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World(("manager",))
    secrets.pointing(world)
    asked = [
        question for question in asking.questions(world) if where in question[1] or where in str(question[2])
    ]
    asked = [
        question for question in asked if (question[0] == "export") == leak.__name__.startswith("export")
    ]
    leak(monkeypatch)
    assert differences(world, secret, asked), f"{leak.__name__} went unnoticed"
