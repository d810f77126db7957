"""Templates to take home: as uploaded, filled with made-up values, and the one we bring (PRO-1). No customer's data in any."""

from __future__ import annotations

from uuid import UUID

from keyaccount.access import Principal, found
from keyaccount.actions.contracts.write_paper import MEDIA, File, content_of
from keyaccount.base.errors import Missing
from keyaccount.base.language import say
from keyaccount.papers import pdf, word
from keyaccount.papers.naming import file_name
from keyaccount.papers.slots import KINDS, sample
from keyaccount.papers.standard import standard
from keyaccount.records.library.models import PaperTemplate


def read_template(*, by: Principal, id: UUID | str) -> File:
    """The file of a template. Raises `Missing`."""
    row: PaperTemplate = found(by, "paper", id, archived=True, related=["document"])
    return File(row.document.name, word.MEDIA, content_of(row))


def fill_sample(*, by: Principal, id: UUID | str) -> File:
    """A template filled with made-up values. Raises `Missing` or `Invalid`."""
    row: PaperTemplate = found(by, "paper", id, archived=True, related=["document"])
    values = sample(row.kind)
    return File(file_name(row.kind, values, "docx"), word.MEDIA, word.fill(row.kind, content_of(row), values))


def standard_template(*, kind: str, ending: str) -> File:
    """`ending`: docx, our template with its placeholders; sample, it filled in; pdf, the same as PDF. `Missing` else."""
    if kind not in KINDS or ending not in ("docx", "sample", "pdf"):
        raise Missing()
    if ending == "docx":
        return File(f"{KINDS[kind]}_{say('模板')}.docx", word.MEDIA, standard(kind))
    values = sample(kind)
    if ending == "pdf":
        return File(file_name(kind, values, "pdf"), MEDIA["pdf"], pdf.write_pdf(kind, values))
    return File(file_name(kind, values, "docx"), word.MEDIA, word.fill(kind, standard(kind), values))
