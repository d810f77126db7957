"""What proposals, reviews and feedback add to the shared mechanics (PRO-1)."""

from __future__ import annotations

from typing import Any

from django.db.models import Max, Q

from keyaccount.access import everything
from keyaccount.actions.contracts.moving import deal_changed, not_now
from keyaccount.actions.shared import rules
from keyaccount.actions.shared.changing import Change, Rules
from keyaccount.base import clock
from keyaccount.base.clock import day_of
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say
from keyaccount.records.contracts import choices
from keyaccount.records.contracts.models import Proposal, ProposalFeedback, ProposalReview
from keyaccount.records.people.models import Person

_WHY = "the deal was opened for change; its proposals are counted whole"
CLOSED = ("settled", "dropped")


def next_version(opportunity: Any) -> int:
    """The number of the deal's next proposal; the deal is locked by whoever adds one."""
    rows = everything(Proposal, why=_WHY).filter(opportunity_id=opportunity)
    return int(rows.aggregate(last=Max("number"))["last"] or 0) + 1


def prepare(change: Change) -> list[Problem]:
    """A new one gets its number and author; what the customer confirmed stays as it is."""
    row: Proposal = change.row
    if change.created:
        if change.values.get("opportunity"):
            row.number = next_version(change.values["opportunity"])
        if not change.values.get("author"):
            change.values["author"] = change.by.id
        return []
    problems = []
    if row.state in CLOSED:
        problems.append(Problem("state", not_now(row.state, choices.PROPOSAL_STATE), field="state"))
    if change.after("opportunity") != row.opportunity_id:
        problems.append(Problem("fixed", say("不能换到别的商机"), field="opportunity"))
    return problems


def prepare_review(change: Change) -> list[Problem]:
    """Everybody says their own opinion, once; of a proposal that still can change."""
    row: ProposalReview = change.row
    proposal = _proposal(change)
    if proposal is None:
        return []
    problems = []
    if proposal.state in CLOSED:
        problems.append(Problem("state", not_now(proposal.state, choices.PROPOSAL_STATE), field="proposal"))
    others = everything(ProposalReview, why=_WHY).filter(proposal=proposal, member_id=change.after("member"))
    if others.exclude(pk=row.pk).exists():
        problems.append(Problem("taken", say("已经请过这位同事评审"), field="member"))
    said = change.values.get("opinion") or change.values.get("text")
    if said and change.after("opinion") != "pending" and change.after("member") != change.by.id:
        problems.append(Problem("own", say("评审意见由评审人自己填写"), field="opinion"))
    if not change.after("opinion"):
        change.values["opinion"] = "pending"
    if change.values.get("opinion") == "change" and not change.after("text"):
        problems.append(Problem("required", say("请写明要改什么"), field="text"))
    return problems


def settle_review(change: Change, changed: dict[str, list[Any]]) -> None:
    """When all asked agree the proposal can be presented; one who wants changes sends it back to its author."""
    proposal = everything(Proposal, why=_WHY).select_for_update().get(pk=change.row.proposal_id)
    opinions = set(
        everything(ProposalReview, why=_WHY).filter(proposal=proposal).values_list("opinion", flat=True)
    )
    if proposal.state in ("draft", "review", "ready"):
        state = "draft" if "change" in opinions else "ready" if opinions == {"agree"} else "review"
        if state != proposal.state:
            everything(Proposal, why=_WHY).filter(pk=proposal.pk).update(state=state)
    deal_changed(proposal.opportunity_id, change.at, change.by)


def prepare_feedback(change: Change) -> list[Problem]:
    """Somebody of the customer, on a day that has come, about a proposal they could know."""
    proposal = _proposal(change)
    problems = []
    on = change.after("said_on")
    if "said_on" in change.values and on and on > day_of(change.at):
        problems.append(Problem("future", say("日期不能晚于今天"), field="said_on"))
    if proposal is not None and change.values.get("person"):
        account = proposal.opportunity.account_id
        theirs = Q(account_id=account) | Q(posts__account_id=account)
        if not everything(Person, why=_WHY).filter(theirs, pk=change.values["person"]).exists():
            problems.append(Problem("other_account", say("所选联系人不属于这个客户"), field="person"))
    return problems


def _proposal(change: Change) -> Proposal | None:
    wanted = change.after("proposal")
    found: Proposal | None = (
        everything(Proposal, why=_WHY).select_related("opportunity").filter(pk=wanted).first()
    )
    return found


def settle(change: Change, changed: dict[str, list[Any]]) -> None:
    deal_changed(change.row.opportunity_id, change.at, change.by)


def settle_below(change: Change, changed: dict[str, list[Any]]) -> None:
    deal_changed(change.row.proposal.opportunity_id, change.at, change.by)


def gone(row: Proposal) -> None:
    if row.state in CLOSED or row.presented_on:
        raise Invalid(Problem("state", say("讲过的方案不能删除，可以作废"), field="state"))
    deal_changed(row.opportunity_id, clock.now())


def gone_below(row: ProposalReview | ProposalFeedback) -> None:
    deal_changed(row.proposal.opportunity_id, clock.now())


rules.add(
    "proposal", Rules(prepare=prepare, settle=settle, gone=gone, label=lambda p: f"{p.title} V{p.number}")
)
rules.add(
    "proposal_review",
    Rules(prepare=prepare_review, settle=settle_review, gone=gone_below, label=lambda r: r.proposal.title),
)
rules.add(
    "proposal_feedback",
    Rules(prepare=prepare_feedback, settle=settle_below, gone=gone_below, label=lambda f: f.proposal.title),
)
