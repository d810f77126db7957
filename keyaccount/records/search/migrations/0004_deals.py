"""Deals, contracts, quotes, invoices and products are found too; on PostgreSQL by indexes of their own.

Rows that exist are taken in by `keyaccount` when it starts after an upgrade, or by `keyaccount reindex`.
"""

from django.db import migrations

ENTITIES = "'opportunity', 'contract', 'quote', 'invoice', 'product'"


def make_indexes(apps, schema_editor):
    if schema_editor.connection.vendor != "sqlite":
        table, narrow = "search_searchdoc", f"WHERE entity IN ({ENTITIES})"
        schema_editor.execute(f"CREATE INDEX searchdoc_tsv_deals ON {table} USING gin (tsv) {narrow}")
        schema_editor.execute(f"CREATE INDEX searchdoc_newest_deals ON {table} (id) {narrow}")


def drop_indexes(apps, schema_editor):
    if schema_editor.connection.vendor != "sqlite":
        schema_editor.execute("DROP INDEX searchdoc_tsv_deals")
        schema_editor.execute("DROP INDEX searchdoc_newest_deals")


class Migration(migrations.Migration):
    dependencies = [("search", "0003_newest")]

    operations = [migrations.RunPython(make_indexes, drop_indexes)]
