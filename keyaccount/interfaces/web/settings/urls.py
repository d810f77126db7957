"""Routes of the settings."""

from __future__ import annotations

from django.urls import include, path

from keyaccount.interfaces.web.settings import (
    about,
    audit,
    departments,
    lists,
    members,
    overview,
    roles,
    security,
    teams,
)

app_name = "settings"

urlpatterns = [
    path("", overview.home, name="home"),
    path("profile", overview.profile, name="profile"),
    path("security", security.security, name="security"),
    path("security/sessions", security.end, name="end_sessions"),
    path("security/tokens/new", security.new_token, name="new_token"),
    path("security/tokens/<uuid:id>/revoke", security.revoke, name="revoke_token"),
    path("members/", include((members.routes, "members"))),
    path("departments/", departments.departments, name="departments"),
    path("departments/new", departments.new, name="new_department"),
    path("departments/<uuid:id>", departments.edit, name="edit_department"),
    path("departments/<uuid:id>/close", departments.close, name="close_department"),
    path("departments/<uuid:id>/restore", departments.restore, name="restore_department"),
    path("teams/", teams.teams, name="teams"),
    path("teams/new", teams.new, name="new_team"),
    path("teams/<uuid:id>", teams.edit, name="edit_team"),
    path("teams/<uuid:id>/members", teams.members, name="team_members"),
    path("teams/<uuid:id>/close", teams.close, name="close_team"),
    path("lists/", lists.lists, name="lists"),
    path("lists/<slug:entity>/new", lists.new, name="new_entry"),
    path("lists/<slug:entity>/<uuid:id>", lists.edit, name="edit_entry"),
    path("roles/", roles.roles, name="roles"),
    path("audit/", audit.audit, name="audit"),
    path("about/", about.about, name="about"),
]
