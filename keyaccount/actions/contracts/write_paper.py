"""Write a quote, proposal or contract for the customer as Word or PDF; on record as an export (PRO-1, SEC-3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import FieldClass, Principal, found, opened, policy_of
from keyaccount.actions.shared import journaling, storing
from keyaccount.base.errors import Invalid, Missing, Problem
from keyaccount.base.language import say
from keyaccount.facts.papers import paper_of
from keyaccount.papers import pdf, word
from keyaccount.papers.naming import file_name
from keyaccount.papers.slots import KINDS
from keyaccount.papers.standard import standard
from keyaccount.records.library.models import PaperTemplate

MEDIA = {"docx": word.MEDIA, "pdf": "application/pdf"}


@dataclass(frozen=True)
class File:
    """A file to hand out."""

    name: str
    media_type: str
    content: bytes


@transaction.atomic
def write_paper(
    *, by: Principal, at: datetime, kind: str, id: UUID | str, ending: str, template: UUID | str | None = None
) -> File:
    """`ending`: docx or pdf. Word takes `template`, else the default one of the kind, else ours; PDF always ours.

    Raises `Missing` for who may not read the record, `Invalid` where the template or the fonts don't allow it.
    """
    if kind not in KINDS or ending not in MEDIA:
        raise Missing()
    paper = paper_of(by, kind, id, at)
    content = (
        pdf.write_pdf(kind, paper.values)
        if ending == "pdf"
        else word.fill(kind, _template(by, kind, template), paper.values)
    )
    name = file_name(kind, paper.values, ending)
    journaling.write(
        "export.made",
        by=by,
        at=at,
        entity=kind,
        object_id=paper.row.pk,
        label=name,
        account_id=paper.account.pk,
        klass=_class(kind),
        data={"kind": kind, "format": ending, "template": template, "rows": 1},
    )
    return File(name, MEDIA[ending], content)


def _class(kind: str) -> FieldClass:
    return max(policy_of(kind).floor, FieldClass.INTERNAL)


def _template(by: Principal, kind: str, id: UUID | str | None) -> bytes:
    """The chosen template of the kind, the default one, or the one we bring."""
    rows = opened(by, "paper").filter(kind=kind).select_related("document").order_by("-updated_at")
    row: PaperTemplate | None = found(by, "paper", id) if id else rows.filter(is_default=True).first()
    if row is None:
        return standard(kind)
    if row.kind != kind:
        raise Invalid(Problem("kind", say("这个模板不是给这种单据的"), field="template"))
    return content_of(row)


def content_of(row: PaperTemplate) -> bytes:
    """The stored file of a template."""
    path = storing.path_of(row.document.digest)
    if not path.exists():
        raise Missing()
    return path.read_bytes()
