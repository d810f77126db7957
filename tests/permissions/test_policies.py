"""每个模型要么有权限策略，要么写明为何只是记账；每个字段要么在策略里要么声明为内部；每类日志都有一句话。"""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.db import models

from keyaccount.access import FUNCTIONS, ROLES, FieldClass, policies
from keyaccount.access.scopes import Own, Shared
from keyaccount.actions.importing.columns import ENTITY
from keyaccount.actions.shared.indexing import ENTITIES
from keyaccount.interfaces.api.resources import RESOURCES
from keyaccount.queries.library.export_rows import LISTS
from keyaccount.records.journal.kinds import KINDS
from tests.house.source import modules
from tests.permissions import oracle

# Models nobody is given a list of; why nobody needs one.
BOOKKEEPING = {
    "Entry": "shown through the timeline of what it is about and through the audit log",
    "Seal": "hashes over the journal, checked by a command",
    "Replay": "answers kept for a day, found by member and key alone",
    "Slot": "turns of recurring jobs",
    "SearchDoc": "what can be found; queries.search asks the policy of each record",
    "TeamMembership": "who belongs to a team, shown with the team",
    "SetupLink": "hashes of one-time links",
    "AccountTag": "a field of the account",
    "Holding": "history of the account, shown to who sees its inside",
    "TierJudgement": "history of the account, shown to who sees its inside",
    "Merge": "what undoing a merge needs, opened through the account kept",
    "PublishedEdition": "the method, the same for everybody",
    "EditionDraft": "the next edition of the method, opened by the pages of those who publish it",
    "Document": "contents, reached through a file, an import or an export",
    "ImportRow": "rows of one's own import",
    "Numbering": "the last number given in each series",
    "ColumnMapping": "one's own column choices",
    "StakeholderValue": "what is said of a stakeholder, shown on the map by who sees the stakeholder",
    "DecisionOrder": "which step waits for which, shown with the steps",
    "PersonKey": "keys under which profiles are sealed",
    "InsiderLog": "what happened with an insider, shown with the insider",
    "IntelligenceLink": "what a statement supports, shown with the statement",
}
OURS = [model for model in apps.get_models() if model.__module__.startswith("keyaccount.")]
# Entities that are searched, imported, exported or offered to programs.
OUTSIDE = {
    *ENTITIES,
    *ENTITY.values(),
    *(entity for entity, _ in LISTS.values()),
    *(r.entity for r in RESOURCES),
}
BY_MODEL = {policy.model: policy for policy in policies().values()}
FINE_POLICIES = sorted(policies().values(), key=lambda policy: policy.entity)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_model_has_a_policy_or_a_reason(model: type[models.Model]) -> None:
    assert (model in BY_MODEL) != (model.__name__ in BOOKKEEPING)


def test_no_reason_outlives_its_model() -> None:
    assert BOOKKEEPING.keys() <= {model.__name__ for model in OURS}


@pytest.mark.parametrize("policy", FINE_POLICIES, ids=lambda policy: policy.entity)
def test_every_field_is_declared_once(policy) -> None:
    """A column added to a model is seen by nobody until the policy says by whom."""
    columns = {name for field in policy.model._meta.concrete_fields for name in (field.name,)}
    named = {field.path.removesuffix("_id") if field.ref else field.path for field in policy.fields} | {
        f.name for f in policy.fields
    }
    undeclared = (
        {c for c in columns if c not in named and c.removesuffix("_id") not in named}
        - policy.internal
        - {"id"}
    )
    assert not undeclared
    assert str(policy.retention) and str(policy.label)


@pytest.mark.parametrize("policy", FINE_POLICIES, ids=lambda policy: policy.entity)
def test_every_verb_needs_a_known_function(policy) -> None:
    assert set(policy.functions.values()) <= FUNCTIONS
    assert policy.held <= policy.functions.keys()


@pytest.mark.parametrize("entity", oracle.FIELDS)
def test_classes_are_those_of_the_table(entity: str) -> None:
    policy = policies()[entity]
    declared = {int(klass): set() for klass in FieldClass}
    for field in policy.fields:
        declared[int(field.klass)].add(field.name)
    told = {klass: set(names.split()) for klass, names in oracle.FIELDS[entity].items()}
    assert {klass: names for klass, names in declared.items() if names} == told


def test_no_sealed_or_personal_field_can_be_asked_for() -> None:
    """C3 and above: no filter, no sort, no search, no import. Records that are so as a whole are kept out as a whole."""
    for policy in policies().values():
        if policy.floor >= FieldClass.PERSONAL:
            assert policy.quiet and not policy.functions.keys() & {"create", "edit", "remove", "archive"}
            assert policy.entity not in OUTSIDE
            continue
        for field in policy.fields:
            if field.klass >= FieldClass.PERSONAL:
                assert not (field.filterable or field.sortable or field.listed or field.imported), (
                    policy.entity,
                    field.name,
                )


def test_roles_and_entities_are_those_of_the_table() -> None:
    assert set(ROLES) == set(oracle.ROLES)
    assert set(policies()) == {
        *oracle.BUSINESS,
        *oracle.DEALS,
        *oracle.CONTRACTS,
        *oracle.REFERENCE,
        *oracle.CATALOGUE,
        *oracle.PRIVATE,
        *oracle.LEDGER,
        *oracle.PERSONAL,
    }
    for entity in (*oracle.REFERENCE, *oracle.CATALOGUE):
        assert isinstance(policies()[entity].scope, Shared), entity
    for entity in oracle.PRIVATE:
        assert isinstance(policies()[entity].scope, Own), entity


def test_every_kind_of_journal_entry_has_a_sentence() -> None:
    """Kinds written literally anywhere, and those made from an entity and a verb."""
    literal = re.compile(r'"((?:[a-z_]+)\.(?:[a-z]+(?:-[a-z]+)*))"')
    rooms = {kind.partition(".")[0] for kind in KINDS}
    verbs = {kind.partition(".")[2] for kind in KINDS}
    functions = FUNCTIONS | {"settings.manage"}
    unknown = set()
    for path in modules():
        if "actions" in path.parts:
            for kind in literal.findall(path.read_text(encoding="utf-8")):
                room, _, verb = kind.partition(".")
                if (
                    room in rooms
                    and (verb in verbs or verb.endswith("ed"))
                    and kind not in KINDS
                    and kind not in functions
                ):
                    unknown.add(kind)
    for policy in policies().values():
        made = {"create": "created", "edit": "edited", "remove": "removed", "archive": "archived"}
        unknown |= {
            f"{policy.entity}.{made[v]}"
            for v in policy.functions.keys() & made.keys()
            if not policy.entity.endswith("_run")
        } - KINDS.keys()
    assert not unknown - {"member.archived"}
