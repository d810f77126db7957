"""The next edition of the playbook while it is written (PLB-1): begun from the one in force, changed, dropped, published."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count

from keyaccount.access import Principal, everything
from keyaccount.actions.library.publish_edition import publish_edition
from keyaccount.actions.shared import journaling
from keyaccount.base.errors import Invalid, Missing, Problem
from keyaccount.base.language import say
from keyaccount.facts.editions import source_in_force
from keyaccount.playbook import reader, rewriting
from keyaccount.playbook.schema import Edition
from keyaccount.records.deals.models import Opportunity
from keyaccount.records.library.models import EditionDraft, PublishedEdition

FUNCTION = "playbook.publish"
_WHY = "directors write the next edition together"


@transaction.atomic
def begin_draft(*, by: Principal, at: datetime) -> EditionDraft:
    """A draft with the next number; the one that is there stays. Raises `Refused`."""
    by.must(FUNCTION)
    source = source_in_force()
    running = reader.read(source, "edition")
    draft: EditionDraft
    draft, made = everything(EditionDraft, why=_WHY).get_or_create(
        key=running.key,
        defaults={
            "source": rewriting.numbered(source, running.number + 1),
            "base": running.hash,
            "updated_at": at,
            "updated_by": by.id,
        },
    )
    if made:
        _tell("edition.drafted", by, at, draft)
    return draft


@transaction.atomic
def write_draft(*, by: Principal, at: datetime, source: str, version: int) -> EditionDraft:
    """The draft's whole text as typed, mistakes and all: publishing asks for a sound one.

    Raises `Refused`, `Missing` without a draft, or `Invalid` when somebody else changed it meanwhile or it is too long.
    """
    draft = _held(by, version)
    if len(source) > reader.MOST_CHARACTERS:
        raise Invalid(
            Problem("too_long", say("最多 {limit} 个字", limit=reader.MOST_CHARACTERS), field="source")
        )
    return _store(draft, source, by, at)


@transaction.atomic
def change_draft(
    *, by: Principal, at: datetime, address: str, values: Mapping[str, Any] | None, version: int
) -> EditionDraft:
    """One entry of the draft changed, or removed when `values` is None. The text must stay a sound edition.

    Raises `Refused`, `Missing`, `Invalid`, or `EditionErrors` with everything that would be wrong.
    """
    draft = _held(by, version)
    before = draft.source
    source = (
        rewriting.remove(before, address) if values is None else rewriting.change(before, address, values)
    )
    reader.read(source, str(say("草稿")))
    return _store(draft, source, by, at)


@transaction.atomic
def drop_draft(*, by: Principal, at: datetime) -> None:
    """The draft thrown away. Raises `Refused` or `Missing`."""
    draft = _held(by, None)
    draft.delete()
    _tell("edition.draft-dropped", by, at, draft)


@transaction.atomic
def publish_draft(*, by: Principal, at: datetime, version: int) -> PublishedEdition:
    """The draft in force from now on. Raises `Refused`, `Missing`, `EditionErrors`, or `Invalid` when it was changed
    meanwhile, another edition was published since it was begun, or it says nothing new."""
    draft = _held(by, version)
    running = reader.read(source_in_force(), "edition")
    if draft.base != running.hash:
        told = say("这份草稿开始以后已经发布了第 {n} 版，请下载草稿，丢弃后在新版上重做", n=running.number)
        raise Invalid(Problem("moved", told))
    wanted = reader.read(draft.source, str(say("草稿")))
    if reader.read(rewriting.numbered(draft.source, running.number), "edition").hash == running.hash:
        raise Invalid(Problem("unchanged", say("草稿和现行版本没有不同，不用发布")))
    if wanted.key != running.key:
        raise Invalid(
            Problem("key", say("打法的 key 要和现行的一样：{key}", key=running.key), field="edition.key")
        )
    _keeps_stages(wanted)
    made = publish_edition(by=by, at=at, source=draft.source)
    draft.delete()
    return made


def _keeps_stages(wanted: Edition) -> None:
    """Raises `Invalid` with every stage that open deals stand on and `wanted` no longer has."""
    kept = {(path.key, stage.key) for path in wanted.pipelines for stage in path.stages}
    open_deals = everything(Opportunity, why=_WHY).filter(state="open").order_by("pipeline", "stage")
    standing = open_deals.values_list("pipeline", "stage").annotate(n=Count("pk"))
    told = say("还有 {n} 个进行中的商机在阶段 {stage}，不能删掉它")
    lost = [(f"{path}/{stage}", n) for path, stage, n in standing if (path, stage) not in kept]
    if lost:
        raise Invalid(*(Problem("stage", say(told.msgid, n=n, stage=place)) for place, n in lost))


def _held(by: Principal, version: int | None) -> EditionDraft:
    by.must(FUNCTION)
    draft: EditionDraft | None = everything(EditionDraft, why=_WHY).select_for_update().first()
    if draft is None:
        raise Missing()
    if version is not None and draft.version != version:
        raise Invalid(Problem("moved", say("草稿刚被别人改过，请看一下现在的内容再改")))
    return draft


def _store(draft: EditionDraft, source: str, by: Principal, at: datetime) -> EditionDraft:
    draft.source, draft.updated_at, draft.updated_by = source, at, by.id
    draft.version += 1
    draft.save(force_update=True)
    return draft


def _tell(kind: str, by: Principal, at: datetime, draft: EditionDraft) -> None:
    journaling.write(kind, by=by, at=at, entity="edition", object_id=None, label=draft.key, data={})
