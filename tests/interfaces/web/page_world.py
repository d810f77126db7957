"""What the tests of the accounts and pools pages share: the cast with a few accounts, signed-in clients, and query counts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from keyaccount.actions.accounts.create_account import create_account
from keyaccount.actions.people.create_person import create_person
from keyaccount.actions.records.create_record import create_record
from keyaccount.base import clock
from keyaccount.records.accounts.models import Account, MonthlyResult
from keyaccount.records.journal.models import Entry
from keyaccount.records.org.models import Member
from tests.cast import NOW, Company, acting


class World(Company):
    """李雷 holds 蓝海银行 (with people, notes, money), 王芳 青禾电器, 赵强 北辰航空; 远帆物流 lies in the pool."""

    def __init__(self) -> None:
        super().__init__()
        self.bank_account = self.made(self.lilei, "蓝海银行股份有限公司", seats=1200, short_name="蓝海银行")
        self.appliances = self.made(self.wangfang, "青禾电器有限公司")
        self.airline = self.made(self.zhaoqiang, "北辰航空服务有限公司")
        self.pooled = self.made(self.ops, "远帆物流有限公司", pool=str(self.pool.pk))
        by = acting(self.lilei)
        self.unit = self.hang(by, "unit", self.bank_account, name="运营管理部", function="using")
        self.person = create_person(
            by=by,
            at=clock.now(),
            raw={
                "account": str(self.bank_account.pk),
                "name": "王建国",
                "is_key": "1",
                "title": "总经理",
                "unit": str(self.unit.pk),
                "mobile": "13800138000",
            },
        )
        self.hang(by, "note", self.bank_account, text="年内立项，预算放在渠道部")
        MonthlyResult.rows.create(
            account=self.bank_account,
            month=date(2026, 1, 1),
            received=Decimal("880000"),
            margin=Decimal("300000"),
            created_at=NOW,
            updated_at=NOW,
        )

    def made(self, owner: Member, name: str, **raw: Any) -> Account:
        return create_account(
            by=acting(owner), at=clock.now(), raw={"name": name, **raw}, options={"confirmed": True}
        )

    @staticmethod
    def hang(by: Any, entity: str, account: Account, **raw: Any) -> Any:
        return create_record(by=by, at=clock.now(), entity=entity, raw={**raw, "account": str(account.pk)})


def browser(member: Member) -> Client:
    client = Client()
    client.force_login(
        Member.objects.get(pk=member.pk), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


def queries(client: Client, path: str, status: int = 200) -> int:
    """How many queries a page takes."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == status, path
    return len(captured)


def entries() -> int:
    return Entry.rows.count()


HTMX = {"HX-Request": "true"}
