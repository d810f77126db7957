"""Who may do what: an independent table, written from docs/admin/permissions.md; imports nothing of the product.

The sentence each role carries says the same in words. The tests compare every page and every API
operation with the answers given here; whoever changes a right changes both, and says so in the documentation.
"""

from __future__ import annotations

from dataclasses import dataclass

ROLES = (
    "sales",
    "manager",
    "director",
    "operations",
    "presales",
    "delivery",
    "finance",
    "compliance",
    "security",
    "admin",
)
PRINCIPALS = (*((role,) for role in ROLES), ("finance", "presales"), ("sales", "admin"), ())

# How a member stands to an account, and under which of the grants below that falls. The company-wide grant ("all") adds
# itself to every relation: whoever sees the company sees it however else they stand to the record.
RELATIONS: dict[str, tuple[str, ...]] = {
    "own": ("own", "below"),
    "below": ("below",),
    "far": (),
    "team_edit": ("edit",),
    "team_read": ("read",),
    "shared_edit": ("edit",),
    "shared_read": ("read",),
    "shared_department": ("read",),
    "shared_team": ("read",),
    "shared_closed_team": (),
    "seat_over": (),
    "share_over": (),
    "pool": ("pool",),
    "closed_pool": (),
}
# A deal, its contracts, contacts and tasks may be worked by somebody other than the holder of the account: then their
# own owner counts as well. `asked`: a proposal somebody else's, which I was asked to review.
WORKED: dict[str, tuple[str, ...]] = {
    "worked": ("own", "below"),
    "worked_below": ("below",),
    "asked": ("asked",),
}
EVERY = {**RELATIONS, **WORKED}
JOINED = frozenset(
    {"team_edit", "team_read", "shared_edit", "shared_read", "shared_department", "shared_team"}
)
POOLED = frozenset({"pool", "closed_pool"})

# Role → grant → (classes read, classes written). What is not here is denied.
_SEATED = {"edit": ("01", "01"), "read": ("01", "")}
GRANTS: dict[str, dict[str, tuple[str, str]]] = {
    "sales": {"own": ("0123", "0123"), "pool": ("0", ""), **_SEATED},
    "manager": {"own": ("0123", "0123"), "below": ("0123", "012"), "pool": ("0", ""), **_SEATED},
    "director": {"own": ("0123", "0123"), "below": ("012", "012"), "pool": ("0", ""), **_SEATED},
    # Operations work on everybody's accounts, so they read no money: nobody but finance sees all of it.
    "operations": {"all": ("01", "01"), "pool": ("0", ""), **_SEATED},
    "presales": _SEATED,
    "delivery": _SEATED,
    "finance": {"all": ("02", "2")},
    "compliance": {"all": ("01", "")},
    "security": {},
    "admin": {},
}
POOL_SHOWS = frozenset({"account"})

# Everything that hangs on an account and is reached through it.
BELOW_ACCOUNT = ("unit", "person", "post", "address", "team_seat", "share", "fact", "result", "note", "file")
LINES = ("tie", "own_tie")  # of the power map, internal throughout
BUSINESS = ("account", *BELOW_ACCOUNT, *LINES)
# Deals and what hangs on them are internal throughout; offers, contracts and money are commercial throughout.
DEALS = (
    "opportunity opportunity_line opportunity_member answer need passage waiver chance contact contact_person contact_member "
    "task proposal proposal_review proposal_feedback stakeholder decision_step coach_mute reason"
).split()
CONTRACTS = (
    "quote quote_line negotiation_point negotiation_limit contract contract_line route_step contract_risk instalment "
    "invoice receipt allocation dunning_step"
).split()
FINANCE_SHOWS = frozenset({"account", "result", *CONTRACTS[4:]})
# Statements as internal as the customer, but those marked secret are for who wrote them and whom that one named.
LEDGER = ("intelligence", "intelligence_reader", "intelligence_pair")
# Sensitive of a person (3) and secret, for named people alone (4): never through a program, never in a list.
PERSONAL = dict.fromkeys(("kin_tie", "profile_entry"), 3) | dict.fromkeys(
    ("insider", "insider_reader", "insider_test", "insider_need", "insider_step"), 4
)
# What one must read to know that a record is there at all.
FLOOR = {
    **dict.fromkeys((*DEALS, *LINES, *LEDGER), 1),
    **dict.fromkeys(CONTRACTS, 2),
    "result": 2,
    **PERSONAL,
}
OWN_WORK = frozenset({"contact", "task"})  # helpers have their own, whosever the account is
REFERENCE = ("industry", "tag", "pool", "department", "member", "team")
CATALOGUE = ("product", "price_list", "price_entry", "paper", "letterhead", "rival")
PRIVATE = ("saved_view", "import_run", "export_run", "token")

SALES = frozenset({"sales", "manager", "director"})
SELLERS = frozenset({"sales", "manager", "director", "operations"})
LEADERS = frozenset({"manager", "director", "operations"})
HELPERS = frozenset({"presales", "delivery"})
WORKERS = SELLERS | HELPERS

_OF_OFFER = ("proposal_review", "proposal_feedback", "quote", "quote_line", "negotiation_point")

# (entity, verb) → the roles that have it at all. GitLab's way: one line a right, nothing left to inheritance.
MAY: dict[tuple[str, str], frozenset[str]] = {
    ("account", "create"): SELLERS,
    ("account", "edit"): WORKERS,
    ("account", "claim"): SELLERS,
    ("account", "release"): SELLERS,
    ("account", "judge"): SELLERS,
    ("account", "override"): LEADERS,
    ("account", "assign"): LEADERS,
    ("account", "transfer"): LEADERS,
    ("account", "merge"): LEADERS,
    ("account", "archive"): LEADERS,
    ("account", "duplicates"): SELLERS,
    **{
        (entity, verb): WORKERS
        for entity in ("address", "unit", "post", "fact")
        for verb in ("create", "edit", "remove")
    },
    ("person", "create"): SELLERS,
    ("person", "edit"): WORKERS,
    ("person", "archive"): SELLERS,
    ("person", "reveal"): frozenset({"sales", "manager", "director"}),
    ("person", "erase"): frozenset({"manager", "director"}),
    **{(entity, "draw"): WORKERS for entity in ("tie", "own_tie", "kin_tie")},
    ("stakeholder", "place"): WORKERS,
    ("intelligence", "record"): WORKERS,
    ("profile_entry", "keep"): SALES,
    ("insider", "keep"): SALES,
    ("coach_mute", "mute"): SELLERS | {"presales"},
    ("rival", "create"): SELLERS | {"presales"},
    ("rival", "edit"): SELLERS | {"presales"},
    ("rival", "archive"): frozenset({"operations"}),
    ("team_seat", "create"): SELLERS,
    ("team_seat", "edit"): SELLERS,
    ("team_seat", "remove"): SELLERS,
    ("share", "create"): LEADERS,
    ("share", "edit"): LEADERS,
    ("share", "remove"): LEADERS,
    ("note", "create"): WORKERS,
    ("note", "edit"): WORKERS,
    ("note", "archive"): WORKERS,
    ("file", "create"): WORKERS,
    ("file", "edit"): WORKERS,
    ("file", "archive"): WORKERS,
    ("result", "create"): frozenset({"finance"}),
    ("result", "edit"): frozenset({"finance"}),
    ("result", "remove"): frozenset({"finance"}),
    ("tag", "create"): WORKERS,
    ("tag", "edit"): frozenset({"operations"}),
    ("industry", "create"): frozenset({"operations"}),
    ("industry", "edit"): frozenset({"operations"}),
    ("pool", "create"): frozenset({"operations"}),
    ("pool", "edit"): frozenset({"operations"}),
    ("department", "create"): frozenset({"admin"}),
    ("department", "edit"): frozenset({"admin"}),
    ("department", "archive"): frozenset({"admin"}),
    ("team", "create"): frozenset({"admin"}),
    ("team", "edit"): frozenset({"admin"}),
    ("team", "archive"): frozenset({"admin"}),
    ("member", "create"): frozenset({"admin"}),
    ("member", "edit"): frozenset({"admin"}),
    ("member", "disable"): frozenset({"admin"}),
    ("member", "roles"): frozenset({"security"}),
    ("member", "sessions"): frozenset({"security"}),
    ("token", "revoke"): frozenset({"security"}),
    ("opportunity", "create"): SELLERS,
    ("opportunity", "edit"): SELLERS | {"presales"},
    ("opportunity", "advance"): SELLERS | {"presales"},
    ("opportunity", "archive"): LEADERS,
    ("opportunity", "transfer"): LEADERS,
    ("opportunity", "waive"): LEADERS,
    ("opportunity", "move_edition"): LEADERS,
    **{
        (entity, verb): SELLERS | {"presales"}
        for entity in (
            *("opportunity_line", "opportunity_member", "need", "proposal", "decision_step", "reason"),
            *_OF_OFFER,
        )
        for verb in ("create", "edit", "remove")
    },
    ("proposal_review", "edit"): WORKERS | {"finance"},
    ("answer", "create"): SELLERS | {"presales"},
    ("waiver", "create"): LEADERS,
    ("proposal", "present"): SELLERS | {"presales"},
    ("quote", "approve"): frozenset({"manager", "director"}),
    ("negotiation_point", "approve"): frozenset({"manager", "director"}),
    **{
        ("negotiation_limit", verb): frozenset({"manager", "director"})
        for verb in ("create", "edit", "remove")
    },
    **{("contact", verb): WORKERS for verb in ("create", "edit", "archive")},
    **{("task", verb): WORKERS for verb in ("create", "edit", "finish", "archive")},
    **{("contract", verb): SALES for verb in ("create", "edit", "sign", "void")},
    ("contract", "archive"): LEADERS,
    ("contract", "transfer"): LEADERS,
    **{
        (entity, verb): SALES
        for entity in ("contract_line", "route_step", "contract_risk", "instalment", "dunning_step")
        for verb in ("create", "edit", "remove")
    },
    ("instalment", "dun"): SALES,
    ("instalment", "trigger"): SALES,
    ("invoice", "create"): SALES | {"finance"},
    ("invoice", "edit"): frozenset({"finance"}),
    ("invoice", "deliver"): SALES | {"finance"},  # who applied for it hands it over
    ("invoice", "issue"): frozenset({"finance"}),
    **{("receipt", verb): frozenset({"finance"}) for verb in ("create", "edit", "match", "reverse")},
    **{
        (entity, verb): frozenset({"operations"})
        for entity in ("product", "price_list", "paper", "letterhead")
        for verb in ("create", "edit", "archive")
    },
    **{("price_entry", verb): frozenset({"operations"}) for verb in ("create", "edit", "remove")},
    ("playbook", "publish"): frozenset({"director"}),
    ("pareto", "see"): frozenset({"manager", "director", "finance"}),
    ("audit", "see"): frozenset({"compliance", "security"}),
    ("import_run", "start"): SELLERS | {"finance"},
    ("export_run", "start"): SELLERS | {"finance"},
}

# Verbs that decide who has an account or who else gets at it: a seat or share, even one to edit, doesn't give them.
HOLDERS_ONLY = frozenset(
    [("account", verb) for verb in ("release", "transfer", "merge", "archive")]
    + [(entity, verb) for entity in ("team_seat", "share") for verb in ("create", "edit", "remove")]
    + [(entity, verb) for entity in ("opportunity", "contract") for verb in ("archive", "transfer")]
    + [("person", "erase")]
)

# Entity → class → fields. A reader sees a field where the class is readable; a filter, sort or column is refused where
# the class can be read on no row at all.
FIELDS: dict[str, dict[int, str]] = {
    "account": {
        0: "name short_name english_name credit_code tier industry ownership region headcount revenue currency founded "
        "stock_code phone website business parent owner pool created_at updated_at",
        1: "status seats source fiscal_year_start budget_months tags held_since followed_at reclaim_on completeness external_id note",
    },
    "unit": {0: "account created_at updated_at", 1: "name parent function sort note external_id"},
    "person": {
        0: "created_at updated_at",
        1: "name english_name honorific gender account unit_name title is_key mobile phone email wechat source note followed_at external_id",
        3: "private_phone",
    },
    "post": {
        0: "created_at updated_at",
        1: "person account unit title rank reports_to started_on ended_on is_primary",
    },
    "address": {0: "account kind country region street postcode is_main created_at updated_at"},
    "team_seat": {0: "account created_at updated_at", 1: "member role level until"},
    "share": {0: "account created_at updated_at", 1: "member department team level until reason"},
    "fact": {0: "account created_at updated_at", 1: "item text source said_by observed_on verified_on"},
    "result": {2: "account month received margin currency external_id created_at updated_at"},
    "note": {0: "account created_at updated_at", 1: "person_id text happened_at"},
    "file": {0: "account created_at updated_at", 1: "title"},
    "opportunity": {
        1: "account name pipeline stage stage_since state verdict judged_at chance amount currency sign_on "
        "pay_on source urgency importance originator reason need_person budget_amount budget_year "
        "budget_source budget_state budget_person budget_on park_until closed_at close_reason close_note "
        "lost_to contacted_at owner external_id note",
        0: "created_at updated_at",
        2: "signed invoiced received",
    },
    "opportunity_line": {
        1: "opportunity product quantity unit_price amount note",
        0: "created_at updated_at",
    },
    "opportunity_member": {1: "opportunity member role", 0: "created_at updated_at"},
    "answer": {
        1: "opportunity question answer evidence source person observed_on",
        0: "created_at updated_at",
    },
    "need": {
        1: "opportunity statement person unit priority kind scope checked_by checked_on gap_effort gap_price "
        "gap_on note",
        0: "created_at updated_at",
    },
    "passage": {1: "opportunity kind from_stage to_stage reason note lost_to amount days edition_number at"},
    "waiver": {1: "opportunity stage item reason revoked_at", 0: "created_at updated_at"},
    "chance": {1: "opportunity on percent stage"},
    "contract": {
        2: "account opportunity number title version_number state amount currency rate rate_on signed_on "
        "starts_on ends_on their_party our_party invoiced received owner external_id terms note created_at "
        "updated_at"
    },
    "contract_line": {2: "contract product title quantity unit_price amount sort created_at updated_at"},
    "route_step": {
        2: "contract route sort name unit person member usual_days state began_on done_on needs created_at "
        "updated_at"
    },
    "contract_risk": {2: "contract text owner due_on state created_at updated_at"},
    "instalment": {
        2: "contract sort label amount trigger days_after due_on triggered_on paid note created_at updated_at"
    },
    "invoice": {
        2: "contract instalment number kind title amount tax_rate state applied_on issued_on due_on delivered_on "
        "reversed_on settled_on disputed external_id note created_at updated_at"
    },
    "receipt": {
        2: "account kind amount currency rate received_on payer bank_reference matched reversed_at external_id "
        "note created_at updated_at"
    },
    "allocation": {2: "receipt instalment amount reason at"},
    "dunning_step": {2: "instalment key done_on member note created_at updated_at"},
    "proposal": {
        1: "opportunity title number author state summary presented_on presented_by settled_on",
        0: "created_at updated_at",
    },
    "proposal_review": {1: "proposal member opinion text", 0: "created_at updated_at"},
    "proposal_feedback": {1: "proposal person text said_on", 0: "created_at updated_at"},
    "quote": {
        2: "opportunity number price_list state currency valid_until total list_total discount special_reason "
        "decided_by decided_at decided_note terms note created_at updated_at"
    },
    "quote_line": {2: "quote product quantity list_price unit_price amount sort note created_at updated_at"},
    "negotiation_point": {
        2: "opportunity topic our_wish their_wish given got margin_change beyond_limit approved_by approved_at "
        "state sort created_at updated_at"
    },
    "negotiation_limit": {2: "point text created_at updated_at"},
    "contact": {1: "account opportunity channel happened_at text owner", 0: "created_at updated_at"},
    "contact_person": {1: "contact person", 0: "created_at updated_at"},
    "contact_member": {1: "contact member", 0: "created_at updated_at"},
    "task": {1: "title account opportunity kind due_on text owner done_at", 0: "created_at updated_at"},
    "tie": {
        1: "account kind person other rival weight basis source note certainty observed_on created_at removed_at"
    },
    "own_tie": {1: "account member person level wanted cadence_days created_at removed_at"},
    "stakeholder": {1: "account opportunity person removed_at", 0: "created_at updated_at"},
    "decision_step": {
        1: "opportunity route kind name unit person due_on done_on state needs usual_days sort",
        0: "created_at updated_at",
    },
    "coach_mute": {1: "opportunity rule subject reason revoked_at", 0: "created_at updated_at"},
    "reason": {1: "opportunity person sentence need safety proof choices", 0: "created_at updated_at"},
    "intelligence": {
        1: "account opportunity about about_person about_rival statement source_kind source_person source_name "
        "learned_from how learned_on reliability credibility expires_on secret owner outcome outcome_on "
        "withdrawn_at withdrawn_why",
        0: "created_at updated_at",
    },
    "intelligence_reader": {1: "intelligence member", 0: "created_at updated_at"},
    "intelligence_pair": {1: "one other relation holds resolved_on why", 0: "created_at updated_at"},
    "kin_tie": {3: "account kind person other source note certainty observed_on created_at removed_at"},
    "profile_entry": {
        3: "person kind sealed purpose basis source observed_on retain_until created_at updated_at"
    },
    "insider": {4: "account person owner code_name state why risk begun_on heard_on created_at updated_at"},
    "insider_reader": {4: "insider member created_at updated_at"},
    "insider_test": {4: "insider kind observed_on evidence created_at updated_at"},
    "insider_need": {4: "insider kind way text safe done_on created_at updated_at"},
    "insider_step": {4: "insider title due_on done_on created_at updated_at"},
}

OK, FORBIDDEN, INVISIBLE = "ok", "forbidden", "invisible"


@dataclass(frozen=True)
class Who:
    """Somebody asking: roles, and for a program the scopes of its token (None: a person at the page)."""

    roles: tuple[str, ...]
    scopes: frozenset[str] | None = None

    def has(self, entity: str, verb: str) -> bool:
        """Whether a role has the right at all, and the token leaves it."""
        allowed = MAY.get((entity, verb), frozenset())
        reading = verb == "see"
        return bool(allowed & set(self.roles)) and (self.scopes is None or reading or "write" in self.scopes)

    def classes(self, entity: str, relation: str, *, write: bool = False) -> frozenset[int]:
        """Classes read (written) on a record of the entity at an account of this relation."""
        found: set[int] = set()
        for role in self.roles:
            for grant in (*EVERY[relation], "all"):
                if grant == "pool" and entity not in POOL_SHOWS:
                    continue
                if role in HELPERS and grant == "own" and entity in OWN_WORK:
                    found |= {0, 1}
                if grant == "asked":
                    found |= self._asked(role, entity, write=write)
                if role == "finance" and entity not in FINANCE_SHOWS:
                    continue
                found |= {int(c) for c in GRANTS[role].get(grant, ("", ""))[write]}
        return frozenset(c for c in found if self._token_leaves(c, write=write))

    def _asked(self, role: str, entity: str, *, write: bool) -> set[int]:
        """Who is asked to review reads the proposal and writes the own opinion, nothing else."""
        shown = {"proposal_review"} if write else {"proposal", "proposal_review"}
        return {0, 1} if role in WORKERS | {"finance"} and entity in shown else set()

    def _token_leaves(self, klass: int, *, write: bool) -> bool:
        if self.scopes is None:
            return True
        needed = {"write"} if write else {"read", "write"}
        return bool(self.scopes & needed) and klass < 3 and (klass != 2 or "commercial" in self.scopes)

    def sees(self, entity: str, relation: str) -> bool:
        """Whether the record is there at all for them: money is invisible to who may not read money, and how far we would
        go in a negotiation to all but the two roles that decide on it."""
        if entity == "negotiation_limit" and not self.has(entity, "create"):
            return False
        classes = self.classes(entity, relation)
        return FLOOR[entity] in classes if entity in FLOOR else bool(classes)

    def somewhere(self, entity: str) -> frozenset[int]:
        """Classes that could be read on some record: what may be named in a filter or as a column."""
        seen = [self.classes(entity, relation) for relation in EVERY if self.sees(entity, relation)]
        return frozenset().union(*seen) if seen else frozenset()

    def sees_lists(self) -> bool:
        """Departments, members, pools, industries and tags are known to everybody with a role."""
        return bool(self.roles) and (self.scopes is None or bool(self.scopes & {"read", "write"}))


def fields(who: Who, entity: str, relation: str, *, write: bool = False) -> set[str]:
    """Names of the fields shown (or taken) on a record."""
    classes = who.classes(entity, relation, write=write)
    return {name for klass, names in FIELDS[entity].items() if klass in classes for name in names.split()}


def hidden(who: Who, entity: str) -> set[str]:
    """Names that must not be usable as filter, sort or column."""
    seen = who.somewhere(entity)
    return {name for klass, names in FIELDS[entity].items() if klass not in seen for name in names.split()}


def see(who: Who, entity: str, relation: str, *, klass: int = 0) -> str:
    """A page or answer about one record. `klass`: the class of what it is about, such as 1 for its inside."""
    if not who.sees(entity, relation):
        return INVISIBLE
    return OK if klass in who.classes(entity, relation) or klass == 0 else FORBIDDEN


def do(
    who: Who, entity: str, verb: str, relation: str, *, klass: int | None = None, archived: bool = False
) -> str:
    """A change of one record, of fields of the class. An archived one is there to be read and taken back, no more."""
    if not who.sees(entity, relation) or (archived and verb != "archive"):
        return INVISIBLE
    if not who.has(entity, verb) or not _holds(who, entity, verb, relation):
        return FORBIDDEN
    written = who.classes(entity, relation, write=True)
    klass = klass if klass is not None else FLOOR.get(entity)
    return OK if (klass in written if klass is not None else written) else FORBIDDEN


def claim(who: Who, relation: str) -> str:
    """Taking from the pool needs no writing on the account, but an open pool; what has an owner is answered so (422)."""
    if not who.sees("account", relation):
        return INVISIBLE
    return OK if who.has("account", "claim") else FORBIDDEN


def hand_over(who: Who, relation: str) -> str:
    """From the pool it is an assignment, else a transfer."""
    if relation not in POOLED:
        return do(who, "account", "transfer", relation)
    if not who.sees("account", relation):
        return INVISIBLE
    return OK if who.has("account", "assign") else FORBIDDEN


def create(who: Who, entity: str, relation: str) -> str:
    """A new record at an account. Who lacks the right is told so before the account is looked at."""
    if not who.has(entity, "create"):
        return FORBIDDEN
    if not who.sees("account", relation) or (entity == "post" and not who.sees("person", relation)):
        return INVISIBLE
    written = who.classes(entity, relation, write=True)
    enough = FLOOR[entity] in written if entity in FLOOR else written
    allowed = _holds(who, entity, "create", relation) and enough
    return OK if allowed else FORBIDDEN


def create_by(who: Who, entity: str, verb: str, relation: str) -> str:
    """The same for what is made by a verb of its own, and is internal throughout."""
    if not who.has(entity, verb):
        return FORBIDDEN
    if not who.sees("account", relation):
        return INVISIBLE
    return OK if 1 in who.classes(entity, relation, write=True) else FORBIDDEN


def hang(who: Who, entity: str, parent: str, relation: str) -> str:
    """A new record on a deal, a contract or what hangs on them. Being asked for an opinion lets nobody add any."""
    floor = FLOOR[entity]
    anywhere = any(floor in who.classes(entity, one, write=True) for one in RELATIONS)
    if not who.has(entity, "create") or not anywhere:
        return FORBIDDEN
    if not who.sees(parent, relation):
        return INVISIBLE
    near = "far" if relation == "asked" else relation
    return OK if floor in who.classes(entity, near, write=True) else FORBIDDEN


def reveal(who: Who, relation: str) -> str:
    """A sealed value in clear: only who owns it, never a program."""
    if not who.sees("person", relation):
        return INVISIBLE
    allowed = who.has("person", "reveal") and 3 in who.classes("person", relation, write=True)
    return OK if allowed and who.scopes is None else FORBIDDEN


def report(who: Who, relation: str) -> str:
    """What is held of a person, for that person: by who may reveal or erase and holds the customer."""
    if not who.sees("person", relation):
        return INVISIBLE
    may = who.has("person", "reveal") or who.has("person", "erase")
    held = who.classes("person", relation, write=True) and _holds(who, "person", "erase", relation)
    return OK if may and held else FORBIDDEN


def manage(who: Who, entity: str, verb: str) -> str:
    """Reference data and our own organisation: known to all with a role, changed by few."""
    if not who.sees_lists():
        return FORBIDDEN if verb == "create" else INVISIBLE
    return OK if who.has(entity, verb) else FORBIDDEN


def _holds(who: Who, entity: str, verb: str, relation: str) -> bool:
    """Whether they stand to the account closely enough for the verb: as its owner, above the owner, or by office."""
    by_office = any(
        "all" in GRANTS[role] for role in who.roles if role != "finance" or entity in FINANCE_SHOWS
    )
    return (entity, verb) not in HOLDERS_ONLY or relation not in JOINED or by_office
