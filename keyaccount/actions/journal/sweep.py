"""Clear away what has run out: kept answers nobody will ask for again, sessions nobody can use."""

from __future__ import annotations

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction

from keyaccount.access import everything
from keyaccount.actions.shared.replaying import KEPT
from keyaccount.records.journal.models import Replay

_WHY = "answers kept for repeated requests, of whomever"


@transaction.atomic
def sweep(*, at: datetime) -> int:
    """How many rows went. A session's entry in its member's list goes with it."""
    answers: int = everything(Replay, why=_WHY).filter(at__lt=at - KEPT).delete()[0]
    sessions: int = Session.objects.filter(expire_date__lt=at).delete()[0]
    known = Session.objects.values("session_key")
    listed: int = UserSession.objects.exclude(session_key__in=known).delete()[0]
    return answers + sessions + listed
