"""Say who belongs to a team (SEC-1): accounts shared with the team are shared with them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, changeable, everything, opened
from keyaccount.actions.shared import journaling
from keyaccount.base.errors import Invalid, Problem
from keyaccount.base.language import say
from keyaccount.records.org.models import Team, TeamMembership

_WHY = "the team was opened for change just above"


@transaction.atomic
def set_team_members(*, by: Principal, at: datetime, id: UUID | str, members: Sequence[UUID | str]) -> Team:
    """Make these the team's members. Raises `Missing`, `Refused` or `Invalid` (somebody who is not here)."""
    team: Team = changeable(by, "team", id)
    wanted = {UUID(str(member)) for member in members}
    if opened(by, "member").filter(pk__in=wanted, is_active=True).count() != len(wanted):
        raise Invalid(Problem("reference", say("没有找到所选的成员，或已停用"), field="members"))
    links = everything(TeamMembership, why=_WHY).filter(team=team)
    before = set(links.values_list("member_id", flat=True))
    links.exclude(member_id__in=wanted).delete()
    links.bulk_create([TeamMembership(team=team, member_id=member) for member in wanted - before])
    if before != wanted:
        journaling.write(
            "team.edited",
            by=by,
            at=at,
            entity="team",
            object_id=team.pk,
            label=team.name,
            data={"added": sorted(map(str, wanted - before)), "removed": sorted(map(str, before - wanted))},
        )
    return team
