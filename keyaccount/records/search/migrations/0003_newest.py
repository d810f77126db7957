"""On PostgreSQL the newest rows of a kind are found without passing over the newer ones of other kinds."""

from django.db import migrations

LANES = {
    "account": "'account'",
    "people": "'person', 'member', 'unit'",
    "texts": "'note', 'file', 'fact'",
}


def make_indexes(apps, schema_editor):
    if schema_editor.connection.vendor != "sqlite":
        for name, entities in LANES.items():
            schema_editor.execute(
                f"CREATE INDEX searchdoc_newest_{name} ON search_searchdoc (id) WHERE entity IN ({entities})"
            )


def drop_indexes(apps, schema_editor):
    if schema_editor.connection.vendor != "sqlite":
        for name in LANES:
            schema_editor.execute(f"DROP INDEX searchdoc_newest_{name}")


class Migration(migrations.Migration):
    dependencies = [("search", "0002_words")]

    operations = [migrations.RunPython(make_indexes, drop_indexes)]
