from keyaccount.interfaces.api.shapes import Shape


def test_no_two_shapes_share_a_name():
    """Of two shapes of one name the description keeps one, and the other's answers no longer fit it."""

    def below(shape):
        return [each for one in shape.__subclasses__() for each in (one, *below(one))]

    names = [one.__name__ for one in set(below(Shape))]
    assert sorted(name for name in set(names) if names.count(name) > 1) == []
