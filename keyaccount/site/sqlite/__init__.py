"""Django's SQLite with a fair gate for writers (docs/admin/settings.md, DATABASE_URL)."""
