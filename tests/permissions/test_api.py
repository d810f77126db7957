"""每个接口操作 × 每种角色 × 与记录的每种关系，与独立的权限表逐格比对；被拒绝的写入一行也不改。"""

from __future__ import annotations

import os
import random

import pytest

from keyaccount.interfaces.api import openapi
from tests.interfaces.api.caller import Caller
from tests.permissions import api_cells, oracle
from tests.permissions.api_call import Cell
from tests.permissions.database import Watch, content_of, undone
from tests.permissions.oracle import PRINCIPALS, Who
from tests.permissions.world import World

pytestmark = pytest.mark.django_db
FULL = os.environ.get("KEYACCOUNT_FULL") == "1"
SAMPLE = 180  # cells a role on every commit; all of them with KEYACCOUNT_FULL=1
EVERY_SCOPE = frozenset("read write import export commercial admin".split())


def sampled(cells: list[Cell], seed: str) -> list[Cell]:
    """Every operation at least once, the rest at random with a fixed seed."""
    if FULL:
        return cells
    order = random.Random(seed).sample(cells, len(cells))
    first = {cell.operation: cell for cell in order}
    return [*first.values(), *(c for c in order if first[c.operation] is not c)][: max(SAMPLE, len(first))]


@pytest.mark.parametrize("roles", PRINCIPALS, ids=lambda roles: "+".join(roles) or "nobody")
def test_every_operation_answers_as_the_table_says(roles: tuple[str, ...]) -> None:
    world, who = World(roles), Who(roles, EVERY_SCOPE)
    table = api_cells.cells(world, who)
    caller = Caller(world.me)
    caller.get("/me")
    watch, wrong = Watch(), []
    for cell in sampled(table, str(roles)):
        with undone():
            answer = caller.call(cell.method, cell.path, cell.body)
            content_of(answer)
            codes = {one["code"] for one in (answer.data or {}).get("errors", [])}
            verdict = cell.verdict(answer.status_code, codes)
            if verdict != cell.expected:
                wrong.append(
                    f"{cell.operation} @ {cell.relation}: {verdict}, should be {cell.expected} {_detail(answer)}"
                )
            if verdict != oracle.OK and (changed := watch.changed()):
                wrong.append(f"{cell.operation} @ {cell.relation}: refused, but changed {changed}")
    assert not wrong, "\n".join([f"{len(wrong)} cells differ", *wrong[:60]])


def _detail(answer) -> str:
    data = answer.data or {}
    return str([(e["field"], e["code"]) for e in data.get("errors", [])] or data.get("code", ""))


def test_the_table_knows_every_operation() -> None:
    """A new operation needs a line in api_cells."""
    world = World(("sales",))
    known = {
        cell.operation for cell in api_cells.cells(world, Who(("sales",), EVERY_SCOPE))
    } | api_cells.UPLOADS
    offered = {
        one["operationId"] for methods in openapi.document()["paths"].values() for one in methods.values()
    }
    assert not offered - known, "no expectation for these operations"
    assert not known - offered, "expectations for operations that are gone"
