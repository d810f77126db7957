"""One stored record of every entity of deals, contacts, contracts and money, past the actions: for tests that ask of each."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from keyaccount.base.ids import new_id
from keyaccount.records.accounts.models import Account
from keyaccount.records.contracts.models import (
    Allocation,
    Contract,
    ContractLine,
    ContractRisk,
    DunningStep,
    Instalment,
    Invoice,
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
    Answer,
    Need,
    Opportunity,
    OpportunityLine,
    OpportunityMember,
    Passage,
    Waiver,
)
from keyaccount.records.library.models import PriceEntry, PriceList, Product
from keyaccount.records.org.models import Member
from keyaccount.records.people.models import Person
from keyaccount.records.visits.models import Contact, ContactMember, ContactPerson, Task
from tests.cast import NOW

DAY = date(2026, 3, 31)
MADE = {"created_at": NOW, "updated_at": NOW}


def catalogue() -> dict[str, Any]:
    """A product, a price list and a price."""
    product = Product.rows.create(name="标准版", name_sort="biao zhun ban", list_price="120", **MADE)
    prices = PriceList.rows.create(name="价目表", **MADE)
    entry = PriceEntry.rows.create(price_list=prices, product=product, price="100", **MADE)
    return {"product": product, "price_list": prices, "price_entry": entry}


def deal_rows(
    account: Account,
    person: Person,
    colleague: Member,
    product: Product,
    *,
    owner: Member | None = None,
    contract: str = "signed",
) -> dict[str, Any]:
    """{entity: record} of one deal of the account, judged by the built-in edition; a signed contract is part paid."""
    owner = owner or account.owner or colleague
    whose: dict[str, Any] = {
        "owner": owner,
        "department": owner.department,
        "holder_id": account.owner_id,
        "holder_department_id": account.department_id,
    }
    deal = Opportunity.rows.create(
        account=account, name="新系统", name_sort="xin xi tong", pipeline="ka", stage="judge", stage_rank=2, stage_since=NOW,
        amount="1000.00", **whose, **MADE,
    )  # fmt: skip
    on = {"opportunity": deal, **MADE}
    contact = Contact.rows.create(
        account=account, opportunity=deal, happened_at=NOW, text="谈了范围", owner=owner, **MADE
    )
    return {
        "opportunity": deal,
        "opportunity_line": OpportunityLine.rows.create(product=product, quantity=1, **on),
        "opportunity_member": OpportunityMember.rows.create(member=colleague, role="presales", **on),
        "answer": Answer.rows.create(question="need_clear", answer="yes", observed_on=DAY, **on),
        "need": Need.rows.create(statement="统一门户", **on),
        "passage": Passage.rows.create(
            opportunity=deal, kind="open", to_stage="judge", edition_number=1, edition_digest="x", at=NOW
        ),
        "waiver": Waiver.rows.create(stage="judge", item="verdict", reason="先往前走", **on),
        "contact": contact,
        "contact_person": ContactPerson.rows.create(contact=contact, person=person, **MADE),
        "contact_member": ContactMember.rows.create(contact=contact, member=colleague, **MADE),
        "task": Task.rows.create(
            account=account, opportunity=deal, owner=owner, department=owner.department, title="送方案",
            due_on=DAY, **MADE,
        ),
        **_offering(deal, person, colleague, product),
        **_contract(account, deal, owner, whose, contract),
    }  # fmt: skip


def _offering(deal: Opportunity, person: Person, colleague: Member, product: Product) -> dict[str, Any]:
    on = {"opportunity": deal, **MADE}
    proposal = Proposal.rows.create(title="建议书", **on)
    quote = Quote.rows.create(number=f"BJ-{deal.pk.hex[-12:]}", **on)
    return {
        "proposal": proposal,
        "proposal_review": ProposalReview.rows.create(proposal=proposal, member=colleague, **MADE),
        "proposal_feedback": ProposalFeedback.rows.create(
            proposal=proposal, person=person, text="可以", said_on=DAY, **MADE
        ),
        "quote": quote,
        "quote_line": QuoteLine.rows.create(
            quote=quote, product=product, list_price="120", unit_price="100", **MADE
        ),
        "negotiation_point": NegotiationPoint.rows.create(topic="账期", **on),
    }


def _contract(
    account: Account, deal: Opportunity, owner: Member, whose: dict[str, Any], state: str
) -> dict[str, Any]:
    paid = Decimal("300.00") if state == "signed" else Decimal(0)
    contract = Contract.rows.create(
        account=account, opportunity=deal, number=f"HT-{deal.pk.hex[-12:]}", title="采购合同", amount="1000.00",
        state=state, signed_on=DAY if paid else None, received=paid, **whose, **MADE,
    )  # fmt: skip
    on = {"contract": contract, **MADE}
    part = Instalment.rows.create(label="首付款", amount="1000.00", due_on=DAY, paid=paid, **on)
    receipt = Receipt.rows.create(account=account, amount="500.00", received_on=DAY, matched=paid, **MADE)
    if paid:
        Allocation.rows.create(receipt=receipt, instalment=part, amount=paid, at=NOW)
    return {
        "contract": contract,
        "contract_line": ContractLine.rows.create(title="标准版", unit_price="100", **on),
        "route_step": RouteStep.rows.create(route="pay", name="财务复核", **on),
        "contract_risk": ContractRisk.rows.create(text="预算跨年", owner=owner, **on),
        "instalment": part,
        "invoice": Invoice.rows.create(instalment=part, amount="400.00", applied_on=DAY, **on),
        "receipt": receipt,
        "dunning_step": DunningStep.rows.create(
            instalment=part, key=f"call_{new_id().hex[-8:]}", done_on=DAY, **MADE
        ),
    }


def bodies(rows: dict[str, Any], member: Member) -> dict[str, dict[str, Any]]:
    """{entity: what POST needs at least} to make one more like it."""
    of = {name: str(row.pk) for name, row in rows.items()}
    account = str(rows["opportunity"].account_id)
    person = str(rows["contact_person"].person_id)
    product = str(rows["opportunity_line"].product_id)
    later = (DAY + timedelta(days=30)).isoformat()
    return {
        "opportunity": {"account": account, "name": "二期"},
        "opportunity_line": {"opportunity": of["opportunity"], "product": product, "quantity": 2},
        "opportunity_member": {"opportunity": of["opportunity"], "member": str(member.pk), "role": "legal"},
        "need": {"opportunity": of["opportunity"], "statement": "单点登录"},
        "contact": {"account": account, "channel": "call", "happened_at": "2026-03-02T10:00", "text": "打了电话"},
        "task": {"account": account, "title": "回电话", "due_on": later},
        "proposal": {"opportunity": of["opportunity"], "title": "建议书二"},
        "proposal_feedback": {"proposal": of["proposal"], "person": person, "text": "再改", "said_on": "2026-03-02"},
        "quote": {"opportunity": of["opportunity"]},
        "quote_line": {"quote": of["quote"], "product": product, "quantity": 3, "unit_price": "99.00"},
        "negotiation_point": {"opportunity": of["opportunity"], "topic": "价格"},
        "contract": {"account": account, "title": "补充合同", "amount": "10.00"},
        "contract_line": {"contract": of["contract"], "title": "实施", "quantity": 1, "unit_price": "5.00"},
        "route_step": {"contract": of["contract"], "route": "pay", "name": "出纳付款"},
        "contract_risk": {"contract": of["contract"], "text": "换人"},
        "instalment": {"contract": of["contract"], "label": "尾款", "amount": "1.00", "trigger": "date", "due_on": later},
        "invoice": {"contract": of["contract"], "amount": "10.00", "applied_on": "2026-03-02"},
        "receipt": {"account": account, "amount": "12.00", "received_on": "2026-03-02", "kind": "receipt"},
    }  # fmt: skip


CATALOGUE_BODIES: dict[str, dict[str, Any]] = {
    "product": {"name": "专业版"},
    "price_list": {"name": "新价目表"},
}
