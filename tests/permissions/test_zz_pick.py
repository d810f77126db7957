import os
import pytest
from tests.permissions import test_pages as t
pytestmark = pytest.mark.django_db
NAMES = ("intelligence:", "profiles:", "power:", "deals:add_step", "deals:change_step", "products:rival")
t_pages = t.pages
@pytest.mark.parametrize("roles", [r for r in t.PRINCIPALS if r[:1] in (("sales",), ("manager",), ("operations",), ("presales",), ("compliance",), ("finance",), ("admin",)) or not r], ids=str)
def test_pick(roles, monkeypatch):
    monkeypatch.setattr(t, "sampled", lambda pages, seed: [p for p in pages if p.route.startswith(NAMES)])
    t.test_every_page_answers_as_the_table_says(roles)
