"""Teams with their members."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch

from keyaccount.access import Principal, everything, opened
from keyaccount.records.org.models import Member, Team, TeamMembership

_WHY = "the memberships of teams that were opened for the reader"


@dataclass(frozen=True)
class TeamShown:
    team: Team
    members: list[Member]


def teams_shown(by: Principal) -> list[TeamShown]:
    """All teams in use by name, leavers left out; two queries."""
    kept = everything(TeamMembership, why=_WHY).filter(member__is_active=True).select_related("member")
    teams = opened(by, "team").order_by("name", "pk")
    rows = teams.prefetch_related(
        Prefetch("memberships", queryset=kept.order_by("member__name_sort", "pk"), to_attr="kept")
    )
    return [TeamShown(team, [seat.member for seat in team.kept]) for team in rows]
