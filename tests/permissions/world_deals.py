"""A deal with everything that hangs on it at every account of the world, worked by somebody else than its holder.

`worked`, `worked_below` and `asked` are deals of accounts that are none of my business: worked by me, by somebody below
me, and with a proposal that I was asked to review.
"""

from __future__ import annotations

import itertools
from datetime import date
from typing import Any

from keyaccount.facts.editions import edition_in_force
from keyaccount.playbook import reader
from keyaccount.records.accounts.models import Account
from keyaccount.records.contracts.models import (
    Allocation,
    Contract,
    ContractLine,
    ContractRisk,
    DunningStep,
    Instalment,
    Invoice,
    NegotiationLimit,
    NegotiationPoint,
    Proposal,
    ProposalFeedback,
    ProposalReview,
    Quote,
    QuoteLine,
    Receipt,
    RouteStep,
)
from keyaccount.records.deals.models import (
    CoachMute,
    DecisionStep,
    Need,
    Opportunity,
    OpportunityLine,
    OpportunityMember,
    Reason,
    Stakeholder,
    StakeholderValue,
    Waiver,
)
from keyaccount.records.library.models import (
    Letterhead,
    PaperTemplate,
    PriceEntry,
    PriceList,
    Product,
    PublishedEdition,
    Rival,
)
from keyaccount.records.org.models import Member
from keyaccount.records.visits.models import Contact, Task
from tests.cast import NOW
from tests.permissions.oracle import RELATIONS
from tests.permissions.world import MADE, TODAY, World

STAGE = "judge"
DAY = date(2026, 3, 2)
_COUNT = itertools.count(1)


class Trade:
    """`at[relation]` is {entity: record}; `catalogue` {entity: record}; `rival`: another deal of my own."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.edition = _published()
        self.stage = edition_in_force().pipelines[0].stage(STAGE)
        self.catalogue = self._catalogue()
        self.at = {
            relation: self._deal(world.at[relation]["account"], self._worker(relation))
            for relation in RELATIONS
        }
        for relation in ("worked", "worked_below", "asked"):
            self.at[relation] = self._deal(world.at["far"]["account"], self._worker(relation))
        review = self.at["asked"]["proposal_review"]
        ProposalReview.rows.filter(pk=review.pk).update(member=world.me)
        self.rival = self._deal(world.at["own"]["account"], world.me)

    def _worker(self, relation: str) -> Member:
        mine = {"worked": self.world.me, "worked_below": self.world.junior}
        return mine.get(relation, self.world.stranger)

    def _catalogue(self) -> dict[str, Any]:
        product = Product.rows.create(name="标准版", name_sort="biaozhun", list_price="120", **MADE)
        prices = PriceList.rows.create(name="2026 价目表", is_default=True, **MADE)
        return {
            "product": product,
            "price_list": prices,
            "price_entry": PriceEntry.rows.create(price_list=prices, product=product, price="100", **MADE),
            "rival": Rival.rows.create(name="友联软件", name_sort="youlian", **MADE),
            "letterhead": Letterhead.rows.create(name="华讯", **MADE),
            "paper": PaperTemplate.rows.create(
                kind="quote", name="报价模板", document=self.world.document, **MADE
            ),
        }

    def _deal(self, account: Account, owner: Member) -> dict[str, Any]:
        """Owned by who works it; `holder` is who has the account."""
        self.person = next(row["person"] for row in self.world.at.values() if row["account"].pk == account.pk)
        hung = {
            "account": account,
            "owner": owner,
            "department": owner.department,
            "holder_id": account.owner_id,
            "holder_department_id": account.department_id,
        }
        deal = Opportunity.rows.create(
            name=f"商机{next(_COUNT)}", name_sort="shangji", pipeline=edition_in_force().pipelines[0].key, stage=STAGE,
            stage_rank=2, stage_since=NOW, amount="100000", signed="424242", **hung, **MADE,
        )  # fmt: skip
        return {
            "opportunity": deal,
            **self._judged(deal),
            **self._decided(deal),
            **self._offered(deal),
            **self._agreed(deal, hung),
            **self._said(deal, owner),
        }

    def _judged(self, deal: Opportunity) -> dict[str, Any]:
        on, product = {"opportunity": deal, **MADE}, self.catalogue["product"]
        item = next(one.key for one in self.stage.gate if one.waivable)
        return {
            "need": Need.rows.create(statement="要能导出", **on),
            "opportunity_line": OpportunityLine.rows.create(product=product, quantity=1, **on),
            "opportunity_member": OpportunityMember.rows.create(
                member=self.world.other, role="presales", **on
            ),
            "waiver": Waiver.rows.create(stage=STAGE, item=item, reason="先放行", **on),
        }

    def _decided(self, deal: Opportunity) -> dict[str, Any]:
        on = {"opportunity": deal, **MADE}
        card = Stakeholder.rows.create(account=deal.account, person=self.person, **on)
        StakeholderValue.rows.create(
            stakeholder=card, attribute="stance", value="oppose", evidence="会上说的", at=NOW
        )
        return {
            "stakeholder": card,
            "decision_step": DecisionStep.rows.create(name="预算审批", person=self.person, **on),
            "coach_mute": CoachMute.rows.create(rule="no_decider", reason="下周见", **on),
            "reason": Reason.rows.create(sentence="上线快", person=self.person, **on),
        }

    def _offered(self, deal: Opportunity) -> dict[str, Any]:
        on = {"opportunity": deal, **MADE}
        proposal = Proposal.rows.create(title="行政方案", state="review", author=deal.owner, **on)
        quote = Quote.rows.create(
            number=f"Q-{next(_COUNT)}", state="asking", total="100", list_total="120", cost="31", **on
        )
        line = {"quantity": 1, "list_price": "120", "unit_price": "100", "amount": "100"}
        point = NegotiationPoint.rows.create(topic="账期", beyond_limit=True, **on)
        return {
            "proposal": proposal,
            "proposal_review": ProposalReview.rows.create(
                proposal=proposal, member=self.world.keeper, **MADE
            ),
            "proposal_feedback": ProposalFeedback.rows.create(
                proposal=proposal, person=self.person, text="太贵", said_on=DAY, **MADE
            ),
            "quote": quote,
            "quote_line": QuoteLine.rows.create(
                quote=quote, product=self.catalogue["product"], **line, **MADE
            ),
            "negotiation_point": point,
            "negotiation_limit": NegotiationLimit.rows.create(point=point, text="底线九折", **MADE),
        }

    def _agreed(self, deal: Opportunity, hung: dict[str, Any]) -> dict[str, Any]:
        contract = Contract.rows.create(
            opportunity=deal, number=f"KA-{next(_COUNT)}", title="采购合同", state="signed", amount="100",
            signed_on=DAY, signed_copy=self.world.document, **hung, **MADE,
        )  # fmt: skip
        on = {"contract": contract, **MADE}
        part = Instalment.rows.create(label="首付款", amount="100", paid="40", due_on=DAY, **on)
        receipt = Receipt.rows.create(
            account=deal.account, amount="50", matched="40", received_on=DAY, payer="江海付款户", **MADE
        )
        return {
            "contract": contract,
            "contract_line": ContractLine.rows.create(title="标准版", unit_price="100", amount="100", **on),
            "route_step": RouteStep.rows.create(name="法务审核", **on),
            "contract_risk": ContractRisk.rows.create(text="换了处长", **on),
            "instalment": part,
            "invoice": Invoice.rows.create(amount="10", applied_on=DAY, **on),
            "receipt": receipt,
            "allocation": Allocation.rows.create(receipt=receipt, instalment=part, amount="40", at=NOW),
            "dunning_step": DunningStep.rows.create(instalment=part, key="call", done_on=DAY, **MADE),
        }

    def _said(self, deal: Opportunity, owner: Member) -> dict[str, Any]:
        on = {"account": deal.account, "opportunity": deal, "owner": owner, **MADE}
        task = {"title": "回电给处长", "due_on": TODAY, "department": owner.department}
        return {
            "contact": Contact.rows.create(happened_at=NOW, text="谈过二期", **on),
            "task": Task.rows.create(**task, **on),
        }


def _published() -> PublishedEdition:
    """The shipped edition under a later number, so that deals on the shipped one can be moved to it."""
    shipped = reader.default()
    return PublishedEdition.rows.create(
        key=shipped.key, number=shipped.number + 1, digest="published again", source=reader.source(), published_at=NOW
    )  # fmt: skip
