"""Verbs that serve every entity. Importing them makes the rules of all rooms known."""

from keyaccount.actions.accounts import account_rules, hanging_rules, side_rules
from keyaccount.actions.contracts import (
    contract_rules,
    invoice_rules,
    planning,
    point_rules,
    price_rules,
    proposal_rules,
    quote_rules,
    receipt_rules,
)
from keyaccount.actions.deals import decision_rules, opportunity_rules
from keyaccount.actions.deals import hanging_rules as deal_hanging_rules
from keyaccount.actions.library import rival_rules
from keyaccount.actions.org import member_rules
from keyaccount.actions.people import person_rules, unit_rules
from keyaccount.actions.visits import contact_rules

ROOMS = (
    account_rules,
    hanging_rules,
    side_rules,
    member_rules,
    person_rules,
    unit_rules,
    opportunity_rules,
    deal_hanging_rules,
    decision_rules,
    rival_rules,
    price_rules,
    proposal_rules,
    quote_rules,
    point_rules,
    contract_rules,
    planning,
    invoice_rules,
    receipt_rules,
    contact_rules,
)
