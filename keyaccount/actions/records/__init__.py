"""Verbs that serve every entity. Importing them makes the rules of all rooms known."""

from keyaccount.actions.accounts import account_rules, hanging_rules, side_rules
from keyaccount.actions.org import member_rules
from keyaccount.actions.people import person_rules, unit_rules

ROOMS = (account_rules, hanging_rules, side_rules, member_rules, person_rules, unit_rules)
