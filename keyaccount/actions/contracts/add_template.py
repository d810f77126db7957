"""Take in a Word template of the company's own, once it is sure that it can be filled (PRO-1)."""

from __future__ import annotations

import io
from datetime import datetime

from django.conf import settings
from django.db import transaction

from keyaccount.access import Principal, access_to, everything, policy_of
from keyaccount.actions.shared import rules, storing, writing
from keyaccount.actions.shared.changing import Change, Rules
from keyaccount.base.errors import Invalid, Problem, Refused
from keyaccount.base.language import say
from keyaccount.papers import word
from keyaccount.papers.slots import KINDS, sample
from keyaccount.records.library.models import PaperTemplate

_WHY = "of a kind one template is the default, whoever made the others; who changes it may keep templates"


@transaction.atomic
def add_template(
    *, by: Principal, at: datetime, kind: str, name: str, file_name: str, content: bytes, is_default: bool
) -> PaperTemplate:
    """Raises `Refused`, or `Invalid` naming each placeholder that is not on the list."""
    if not access_to(by, "paper").may("create"):
        raise Refused()
    if kind not in KINDS:
        raise Invalid(Problem("choice", say("请选择给哪种单据用"), field="kind"))
    if len(content) > settings.UPLOAD_LIMIT:
        limit = settings.UPLOAD_LIMIT >> 20
        raise Invalid(Problem("size", say("文件太大，最多 {limit} MB", limit=limit), field="file"))
    word.check(kind, content)
    word.fill(kind, content, sample(kind))
    policy = policy_of("paper")
    title = name.strip() or file_name.rsplit(".", 1)[0]
    values = writing.cleaned(by, policy, {"kind": kind, "name": title[:120], "is_default": is_default})
    kept = storing.store(by=by, at=at, name=file_name, media_type=word.MEDIA, content=io.BytesIO(content))
    row = PaperTemplate(document=kept)
    made: PaperTemplate = writing.insert(by=by, at=at, policy=policy, row=row, values=values, options={})
    return made


def _prepare(change: Change) -> list[Problem]:
    """A template stays of its kind; of each kind one is the default."""
    if not change.created and change.values.get("kind", change.row.kind) != change.row.kind:
        return [Problem("fixed", say("模板不能换单据"), field="kind")]
    if change.values.get("is_default"):
        others = everything(PaperTemplate, why=_WHY).filter(kind=change.after("kind"), is_default=True)
        others.exclude(pk=change.row.pk).update(is_default=False)
    return []


rules.add("paper", Rules(prepare=_prepare))
