"""One box over everything the asker may see: names, codes, numbers, notes; typing errors forgiven.

What may be found is decided by `reach` on the rows of the index and once more by `access.opened` on the records, so
that hidden rows change neither what is found nor its order nor the number of queries.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from keyaccount.access import Principal, access_to, opened
from keyaccount.base.language import Say
from keyaccount.queries.intelligence.finding import in_the_open
from keyaccount.queries.search.candidates import Question
from keyaccount.queries.search.ranking import Parts, Tier, is_near, marked, ranked
from keyaccount.queries.search.telling import account_names, told
from keyaccount.records.search import asking
from keyaccount.records.search.matching import LANES, Found

ENTITIES = tuple(entity for lane in LANES for entity in lane)
LEDGER = "intelligence"
FINDABLE = (*ENTITIES, LEDGER)
LIMIT = 20
_FEW = 3
_MOST_NEARLY = 10


@dataclass(frozen=True)
class Hit:
    """A record found. `name` and `about` in parts (text, whether it was asked for); `account_id` is its account,
    `inside` the deal or contract on whose page it is."""

    entity: str
    id: UUID
    name: Parts
    about: Parts
    account_id: UUID | None
    tier: Tier
    inside: UUID | None = None


@dataclass(frozen=True)
class Group:
    """Hits of one entity, best first; `more` when there are more than shown."""

    entity: str
    label: Say
    hits: list[Hit]
    more: bool


@dataclass(frozen=True)
class SearchResult:
    """Groups, best first. `nearly`: nothing or little answers exactly, so similar names are shown too."""

    text: str
    groups: list[Group]
    nearly: bool


def find(
    by: Principal, text: str, *, entities: Sequence[str] | None = None, limit: int = LIMIT
) -> SearchResult:
    """What answers the text, at most `limit` of each entity. Unknown entities raise KeyError.

    The ledger is asked itself, after the index: its statements are not copied there.
    """
    asked, wanted = text.strip(), tuple(entities or FINDABLE)
    question = Question(by, asked, tuple(entity for entity in wanted if entity != LEDGER))
    found = ranked(by, asked, question.exact())
    near = nearly(question, {one.object_id for _, one in found}) if len(found) < _FEW else []
    parts = {
        entity: [pair for pair in (*found, *near) if pair[1].entity == entity] for entity in question.entities
    }
    if LEDGER in wanted:
        parts[LEDGER] = _statements(by, asked, limit + 1)
    names = account_names(by, (one for part in parts.values() for _, one in part[: limit + 1]))
    groups = [_group(by, asked, entity, part, limit, names) for entity, part in parts.items()]
    kept = [group for group in groups if group.hits]
    kept.sort(key=lambda group: (group.entity in (*LANES[-1], LEDGER), group.hits[0].tier))
    return SearchResult(asked, kept, bool(near))


def _statements(by: Principal, asked: str, most: int) -> list[tuple[Tier, Found]]:
    found = in_the_open(by, asked, most) if asked else []
    return [(Tier.HOLDS, Found(0, LEDGER, id, account, None, "", 0)) for id, account in found]


def nearly(question: Question, known: set[UUID]) -> list[tuple[Tier, Found]]:
    """Names that sound alike or are one slip away, without those already known."""
    text = question.text
    sounding = question.alike(asking.sounding_alike(text))
    slipped = [one for one in question.alike(asking.nearly(text)) if is_near(text, one.names.splitlines())]
    fresh = [one for one in (*sounding, *slipped) if one.object_id not in known]
    return [(Tier.NEARLY, one) for _, one in ranked(question.by, text, fresh)[:_MOST_NEARLY]]


def _group(
    by: Principal,
    asked: str,
    entity: str,
    mine: Sequence[tuple[Tier, Found]],
    limit: int,
    names: Mapping[Any, str],
) -> Group:
    told_of = told(by, entity, asked, [one for _, one in mine[: limit + 1]], names)
    hits = [
        Hit(
            entity,
            one.object_id,
            marked(shown.name, asked),
            marked(shown.about, asked),
            one.account_id,
            tier,
            shown.inside,
        )
        for tier, one in mine[: limit + 1]
        if (shown := told_of.get(one.object_id))
    ]
    return Group(entity, access_to(by, entity).policy.label, hits[:limit], len(hits) > limit)


def matching_ids(by: Principal, entity: str, text: str, *, most: int = 2_000) -> list[UUID]:
    """Ids for the `q=` of a list: the `most` newest that answer exactly, or, when nothing does, those one slip away.

    The list then narrows and sorts them; a text that more records answer is too common to list completely.
    """
    asked = text.strip()
    question = Question(by, asked, (entity,))
    exact = question.newest(most)
    if exact:
        return list(dict.fromkeys(one.object_id for one in exact))
    ids = [one.object_id for _, one in nearly(question, set())]
    return list(opened(by, entity).filter(pk__in=ids).values_list("pk", flat=True))


def suggest(by: Principal, text: str, *, limit: int = 6) -> list[dict[str, str]]:
    """The palette's rows, ready for JSON: kind, group (label of the kind), label, sub, id, account, inside."""
    return [
        {
            "kind": group.entity,
            "group": str(group.label),
            "label": "".join(part for part, _ in hit.name),
            "sub": "".join(part for part, _ in hit.about),
            "id": str(hit.id),
            "account": str(hit.account_id or ""),
            "inside": str(hit.inside or ""),
        }
        for group in find(by, text, entities=ENTITIES, limit=limit).groups
        for hit in group.hits
    ]
