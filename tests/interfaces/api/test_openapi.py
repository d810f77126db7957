"""接口说明里每种形状只有一个名字：重名的两种，说明只留得下一种，另一种的回答就和说明对不上。"""

from __future__ import annotations

from keyaccount.interfaces.api import server
from keyaccount.interfaces.api.shapes import Shape


def below(shape: type) -> list[type]:
    return [each for one in shape.__subclasses__() for each in (one, *below(one))]


def test_no_two_shapes_share_a_name() -> None:
    assert server
    names = [one.__name__ for one in set(below(Shape))]
    assert len(names) > 50
    assert sorted(name for name in set(names) if names.count(name) > 1) == []
