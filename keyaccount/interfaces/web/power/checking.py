"""What the map's island sent, checked before an action sees it: plain values, texts that can be kept, ids that are ids."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import Say, say
from keyaccount.base.storable import problems_of
from keyaccount.interfaces.web.power.asking import UNSAID

ODD: Say = say("看不懂这个操作，请刷新页面后再试")
CARDS = ("card", "manager", "other", "person", "seen")
IDS = ("member", "unit", "rival", "tie", "own", "from_person", "to_person", "manager_person", "source_person")


def read(sent: str | bytes) -> Any:
    """The JSON of a request; `Invalid` where it is none."""
    try:
        return json.loads(sent)
    except (ValueError, RecursionError):
        raise Invalid(Problem("op", ODD)) from None


def checked(body: Any) -> Mapping[str, Any]:
    """An object of texts, numbers, yes and no; only `value` may be a list of them. Ids are None where empty."""
    if not isinstance(body, dict):
        raise Invalid(Problem("op", ODD))
    problems = [Problem("type", ODD, field=name) for name, value in body.items() if not _plain(name, value)]
    if problems := problems or problems_of(body.items()):
        raise Invalid(*problems)
    return {**body, **{name: _id(name, body[name]) for name in (*CARDS, *IDS) if name in body}}


def _plain(name: str, value: Any) -> bool:
    given = value if name == "value" and isinstance(value, list) else [value]
    return all(one is None or isinstance(one, str | int | float) for one in given)


def _id(name: str, given: Any) -> str | None:
    """A card may stand for somebody of whom nothing was said yet: `person:` and the person's id."""
    if given in (None, ""):
        return None
    head = UNSAID if name in CARDS and str(given).startswith(UNSAID) else ""
    try:
        return f"{head}{UUID(str(given).removeprefix(head))}"
    except ValueError:
        raise Invalid(Problem("reference", say("请从列表中选择"), field=name)) from None
