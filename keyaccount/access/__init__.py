"""Who may see and do what. Import from here; the parts are one policy engine."""

from keyaccount.access import policies as _policies  # noqa: F401  every entity is known once this is imported
from keyaccount.access.classes import CLASS_LABEL, FieldClass
from keyaccount.access.duties import OFFICER, may_let_in, must_let_in
from keyaccount.access.fields import Field, Kind
from keyaccount.access.opening import access_to, attachable, changeable, everything, found, may_attach, opened
from keyaccount.access.policy import Access, Policy, policies, policy_of
from keyaccount.access.principal import Principal
from keyaccount.access.roles import FUNCTIONS, ROLES, Relation, Role

__all__ = [
    "CLASS_LABEL",
    "FUNCTIONS",
    "OFFICER",
    "ROLES",
    "Access",
    "Field",
    "FieldClass",
    "Kind",
    "Policy",
    "Principal",
    "Relation",
    "Role",
    "access_to",
    "attachable",
    "changeable",
    "everything",
    "found",
    "may_attach",
    "may_let_in",
    "must_let_in",
    "opened",
    "policies",
    "policy_of",
]
