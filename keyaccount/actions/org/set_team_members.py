"""Who belongs to a team; what is shared with the team is shared with them from this moment on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from keyaccount.access import Principal, changeable, everything, opened
from keyaccount.actions.shared import journaling
from keyaccount.base.errors import Missing
from keyaccount.records.org.models import Member, Team, TeamMembership

_WHY = "the memberships of the team that was just opened for change"


@transaction.atomic
def set_team_members(*, by: Principal, at: datetime, id: UUID | str, members: Sequence[UUID | str]) -> Team:
    """Replace the members of a team; a leaver stays out. Raises `Missing` or `Refused`."""
    team: Team = changeable(by, "team", id)
    wanted = set(
        opened(by, "member").filter(pk__in=list(members), is_active=True).values_list("pk", flat=True)
    )
    if len(wanted) < len({str(one) for one in members}):
        raise Missing()
    rows = everything(TeamMembership, why=_WHY).filter(team=team)
    before = set(rows.values_list("member_id", flat=True))
    if wanted == before:
        return team
    rows.filter(member_id__in=before - wanted).delete()
    for member in sorted(wanted - before):
        TeamMembership(team=team, member_id=member).save(force_insert=True)
    names = dict(everything(Member, why=_WHY).filter(pk__in=wanted ^ before).values_list("pk", "name"))
    journaling.write(
        "team.edited",
        by=by,
        at=at,
        entity="team",
        object_id=team.pk,
        label=team.name,
        data={
            "joined": [names[one] for one in wanted - before],
            "left": [names[one] for one in before - wanted],
        },
    )
    return team
