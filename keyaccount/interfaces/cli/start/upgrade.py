"""Bring the database to this version: migrations with a backup before them, and the playbook that is shipped."""

from __future__ import annotations

from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from keyaccount.access import everything
from keyaccount.actions.library.publish_edition import publish_edition
from keyaccount.actions.shared.indexing import fill_missing
from keyaccount.base import clock
from keyaccount.interfaces.cli.archive import make
from keyaccount.playbook import reader
from keyaccount.records.library.models import PublishedEdition


def upgrade() -> Path | None:
    """Migrate what is to be migrated; returns the backup made before, if there was a database to back up."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not plan:
        return None
    saved = None
    if connection.vendor == "sqlite" and executor.loader.applied_migrations:
        saved = make.make(make.default_path(clock.now(), "before-upgrade"), at=clock.now())
    call_command("migrate", verbosity=0, interactive=False)
    if any(migration.app_label == "search" for migration, _ in plan):
        fill_missing()
    return saved


def publish_shipped() -> None:
    """Put the shipped playbook in force where none of its line is, or an older number; never over a company's own."""
    shipped = reader.default()
    lines = everything(PublishedEdition, why="the method in force is the same for everybody")
    newest = lines.filter(key=shipped.key).order_by("-number").first()
    if newest is None or (newest.published_by is None and newest.number < shipped.number):
        publish_edition(by=None, at=clock.now(), source=reader.source())
