"""方案和谈判：一版一版评审、讲解、听反馈；让步要有交换，超出底线要批准。"""

from __future__ import annotations

import pytest

from keyaccount.actions.contracts.add_proposal_version import add_proposal_version
from keyaccount.actions.contracts.approve_point import approve_point
from keyaccount.actions.contracts.present_proposal import present_proposal
from keyaccount.actions.contracts.send_to_review import send_to_review
from keyaccount.actions.contracts.settle_proposal import settle_proposal
from keyaccount.actions.people.create_person import create_person
from keyaccount.actions.records.edit_record import edit_record
from keyaccount.actions.records.remove_record import remove_record
from keyaccount.base.errors import Invalid, Refused
from keyaccount.queries.contracts.offering import deal_offering
from keyaccount.records.contracts.models import Proposal, ProposalReview
from keyaccount.records.journal.models import Entry
from tests.actions.contracts.stage import TODAY, Stage
from tests.cast import NOW, acting

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Stage:
    return Stage()


def edit(who, entity, row, **raw):
    return edit_record(by=acting(who), at=NOW, entity=entity, id=row.pk, raw=raw)


def test_a_proposal_is_reviewed_presented_and_confirmed(stage):
    by = acting(stage.lilei)
    person = create_person(by=by, at=NOW, raw={"account": stage.account.pk, "name": "陈静"})
    draft = stage.make(stage.lilei, "proposal", opportunity=stage.deal.pk, title="总体方案")
    send_to_review(by=by, at=NOW, id=draft.pk, members=[stage.hanmei.pk])
    review = ProposalReview.rows.get()
    with pytest.raises(Invalid, match="评审人"):
        edit(stage.lilei, "proposal_review", review, opinion="agree")
    edit(stage.hanmei, "proposal_review", review, opinion="agree")
    assert Proposal.rows.get().state == "ready"
    with pytest.raises(Invalid):
        settle_proposal(by=by, at=NOW, id=draft.pk, on=TODAY)
    with pytest.raises(Invalid, match="听众"):
        present_proposal(by=by, at=NOW, id=draft.pk, on=TODAY, persons=[])
    present_proposal(by=by, at=NOW, id=draft.pk, on=TODAY, persons=[person.pk])
    stage.make(
        stage.lilei,
        "proposal_feedback",
        proposal=draft.pk,
        person=person.pk,
        text="要本地部署",
        said_on=TODAY,
    )
    second = add_proposal_version(by=by, at=NOW, id=draft.pk)
    settle_proposal(by=by, at=NOW, id=draft.pk, on=TODAY)
    new, old = deal_offering(by, stage.deal.pk).proposals
    assert (new.id, new.number, old.number, old.state) == (second.pk, 2, 1, "settled")
    assert old.presented_to == ("陈静",) and old.feedback[0].text == "要本地部署"
    with pytest.raises(Invalid):
        edit(stage.lilei, "proposal", draft, title="改名")


def test_nothing_is_given_for_nothing(stage):
    point = stage.make(stage.lilei, "negotiation_point", opportunity=stage.deal.pk, topic="付款期")
    with pytest.raises(Invalid) as caught:
        edit(stage.lilei, "negotiation_point", point, state="agreed", given="多给 30 天")
    assert caught.value.problems[0].field == "got"
    edit(stage.lilei, "negotiation_point", point, state="agreed", given="多给 30 天", got="加购 100 席")


def test_beyond_the_limit_somebody_approves_what_stands(stage):
    raw = {"topic": "价格", "given": "再让 5 %", "got": "签三年", "beyond_limit": True}
    point = stage.make(stage.lilei, "negotiation_point", opportunity=stage.deal.pk, **raw)
    with pytest.raises(Invalid, match="批准"):
        edit(stage.lilei, "negotiation_point", point, state="agreed")
    with pytest.raises(Refused):
        approve_point(by=acting(stage.lilei), at=NOW, id=point.pk)
    approve_point(by=acting(stage.hanmei), at=NOW, id=point.pk)
    with pytest.raises(Invalid, match="批准"):
        edit(stage.lilei, "negotiation_point", point, state="agreed", given="再让 8 %")
    edit(stage.lilei, "negotiation_point", point, state="agreed")


def test_the_limit_is_known_to_two_roles_only(stage):
    point = stage.make(stage.lilei, "negotiation_point", opportunity=stage.deal.pk, topic="价格")
    with pytest.raises(Refused):
        stage.make(stage.lilei, "negotiation_limit", point=point.pk, text="不低于 85 折")
    stage.make(stage.hanmei, "negotiation_limit", point=point.pk, text="不低于 85 折")
    seen = {
        who.login: deal_offering(acting(who), stage.deal.pk).points[0].limit
        for who in (stage.lilei, stage.hanmei, stage.boss)
    }
    assert seen == {"lilei": None, "hanmei": "不低于 85 折", "zhouzong": "不低于 85 折"}


def test_the_journal_tells_that_a_limit_was_set_and_never_what_it_is(stage):
    point = stage.make(stage.lilei, "negotiation_point", opportunity=stage.deal.pk, topic="价格")
    limit = stage.make(stage.hanmei, "negotiation_limit", point=point.pk, text="不低于 85 折")
    edit(stage.hanmei, "negotiation_limit", limit, text="不低于 8 折")
    remove_record(by=acting(stage.hanmei), at=NOW, entity="negotiation_limit", id=limit.pk)
    told = Entry.rows.filter(entity="negotiation_limit")
    assert sorted(told.values_list("kind", flat=True)) == [
        f"negotiation_limit.{verb}" for verb in ("created", "edited", "removed")
    ]
    assert not [entry for entry in told if "折" in entry.label or "折" in str(entry.data)]
