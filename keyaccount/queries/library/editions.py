"""The editions of the playbook: which there were, what each says, how many deals stand on each (PLB-1)."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count

from keyaccount.access import Principal, everything, opened
from keyaccount.base.errors import Missing
from keyaccount.facts.deal_editions import behind, is_on, newest_published
from keyaccount.facts.deal_judging import judge_deals
from keyaccount.facts.deal_places import place_in
from keyaccount.facts.editions import edition_in_force, read_edition
from keyaccount.playbook import reader
from keyaccount.playbook.schema import Edition
from keyaccount.queries.records.names import names_for
from keyaccount.records.library.models import EditionDraft, PublishedEdition

_WHY = "how deals are judged here is no secret among us"


@dataclass(frozen=True)
class EditionShown:
    """`deals`: open ones on it, of those the reader sees."""

    number: int
    digest: str
    published_at: datetime
    by_name: str
    deals: int
    running: bool


@dataclass(frozen=True)
class Move:
    """What judging the reader's open deals by the edition in force would change: how many deals in all, and of them those
    whose verdict, stage or gate would be another."""

    deals: int
    verdicts: int
    stages: int
    gates: int


def editions(by: Principal) -> list[EditionShown]:
    """The newest first; empty before the first publication."""
    rows = list(everything(PublishedEdition, why=_WHY).defer("source").order_by("-published_at", "-id"))
    open_deals = opened(by, "opportunity").filter(state="open").order_by()
    counts = dict(open_deals.values("edition_id").annotate(n=Count("pk")).values_list("edition_id", "n"))
    names = names_for(by, "member", {row.published_by for row in rows} - {None})
    return [
        EditionShown(
            number=row.number,
            digest=row.digest,
            published_at=row.published_at,
            by_name=names.get(row.published_by, ""),
            deals=counts.get(row.pk, 0) + (counts.get(None, 0) if is_on(None, row) else 0),
            running=place == 0,
        )
        for place, row in enumerate(rows)
    ]


def edition_numbered(number: int) -> Edition:
    """An edition that was published. Raises `Missing`."""
    digest = everything(PublishedEdition, why=_WHY).filter(number=number).values_list("digest", flat=True)
    if not digest:
        if number == reader.default().number:
            return reader.default()
        raise Missing()
    return read_edition(digest[0])


def edition_text(number: int) -> str:
    """Its text, as it was published. Raises `Missing`."""
    rows = everything(PublishedEdition, why=_WHY).filter(number=number).values_list("source", flat=True)
    found = rows.first()
    if found is None and number == reader.default().number:
        return reader.source()
    if found is None:
        raise Missing()
    return str(found)


def draft(by: Principal) -> EditionDraft | None:
    """The draft, for those who may publish; nobody else is told that there is one."""
    if not by.may("playbook.publish"):
        return None
    found: EditionDraft | None = everything(EditionDraft, why=_WHY).first()
    return found


def edition_moves(by: Principal, *, today: date, most: int = 2_000) -> Move:
    """Open deals of older editions that the reader sees, judged as things stand and as the edition in force would judge
    them; at most `most` of them. Nothing is stored."""
    newest = newest_published()
    if newest is None:
        return Move(0, 0, 0, 0)
    rest = opened(by, "opportunity").filter(state="open").filter(behind(newest))
    rows = list(rest.select_related("account", "owner").order_by("pk")[:most])
    target, trial = edition_in_force(), [copy(deal) for deal in rows]
    for deal in trial:
        deal._state = copy(deal._state)
        path, stage = place_in(target, deal)
        deal.edition, deal.pipeline, deal.stage = newest, path.key, stage.key
    now, then = judge_deals(rows, today), judge_deals(trial, today)
    return Move(
        deals=len(rows),
        verdicts=sum(now[d.pk].qualification.verdict != then[d.pk].qualification.verdict for d in rows),
        stages=sum(one.stage != other.stage for one, other in zip(rows, trial, strict=True)),
        gates=sum(now[d.pk].gate.passable != then[d.pk].gate.passable for d in rows),
    )
