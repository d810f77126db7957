from __future__ import annotations

from pathlib import Path

import pytest

from tests.interfaces.cli.running import Place, migrated_place, new_place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return new_place(tmp_path / "data")


@pytest.fixture
def migrated(tmp_path: Path) -> Place:
    return migrated_place(tmp_path / "data")


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A company with one administrator, an account and a stored file."""
    made = migrated_place(tmp_path_factory.mktemp("started") / "data")
    made.python(COMPANY)
    return made


COMPANY = """
import io
from keyaccount.access import Principal
from keyaccount.actions.accounts.add_file import add_file
from keyaccount.actions.accounts.create_account import create_account
from keyaccount.actions.people.create_person import create_person
from keyaccount.base.clock import now
from keyaccount.interfaces.cli.start.sign_in import first_administrator
from keyaccount.records.org.models import Member
first_administrator()
by = Principal(Member.objects.get(login="admin"))
account = create_account(by=by, at=now(), raw={"name": "澜海银行股份有限公司"})
create_person(by=by, at=now(), raw={"name": "赵云舟", "account": str(account.pk)})
add_file(by=by, at=now(), account=account.pk, name="纪要.md", media_type="text/markdown", content=io.BytesIO(b"# minutes"))
"""
