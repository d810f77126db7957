"""Several sides to a record, and the words: an FTS5 table beside the rows on SQLite, a tsvector column on PostgreSQL."""

from django.db import migrations, models

# An index for each kind of record: what is common among persons costs nothing when accounts are asked for.
LANES = {
    "account": "'account'",
    "people": "'person', 'member', 'unit'",
    "texts": "'note', 'file', 'fact'",
}


def make_words(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(
            "CREATE VIRTUAL TABLE search_fts USING fts5(words, tokenize=\"ascii tokenchars '_'\", columnsize=0)"
        )
    else:
        schema_editor.execute("ALTER TABLE search_searchdoc ADD COLUMN tsv tsvector NOT NULL DEFAULT ''")
        for name, entities in LANES.items():
            schema_editor.execute(
                f"CREATE INDEX searchdoc_tsv_{name} ON search_searchdoc USING gin (tsv) WHERE entity IN ({entities})"
            )


def drop_words(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE search_fts")
    else:
        schema_editor.execute("ALTER TABLE search_searchdoc DROP COLUMN tsv")


class Migration(migrations.Migration):
    dependencies = [("search", "0001_start")]

    operations = [
        migrations.RemoveConstraint("searchdoc", "searchdoc_object"),
        migrations.RemoveField("searchdoc", "title"),
        migrations.RemoveField("searchdoc", "subtitle"),
        migrations.RemoveField("searchdoc", "pinyin"),
        migrations.RemoveField("searchdoc", "initials"),
        migrations.RemoveField("searchdoc", "updated_at"),
        migrations.AddField("searchdoc", "klass", models.PositiveSmallIntegerField(default=1), preserve_default=False),
        migrations.AddField("searchdoc", "pool_id", models.UUIDField(null=True)),
        migrations.AddField("searchdoc", "names", models.TextField(default=""), preserve_default=False),
        migrations.AddIndex("searchdoc", models.Index(fields=["object_id"], name="searchdoc_object")),
        migrations.RunPython(make_words, drop_words),
    ]
