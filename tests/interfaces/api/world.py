"""One record of every entity on 李雷's account, and bodies with which the API makes more of them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from keyaccount.base.clock import day_of, now
from keyaccount.base.ids import new_id
from keyaccount.records.accounts.models import (
    AccountFile,
    Address,
    DossierFact,
    MonthlyResult,
    Note,
    Share,
    Tag,
    TeamSeat,
)
from keyaccount.records.contracts.models import NegotiationLimit
from keyaccount.records.deals.models import (
    CoachMute,
    DecisionStep,
    Intelligence,
    IntelligencePair,
    Reason,
    Stakeholder,
)
from keyaccount.records.library.models import Document, ExportRun, ImportRun, Rival
from keyaccount.records.org.models import SavedView, Team
from keyaccount.records.people.models import CustomerUnit, OwnTie, Person, Post, Tie
from tests.cast import NOW, Company, account, department
from tests.deal_rows import bodies, catalogue, deal_rows

SOON = day_of(now()) + timedelta(days=30)
MADE = {"created_at": NOW, "updated_at": NOW}


class World(Company):
    """The cast with `rows`: entity → a stored record; those below an account hang on `bank_account`."""

    def __init__(self) -> None:
        super().__init__()
        self.bank_account = account("江海银行", self.lilei)
        self.abroad = department(
            "海外部", self.head
        )  # nobody sits there, so that the share opens nothing here
        on = {"account": self.bank_account, **MADE}
        self.person = Person.rows.create(
            name="陈静",
            name_sort="chen jing",
            account=self.bank_account,
            owner_id=self.lilei.pk,
            department_id=self.east.pk,
            **MADE,
        )
        unit = CustomerUnit.rows.create(name="客服中心", **on)
        document = Document.rows.create(
            id=new_id(), digest="0" * 64, name="a.pdf", media_type="application/pdf", size=1, created_at=NOW
        )
        self.rows: dict[str, Any] = {
            "account": self.bank_account,
            "person": self.person,
            "unit": unit,
            "post": Post.rows.create(
                person=self.person, title="总经理", owner_id=self.lilei.pk, department_id=self.east.pk, **on
            ),
            "address": Address.rows.create(street="中山路 1 号", **on),
            "team_seat": TeamSeat.rows.create(
                member=self.presales, role="presales", until=date(2020, 1, 1), **on
            ),
            "share": Share.rows.create(department=self.abroad, until=SOON, reason="海外投标", **on),
            "fact": DossierFact.rows.create(
                item="pains", text="排队长", source="customer", observed_on=NOW.date(), **on
            ),
            "result": MonthlyResult.rows.create(
                month=date(2026, 1, 1), received="100.00", margin="40.00", **on
            ),
            "note": Note.rows.create(text="初次拜访", happened_at=NOW, **on),
            "file": AccountFile.rows.create(title="合同", document=document, **on),
            "industry": self.bank,
            "tag": Tag.rows.create(name="重点"),
            "pool": self.pool,
            "department": self.north,
            "member": self.zhaoqiang,
            "team": Team.rows.create(name="攻坚组", **MADE),
            "saved_view": SavedView.rows.create(
                member=self.lilei, page="accounts", name="我的", query="owner=me", **MADE
            ),
            "import_run": ImportRun.rows.create(
                kind="account", member_id=self.lilei.pk, document=document, **MADE
            ),
            "export_run": ExportRun.rows.create(
                kind="account", member_id=self.lilei.pk, format="csv", **MADE
            ),
        }

        self.rows |= catalogue()
        drawn = {"account": self.bank_account, "person": self.person, "created_at": NOW}
        self.rows |= {
            "rival": Rival.rows.create(name="友联软件", name_sort="you lian", **MADE),
            "tie": Tie.rows.create(kind="influences", **drawn),
            "own_tie": OwnTie.rows.create(member=self.presales, **drawn),
        }
        self.denied = self._said(None, "没批")
        self.signed = self.deal("signed")  # a second deal, whose contract is signed and part paid
        NegotiationLimit.rows.filter(pk=self.signed["negotiation_limit"].pk).delete()  # there to be written
        self.rows |= self.deal("draft")

    def deal(self, contract: str) -> dict[str, Any]:
        """One more deal at the bank with everything that hangs on it."""
        on_it = (self.bank_account, self.person, self.presales, self.rows["product"])
        made = deal_rows(*on_it, contract=contract)
        made |= self._decided(made["opportunity"])
        point = made["negotiation_point"]
        return made | {"negotiation_limit": NegotiationLimit.rows.create(point=point, text="九折", **MADE)}

    def _decided(self, deal: Any) -> dict[str, Any]:
        """Who decides there, how, and what was heard of it."""
        on = {"opportunity": deal, **MADE}
        said = self._said(deal, "批了")
        return {
            "stakeholder": Stakeholder.rows.create(account=self.bank_account, person=self.person, **on),
            "decision_step": DecisionStep.rows.create(name="预算审批", person=self.person, **on),
            "coach_mute": CoachMute.rows.create(rule="no_decider", reason="下周见", **on),
            "reason": Reason.rows.create(sentence="上线快", person=self.person, **on),
            "intelligence": said,
            "intelligence_pair": IntelligencePair.rows.create(
                one=said, other=self.denied, relation="contradicts", **MADE
            ),
        }

    def _said(self, deal: Any, text: str) -> Intelligence:
        graded = {"about": "budget", "source_kind": "visit", "reliability": "B", "credibility": "2"}
        told = {"owner": self.lilei, "how": "会上", "learned_on": NOW.date(), "statement": text}
        return Intelligence.rows.create(account=self.bank_account, opportunity=deal, **told, **graded, **MADE)

    def body(self, entity: str) -> dict[str, Any]:
        """What POST needs at least."""
        on = {"account": str(self.bank_account.pk)}
        return {
            "account": {"name": "南岭航空"},
            "person": {**on, "name": "刘洋"},
            "unit": {**on, "name": "信息部"},
            "post": {**on, "person": str(self.person.pk), "title": "顾问"},
            "address": {**on, "street": "解放路 2 号"},
            "team_seat": {**on, "member": str(self.zhaoqiang.pk), "role": "sales"},
            "share": {
                **on,
                "member": str(self.zhaoqiang.pk),
                "until": SOON.isoformat(),
                "reason": "协助投标",
            },
            "fact": {
                **on,
                "item": self.item,
                "text": "想换系统",
                "source": "customer",
                "observed_on": "2026-03-01",
            },
            "result": {**on, "month": "2026-02-01", "received": "12.30"},
            "note": {**on, "text": "电话沟通"},
            "industry": {"name": "航空"},
            "tag": {"name": "新"},
            "pool": {"name": "华北公海"},
            "department": {"name": "华南大区"},
            "member": {"login": "sunli", "name": "孙丽"},
            "team": {"name": "投标组"},
            "saved_view": {"page": "accounts", "name": "大客户"},
            "product": {"name": "专业版"},
            "rival": {"name": "新友商"},
            "decision_step": {
                "opportunity": str(self.rows["opportunity"].pk),
                "name": "招标",
                "route": "sign",
            },
            "reason": {"opportunity": str(self.rows["opportunity"].pk), "sentence": "接口现成"},
            "price_list": {"name": "渠道价"},
            "price_entry": {
                "price_list": str(self.rows["price_list"].pk),
                "product": str(self.rows["product"].pk),
                "from_quantity": 100,
                "price": "90.00",
            },
            **bodies(self.rows, self.zhaoqiang),
            "invoice": {"contract": str(self.signed["contract"].pk), "amount": "10.00"},
            "negotiation_limit": {"point": str(self.signed["negotiation_point"].pk), "text": "八折"},
        }[entity]

    @property
    def item(self) -> str:
        """A dossier item that people record."""
        from keyaccount.facts.editions import edition_in_force

        return next(item.key for item in edition_in_force().dossier.items if item.source == "fact")
