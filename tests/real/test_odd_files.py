"""Files made to break readers, through the whole way from upload to preview: taken, or refused with the reason."""

from __future__ import annotations

from collections import Counter

import pytest

from keyaccount.actions.importing.columns import proposed, targets
from keyaccount.actions.importing.draft_import import draft_import
from keyaccount.actions.importing.run_import import run_import
from keyaccount.actions.importing.start_import import try_import
from keyaccount.base.errors import Invalid
from keyaccount.records.accounts.models import Account
from tests.cast import NOW, Company, acting
from tests.importing import accounted, clock
from tests.shared_data import shared

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("folder", ["csv-oddities", "xlsx-calamine"])
def test_every_file_is_taken_or_refused_with_the_reason(settings, tmp_path, folder):
    settings.FILES_DIR = tmp_path / "files"
    by = acting(Company().ops)
    files = sorted(path for path in shared(folder).rglob("*") if path.is_file() and path.name != "SOURCE.md")
    assert len(files) > 40
    met: Counter[str] = Counter()
    for path in files:
        try:
            with path.open("rb") as content:
                run = draft_import(
                    by=by, at=NOW, kind="accounts", name=path.name, media_type="", content=content
                )
        except Invalid as bad:
            assert all(str(problem.message) for problem in bad.problems), path.name
            met["refused"] += 1
            continue
        header = run.options["survey"]["header"]
        mapping = proposed(by, "accounts", header)
        if "name" not in mapping.values():
            mapping = {h: t for h, t in mapping.items() if h != header[0]} | {header[0]: "name"}
        assert set(mapping.values()) <= {t.name for t in targets(by, "accounts")}
        run = try_import(by=by, at=NOW, id=run.pk, mapping=mapping, options={})
        run = run_import(id=run.pk, now=clock())
        assert run.state == "checked" and accounted(run), (path.name, run.state, run.problem)
        met["taken"] += 1
    assert met["taken"] > 30 and not Account.rows.exists()
