"""One step of the kill test, in a process of its own: `prepare FILE`, `work ID`, `tell`."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import django

ROWS = 1_200
HEAD = ("客户名称", "员工人数", "标签", "办公地址", "上级单位")


def prepare(file: str) -> None:
    from django.core.management import call_command

    from tests.actions.test_import_runs import waiting
    from tests.cast import Company, acting
    from tests.importing import written

    call_command("migrate", verbosity=0)
    rows = [
        (f"第{n}家{'甲乙丙丁'[n % 4]}公司", n, "标", f"{n} 号", f"第{n + 600}家{'甲乙丙丁'[n % 4]}公司")
        for n in range(ROWS)
    ]
    sys.stdout.write(str(waiting(acting(Company().ops), written(Path(file), HEAD, rows)).pk))


def work(id: str) -> None:
    from keyaccount.actions.importing import run_import
    from keyaccount.base.clock import now

    run_import.CHUNK = 60
    os.write(1, b"ready\n")
    run_import.run_import(id=id, now=now)


def tell() -> None:
    from keyaccount.records.accounts.models import Account, AccountTag, Address, Holding
    from keyaccount.records.journal.models import Entry
    from keyaccount.records.library.models import ImportRow, ImportRun
    from keyaccount.records.search.models import SearchDoc
    from tests.importing import accounted

    run = ImportRun.rows.get()
    told = {
        model.__name__: model.rows.count() for model in (Account, AccountTag, Address, Holding, ImportRow)
    }
    told["names"] = Account.rows.values("name").distinct().count()
    told["parents"] = Account.rows.filter(parent__isnull=False).count()
    told["entries"] = Entry.rows.filter(kind="account.imported").count()
    told["found"] = SearchDoc.rows.filter(entity="account", klass=0).count()
    sys.stdout.write(json.dumps({"state": run.state, "accounted": accounted(run), **run.counts, **told}))


if __name__ == "__main__":
    django.setup()
    {"prepare": prepare, "work": work, "tell": tell}[sys.argv[1]](*sys.argv[2:])
