"""Which deals stand longer in their stage than their playbook lets them (STG-3)."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from keyaccount.facts.editions import edition_in_force
from keyaccount.queries.deals.board import stall_limit


def stalled_deals(today: date) -> Q:
    """Narrows open deals to those, stage by stage."""
    found = Q(pk__in=[])
    for path in edition_in_force().pipelines:
        for stage in path.stages:
            found |= Q(pipeline=path.key, stage=stage.key, stage_since__lt=stall_limit(stage, today))
    return found
