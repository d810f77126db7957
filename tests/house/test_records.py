"""The stack of records: foreign keys point down it; no model is read without saying for whom."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import models

from tests.house.source import PACKAGE

STACK = ("care", "contracts", "visits", "deals", "people", "accounts", "library", "org", "search", "journal")
SIDE_BY_SIDE = {"search", "journal"}
OPEN = {"Member": "signing in has to find a member before there is a principal"}

OURS = [model for model in apps.get_models() if model.__module__.startswith("keyaccount.")]


def room_of(model: type[models.Model]) -> str:
    parts = model.__module__.split(".")
    return parts[2] if parts[1] == "records" else parts[1]


def test_there_are_models() -> None:
    assert len(OURS) > 10


def test_every_room_of_records_has_its_place_in_the_stack() -> None:
    rooms = {path.parent.name for path in (PACKAGE / "records").glob("*/__init__.py")}
    assert rooms and rooms <= set(STACK)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_foreign_keys_point_down_the_stack(model: type[models.Model]) -> None:
    upward = []
    for field in model._meta.get_fields():
        target = (
            field.related_model if isinstance(field, models.ForeignObject | models.ManyToManyField) else None
        )
        if not isinstance(target, type) or target not in OURS or room_of(target) == room_of(model):
            continue
        assert room_of(model) in STACK, f"{model.__name__} ties itself to records from outside of them"
        pair = {room_of(model), room_of(target)}
        if STACK.index(room_of(target)) < STACK.index(room_of(model)) or pair == SIDE_BY_SIDE:
            upward.append(f"{model.__name__}.{field.name} → {target.__name__}")
    assert not upward


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_the_front_door_is_closed(model: type[models.Model]) -> None:
    """`objects` refuses, `rows` is there for records and access."""
    assert isinstance(getattr(model, "rows", None), models.Manager)
    if model.__name__ in OPEN:
        return
    with pytest.raises(RuntimeError, match="access"):
        model.objects.all()  # type: ignore[attr-defined]
