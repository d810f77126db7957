"""Play a step of a deal again: the stored facts against the edition of that day give the same gate, or somebody tampered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from keyaccount.access import Principal, everything, found
from keyaccount.base.errors import Missing
from keyaccount.facts.editions import read_edition
from keyaccount.playbook import reader
from keyaccount.playbook.gates import GateVerdict, judge_gate
from keyaccount.playbook.schema import Edition
from keyaccount.records.deals.models import Passage
from keyaccount.records.library.models import PublishedEdition

_WHY = "editions are the same for everybody; the passage was opened for the reader"


@dataclass(frozen=True)
class Replayed:
    """`gate` as judged again from the stored facts; `same`: each condition stands as it was stored then."""

    passage: Passage
    edition: Edition
    gate: GateVerdict
    same: bool


def replay(by: Principal, id: UUID | str) -> Replayed:
    """The passage judged again; `Missing` when it cannot be seen, was stored without facts, or its edition is gone."""
    passage: Passage = found(by, "passage", id, related=("opportunity",))
    edition = _edition(passage.edition_digest)
    stage = passage.from_stage or passage.to_stage
    if edition is None or not passage.facts:
        raise Missing()
    waived = {row["item"] for row in passage.items if row["waived"]}
    gate = judge_gate(edition, passage.opportunity.pipeline, stage, passage.facts, waived=waived)
    again: list[Any] = [[one.item.key, one.state, one.waived] for one in gate.items]
    stored = [[row["item"], row["state"], row["waived"]] for row in passage.items]
    return Replayed(passage, edition, gate, again == stored)


def _edition(digest: str) -> Edition | None:
    shipped = reader.default()
    if shipped.hash == digest:
        return shipped
    known = everything(PublishedEdition, why=_WHY).filter(digest=digest).exists()
    return read_edition(digest) if known else None
