"""报价：按价目表定价，让得多了要审批，审批中的报价谁也不能改。"""

from __future__ import annotations

import pytest

from keyaccount.actions.contracts.accept_quote import accept_quote
from keyaccount.actions.contracts.decide_quote import decide_quote
from keyaccount.actions.contracts.send_quote import send_quote
from keyaccount.actions.contracts.submit_quote import submit_quote
from keyaccount.actions.records.edit_record import edit_record
from keyaccount.base.errors import Invalid, Refused
from keyaccount.queries.contracts.quote_shown import quote_shown
from keyaccount.records.contracts.models import QuoteLine
from tests.actions.contracts.stage import Stage, money
from tests.cast import NOW, acting

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Stage:
    return Stage()


def submit(stage, quote):
    return submit_quote(by=acting(stage.lilei), at=NOW, id=quote.pk)


def decide(who, quote, approve=True, note=""):
    return decide_quote(by=acting(who), at=NOW, id=quote.pk, approve=approve, note=note)


def test_lines_are_priced_from_the_list_of_the_day(stage):
    small, large = stage.quote(), stage.quote(quantity=1000)
    assert (small.number, large.number) == ("Q-2026-0001", "Q-2026-0002")
    assert (small.total, small.discount) == (money("10000"), money("0"))
    assert large.total == money("80000"), "满一千按一千的价"
    assert small.price_list_id == stage.prices.pk and small.currency == "CNY"


def test_within_the_sales_limit_nobody_needs_asking(stage):
    quote = submit(stage, stage.quote("90"))
    assert quote.state == "approved" and quote.discount == money("10")


def test_a_special_price_needs_a_reason_and_a_manager(stage):
    quote = stage.quote("80")
    with pytest.raises(Invalid) as caught:
        submit(stage, quote)
    assert caught.value.problems[0].field == "special_reason"
    edit_record(by=acting(stage.lilei), at=NOW, entity="quote", id=quote.pk, raw={"special_reason": "首单"})
    assert submit(stage, quote).state == "asking"
    with pytest.raises(Refused):
        decide(stage.lilei, quote)
    assert quote_shown(acting(stage.hanmei), quote.pk).may_decide
    assert decide(stage.hanmei, quote).state == "approved"


def test_beyond_the_managers_limit_only_a_director_approves(stage):
    quote = stage.quote("74.99", special_reason="战略客户")
    submit(stage, quote)
    assert quote_shown(acting(stage.hanmei), quote.pk).needs == "director"
    with pytest.raises(Refused, match="总监"):
        decide(stage.hanmei, quote)
    assert decide(stage.boss, quote).state == "approved"


def test_a_quote_in_approval_is_not_changed(stage):
    quote = stage.quote("80", special_reason="首单")
    submit(stage, quote)
    line = QuoteLine.rows.get(quote=quote)
    by = acting(stage.lilei)
    with pytest.raises(Invalid):
        edit_record(by=by, at=NOW, entity="quote_line", id=line.pk, raw={"unit_price": "50"})
    with pytest.raises(Invalid):
        stage.make(stage.lilei, "quote_line", quote=quote.pk, product=stage.product.pk, quantity=1)
    with pytest.raises(Invalid):
        edit_record(by=by, at=NOW, entity="quote", id=quote.pk, raw={"note": "x"})
    assert not quote_shown(by, quote.pk).may_change
    with pytest.raises(Invalid):
        decide(stage.hanmei, quote, approve=False)
    decide(stage.hanmei, quote, approve=False, note="再谈谈")
    edit_record(by=by, at=NOW, entity="quote_line", id=line.pk, raw={"unit_price": "95"})
    assert submit(stage, quote).state == "approved"


def test_only_what_was_approved_goes_out_and_is_accepted(stage):
    quote, by = stage.quote(), acting(stage.lilei)
    with pytest.raises(Invalid):
        send_quote(by=by, at=NOW, id=quote.pk)
    submit(stage, quote)
    send_quote(by=by, at=NOW, id=quote.pk)
    assert accept_quote(by=by, at=NOW, id=quote.pk).state == "accepted"


def test_a_problem_says_in_which_line_it_is(stage):
    free = stage.make(stage.ops, "product", name="没有定价")
    with pytest.raises(Invalid) as caught:
        from keyaccount.actions.contracts.create_quote import create_quote

        lines = [{"product": stage.product.pk, "quantity": 1}, {"product": free.pk, "quantity": 1}]
        create_quote(by=acting(stage.lilei), at=NOW, raw={"opportunity": stage.deal.pk}, lines=lines)
    assert [(p.row, p.code) for p in caught.value.problems] == [(1, "no_price")]
