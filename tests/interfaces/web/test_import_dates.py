"""导入向导里日和月分不清：问清楚才开始，答了就照答的读。"""

from __future__ import annotations

from datetime import date

import pytest

from keyaccount.records.contracts.models import Invoice
from keyaccount.records.library.models import ImportRun
from tests.cast import Company, account
from tests.interfaces.web.test_imports import at, page_of, text, upload

pytestmark = pytest.mark.django_db
SHEET = "客户,发票号码,金额,开票日\n江海银行,F1,100,03/04/2025\n江海银行,F2,100,05/06/2025\n".encode()


def test_the_wizard_asks_and_reads_as_answered(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    company = Company()
    account("江海银行", company.lilei)
    client = page_of(company.finance)
    assert upload(client, "receivables", SHEET, "应收.csv").status_code == 302
    run = ImportRun.rows.get()
    assert "日和月的顺序" in text(client.get(at("show", run.pk)))
    columns = {"column-0": "account", "column-1": "number", "column-2": "amount", "column-3": "issued_on"}
    asked = client.post(at("try", run.pk), columns)
    assert asked.status_code == 422
    assert "“开票日”一列的日期（例如 03/04/2025）分不清日和月，请选定日期写法" in text(asked)
    assert client.post(at("try", run.pk), {**columns, "date_order": "dmy"}).status_code == 302
    assert "新建 2" in text(client.get(at("show", run.pk))) and not Invoice.rows.exists()
    client.post(at("begin", run.pk))
    assert [row.issued_on for row in Invoice.rows.order_by("number")] == [date(2025, 4, 3), date(2025, 6, 5)]
