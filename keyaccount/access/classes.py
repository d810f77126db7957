"""The five field classes: how much it hurts when a value is seen by the wrong person."""

from __future__ import annotations

from enum import IntEnum

from keyaccount.base.language import Say, say


class FieldClass(IntEnum):
    PUBLIC = 0
    INTERNAL = 1
    COMMERCIAL = 2
    PERSONAL = 3
    SECRET = 4


C0, C1, C2, C3, C4 = FieldClass

CLASS_LABEL: dict[FieldClass, Say] = {
    C0: say("公开"),
    C1: say("内部"),
    C2: say("商业机密"),
    C3: say("个人敏感"),
    C4: say("内线机密"),
}


def up_to(top: FieldClass) -> frozenset[FieldClass]:
    """All classes up to and including `top`."""
    return frozenset(c for c in FieldClass if c <= top)


NOTHING: frozenset[FieldClass] = frozenset()
