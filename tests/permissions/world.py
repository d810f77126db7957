"""One account for every way a member can stand to it, with one record of everything on each, and secrets to be found."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from typing import Any

from keyaccount.actions.shared import indexing, sealing, storing
from keyaccount.base.clock import day_of, now
from keyaccount.base.ids import new_id
from keyaccount.facts.editions import edition_in_force
from keyaccount.records.accounts.models import (
    Account,
    AccountFile,
    Address,
    DossierFact,
    Holding,
    Industry,
    Merge,
    MonthlyResult,
    Note,
    Pool,
    Share,
    Tag,
    TeamSeat,
    TierJudgement,
)
from keyaccount.records.journal.models import Entry
from keyaccount.records.library.models import Document, ExportRun, ImportRun
from keyaccount.records.org.models import ApiToken, Member, SavedView, Team, TeamMembership
from keyaccount.records.people.models import CustomerUnit, OwnTie, Person, Post, Tie
from tests.cast import NOW, department, member
from tests.permissions.oracle import RELATIONS

MADE = {"created_at": NOW, "updated_at": NOW}
TODAY = day_of(now())
COUNTED = ("read", "created", "updated", "merged", "unchanged", "refused")
_COUNT = itertools.count()


class World:
    """`me` asks. `at[relation]` is {entity: record} of the account of that relation; `archived` the same, put away."""

    def __init__(self, roles: tuple[str, ...]) -> None:
        self.head = department("总部")
        self.staff = department("业务部", self.head)
        self.mine = department("我的部门", self.staff)
        self.below = department("我的下级部门", self.mine)
        self.north = department("华北大区", self.head)
        self.me = member("asker", "问问", list(roles), self.mine)
        self.junior = member("junior", "小钱", ["sales"], self.below)
        self.stranger = member("stranger", "生人", ["sales"], self.north)
        self.other = member("other", "旁人", ["sales"], self.north)
        self.keeper = member("keeper", "保安", ["security"], self.head)
        self.team = Team.rows.create(name="攻坚组", **MADE)
        self.closed_team = Team.rows.create(name="散了的组", archived_at=NOW, **MADE)
        for team in (self.team, self.closed_team):
            TeamMembership.rows.create(team=team, member=self.me)
        self.pool = Pool.rows.create(name="全国公海", is_default=True, **MADE)
        self.closed = Pool.rows.create(name="华北公海", department=self.north, **MADE)
        self.industry = Industry.rows.get_or_create(key="bank", defaults={"name": "银行"})[0]
        self.tag = Tag.rows.create(name="重点")
        self.document = _document()
        self.stands: dict[Any, str] = {}  # account → how I stand to it
        self.at = {relation: self._account(relation) for relation in RELATIONS}
        self.archived = {
            relation: self._account(relation, archived=True)
            for relation in ("own", "below", "far", "team_edit")
        }
        self.spare = self._account("own", name="备用")["account"]  # to merge with
        self.second = self._person_with_second_post()
        self._reference()
        _index()

    def _account(self, relation: str, *, archived: bool = False, name: str = "") -> dict[str, Any]:
        """An account that stands so to me, and a record of everything on it."""
        owner = {"own": self.me, "below": self.junior}.get(relation, self.stranger)
        pool = {"pool": self.pool, "closed_pool": self.closed}.get(relation)
        title = f"{name or relation}{'已归档' if archived else ''}客户{next(_COUNT)}"
        account = Account.rows.create(
            id=new_id(), name=title, name_key=title, core_key=title, name_sort=title, note=f"内情{title}", seats=100,
            owner=None if pool else owner, department=None if pool else owner.department, pool=pool,
            held_since=NOW, archived_at=NOW if archived else None, **MADE,
        )  # fmt: skip
        self.stands[account.pk] = relation
        self._join(relation, account)
        return {"account": account, **self._below(account)}

    def _join(self, relation: str, account: Account) -> None:
        seat = {
            "team_edit": ("edit", None),
            "team_read": ("read", None),
            "seat_over": ("edit", TODAY - timedelta(days=1)),
        }
        if relation in seat:
            level, until = seat[relation]
            TeamSeat.rows.create(
                account=account, member=self.me, role="sales", level=level, until=until, **MADE
            )
        target: dict[str, dict[str, Any]] = {
            "shared_edit": {"member": self.me, "level": "edit"},
            "shared_read": {"member": self.me},
            "shared_department": {"department": self.staff},
            "shared_team": {"team": self.team},
            "shared_closed_team": {"team": self.closed_team},
            "share_over": {"member": self.me, "level": "edit", "until": TODAY - timedelta(days=1)},
        }
        if relation in target:
            values = {"until": TODAY + timedelta(days=30), "reason": "协助", **target[relation]}
            Share.rows.create(account=account, **values, **MADE)

    def _below(self, account: Account) -> dict[str, Any]:
        on = {"account": account, **MADE}
        person, post = self._person(account)
        unit = CustomerUnit.rows.create(name=f"部门{account.name}", **on)
        Holding.rows.create(
            account=account, owner=account.owner, began_at=NOW, how="created", reason="早年的事"
        )
        TierJudgement.rows.create(
            account=account,
            tier="ordinary",
            computed_tier="ordinary",
            edition_number=1,
            edition_digest="x",
            at=NOW,
        )
        Entry.rows.create(
            at=NOW,
            kind="account.edited",
            entity="account",
            object_id=account.pk,
            account_id=account.pk,
            label=account.name,
            data={"changes": {"note": ["", "内情"]}},
        )
        return {
            "person": person,
            "unit": unit,
            "post": post,
            "address": Address.rows.create(street="中山路 1 号", **on),
            "team_seat": TeamSeat.rows.create(
                member=self.other, role="presales", until=TODAY - timedelta(days=9), **on
            ),
            "share": Share.rows.create(
                member=self.other, until=TODAY + timedelta(days=9), reason="旧事", **on
            ),
            "fact": DossierFact.rows.create(
                item=item(), text="排队长", source="customer", observed_on=NOW.date(), **on
            ),
            "result": MonthlyResult.rows.create(
                month=date(2026, 1, 1), received="100.00", margin="40.00", **on
            ),
            "note": Note.rows.create(text="初次拜访", happened_at=NOW, **on),
            "file": AccountFile.rows.create(title="合同", document=self.document, **on),
            "tie": Tie.rows.create(
                account=account, kind="influences", person=person, note="饭桌上说的", created_at=NOW
            ),
            "own_tie": OwnTie.rows.create(
                account=account, member=self.other, person=person, level=2, created_at=NOW
            ),
        }

    def _person(self, account: Account) -> tuple[Person, Post]:
        """Somebody there, with a private phone under seal."""
        scope = {"owner_id": account.owner_id, "department_id": account.department_id}
        person = Person.rows.create(
            name=f"联系人{account.name}",
            name_sort="lianxiren",
            mobile="13900001111",
            note="私下说的话",
            account=account,
            title="总经理",
            **scope,
            **MADE,
        )
        person.private_phone = sealing.seal("13811112222", owner=person.pk)
        person.save()
        return person, Post.rows.create(person=person, account=account, title="总经理", **scope, **MADE)

    def _person_with_second_post(self) -> Person:
        """Somebody of a customer I don't see, who also holds a post at one of mine."""
        person, _ = self._person(self.at["far"]["account"])
        mine = self.at["own"]["account"]
        Post.rows.create(
            person=person,
            account=mine,
            title="顾问",
            is_primary=False,
            owner_id=self.me.pk,
            department_id=self.mine.pk,
            **MADE,
        )
        return person

    def _reference(self) -> None:
        """Records that are known to all, and those that are one member's alone."""
        self.reference: dict[str, Any] = {
            "industry": self.industry, "tag": self.tag, "pool": self.pool, "department": self.north,
            "member": self.other, "team": self.team,
        }  # fmt: skip
        self.private = {"mine": self._private(self.me), "theirs": self._private(self.stranger)}
        view = {"page": "accounts", "query": "owner=me", **MADE}
        self.shared_view = SavedView.rows.create(member=self.stranger, name="大家的", shared=True, **view)
        kept = self.at["own"]["account"]
        dropped = self._account("own", archived=True)["account"]
        Account.rows.filter(pk=dropped.pk).update(merged_into=kept.pk)
        self.merge = Merge.rows.create(
            kept=kept, dropped=dropped, before={}, moved={}, at=now(), by=self.me.pk
        )

    def _private(self, owner: Member) -> dict[str, Any]:
        run = {"kind": "accounts", "member_id": owner.pk, "document": _document(), **MADE}
        token = {
            "member": owner,
            "name": "对接",
            "hint": "ka_",
            "created_at": NOW,
            "expires_at": now() + timedelta(days=1),
        }
        return {
            "saved_view": SavedView.rows.create(
                member=owner, page="accounts", name="我的", query="owner=me", **MADE
            ),
            "import_run": ImportRun.rows.create(state="done", counts=dict.fromkeys(COUNTED, 0), **run),
            "export_run": ExportRun.rows.create(
                query='{"params": {}}',
                format="csv",
                state="done",
                expires_at=now() + timedelta(days=1),
                **run,
            ),
            "token": ApiToken.rows.create(digest=str(new_id()), scopes=["read"], **token),
        }


def item() -> str:
    """A dossier item that people record."""
    return next(item.key for item in edition_in_force().dossier.items if item.source == "fact")


def _document() -> Document:
    content = f"文件 {next(_COUNT)}".encode()
    digest = str(new_id()).replace("-", "") * 2
    path = storing.path_of(digest)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.write_bytes(content)
    return Document.rows.create(
        id=new_id(), digest=digest, name="a.csv", media_type="text/csv", size=len(content), created_at=NOW
    )


def _index() -> None:
    """Everything findable, as the actions would have left it."""
    for entity, model in (("account", Account), ("person", Person), ("note", Note), ("file", AccountFile)):
        indexing.index(entity, list(model.rows.filter(archived_at=None)))
    for entity, model in (("unit", CustomerUnit), ("fact", DossierFact), ("member", Member)):
        indexing.index(entity, list(model.rows.all()))
