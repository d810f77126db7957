"""One customer of 李雷 with two people there, and an entry as it is usually kept."""

from __future__ import annotations

from datetime import date
from typing import Any

from keyaccount.actions.people.create_person import create_person
from keyaccount.actions.profiles.keep_profile import keep_profile
from keyaccount.records.accounts.models import Account
from keyaccount.records.people.models import Person, ProfileEntry
from tests.cast import NOW, Company, account, acting

TOLD = "老家在泰安，最爱带人爬泰山看日出"


def entry(**more: Any) -> dict[str, Any]:
    """What a form sends; 36 months is the longest."""
    usual = {
        "kind": "hometown",
        "sealed": TOLD,
        "purpose": "见面时有话可谈",
        "basis": "consent",
        "source": "customer",
        "source_note": "年会上他自己说的",
        "observed_on": "2026-03-01",
        "retain_until": "2028-03-01",
    }
    return {**usual, **more}


class Customer(Company):
    """华夏农商银行 of 李雷, with 王建国 and 刘敏."""

    def __init__(self) -> None:
        super().__init__()
        self.account: Account = account("华夏农商银行", self.lilei)
        self.elsewhere: Account = account("北方电信", self.zhaoqiang)
        self.wang = self.person("王建国", mobile="13800138000", private_phone="13911112222", note="爱喝茶")
        self.liu = self.person("刘敏")

    def person(self, name: str, **more: Any) -> Person:
        raw = {"name": name, "account": str(self.account.pk), "title": "处长", **more}
        return create_person(by=acting(self.lilei), at=NOW, raw=raw)

    def keep(self, **more: Any) -> ProfileEntry:
        return keep_profile(by=acting(self.lilei), at=NOW, person=self.wang.pk, raw=entry(**more))


LAST_DAY = date(2028, 3, 1)
