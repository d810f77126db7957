"""What somebody must not find out, each in three worlds: it isn't there, it is, and it is something else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

from keyaccount.actions.insiders.begin_insider import begin_insider
from keyaccount.actions.insiders.edit_insider import note_opening
from keyaccount.actions.insiders.hand_over import hand_over
from keyaccount.actions.insiders.name_readers import drop_reader, name_reader
from keyaccount.actions.insiders.plan import add_need, add_step
from keyaccount.actions.insiders.record_test import record_test
from keyaccount.actions.insiders.set_state import set_state
from keyaccount.actions.shared import indexing, sealing
from keyaccount.base import clock
from keyaccount.records.accounts.models import (
    Account,
    Address,
    DossierFact,
    Holding,
    MonthlyResult,
    Note,
    Share,
    TeamSeat,
)
from keyaccount.records.journal.models import Entry
from keyaccount.records.library.models import ExportRun, ImportRun
from keyaccount.records.org.models import ApiToken, SavedView
from keyaccount.records.people.models import (
    CustomerUnit,
    Insider,
    KinTie,
    Person,
    PersonKey,
    Post,
    ProfileEntry,
)
from tests.cast import NOW, acting
from tests.permissions.world import MADE, TODAY, World, item

# Fixed, so that a request can name the record in the world in which it isn't there.
SECRET = UUID("01920000-0000-7000-8000-000000000001")
PERSON = UUID("01920000-0000-7000-8000-000000000002")
SHARE = UUID("01920000-0000-7000-8000-000000000003")
RESULT = UUID("01920000-0000-7000-8000-000000000004")
NOTE = UUID("01920000-0000-7000-8000-000000000005")
PRIVATE = UUID("01920000-0000-7000-8000-000000000006")
INSIDER = UUID("01920000-0000-7000-8000-000000000007")
PROFILE = UUID("01920000-0000-7000-8000-000000000008")
KIN = UUID("01920000-0000-7000-8000-000000000009")
NAMES = {1: "密客银行", 2: "藏锋集团"}

Secret = Callable[[World, int], None]


def another_owners_account(world: World, which: int) -> None:
    """A whole customer of a colleague, with people, notes, money and history."""
    name = NAMES[which]
    account = Account.rows.create(
        id=SECRET, name=name, name_key=name, core_key=name, name_sort=name, pinyin_key="mi ke", short_name=name[:2], external_id=f"XMICODE{which}",
        stock_code=f"60000{which}", owner=world.stranger, department=world.north, parent=world.at["far"]["account"], note=f"机密线索{which}",
        seats=which * 500, tier="ordinary", **MADE,
    )  # fmt: skip
    on = {"account": account, **MADE}
    scope = {"owner_id": world.stranger.pk, "department_id": world.north.pk}
    person = Person.rows.create(
        id=PERSON,
        name=f"密人{which}",
        name_sort="mi",
        mobile=f"1370000222{which}",
        is_key=True,
        account=account,
        title="行长",
        **scope,
        **MADE,
    )
    unit = CustomerUnit.rows.create(name=f"密部{which}", **on)
    Post.rows.create(person=person, title="行长", unit=unit, **scope, **on)
    note = Note.rows.create(id=NOTE, text=f"机密线索{which}", happened_at=NOW, **on)
    fact = DossierFact.rows.create(
        item=item(), text=f"机密线索{which}", source="customer", observed_on=NOW.date(), **on
    )
    MonthlyResult.rows.create(
        id=RESULT, month=TODAY.replace(day=1), received=which * 10_000_000, margin=which, **on
    )
    Entry.rows.create(
        at=NOW,
        kind="note.created",
        entity="note",
        object_id=note.pk,
        account_id=account.pk,
        label=name,
        data={"changes": {"text": ["", f"机密线索{which}"]}},
    )
    Holding.rows.create(account=account, owner=world.stranger, began_at=NOW, how="claimed")
    for entity, row in (
        ("account", account),
        ("person", person),
        ("unit", unit),
        ("note", note),
        ("fact", fact),
    ):
        indexing.index(entity, [row])


def money_of_a_shared_account(world: World, which: int) -> None:
    """Commercial figures of an account on whose team I sit: my seat shows the inside, not the money."""
    for relation in ("team_edit", "shared_read", "pool"):
        account = world.at[relation]["account"]
        MonthlyResult.rows.filter(account=account).delete()
        month = TODAY.replace(day=1) if which == 1 else date(2025, 1, 1)
        result = MonthlyResult.rows.create(
            month=month, received=which * 777_777, margin=which * 111, account=account, **MADE
        )
        told = {"changes": {"received": [None, str(which * 777_777)]}}
        Entry.rows.create(
            at=NOW,
            kind="result.created",
            entity="result",
            object_id=result.pk,
            account_id=account.pk,
            label=f"{month:%Y-%m}",
            field_class=2,
            data=told,
        )


def a_sealed_telephone(world: World, which: int) -> None:
    """Whether there is a private number at all, and which."""
    for relation in ("team_edit", "shared_edit", "team_read"):
        person = world.at[relation]["person"]
        number = {1: "13711112222", 2: "13733334444"}[which]
        Person.rows.filter(pk=person.pk).update(private_phone=sealing.seal(number, owner=person.pk))
        told = {"changes": {"private_phone": [None, None]}}
        Entry.rows.create(
            at=NOW,
            kind="person.edited",
            entity="person",
            object_id=person.pk,
            person_id=person.pk,
            account_id=world.at[relation]["account"].pk,
            label=person.name,
            field_class=3,
            data=told,
        )


def inside_of_a_pooled_account(world: World, which: int) -> None:
    """In the pool a customer shows its public side only."""
    account = world.at["pool"]["account"]
    values = {
        1: {"status": "active", "seats": 900, "source": "event", "external_id": "XMICODE1"},
        2: {"status": "lost", "seats": 5, "source": "tender", "external_id": "XMICODE2"},
    }
    Account.rows.filter(pk=account.pk).update(
        note=f"机密线索{which}",
        budget_months=[which],
        completeness=which * 30,
        followed_at=NOW,
        **values[which],
    )
    account.refresh_from_db()
    on = {"account": account, **MADE}
    person = Person.rows.create(
        id=PERSON,
        name=f"密人{which}",
        name_sort="mi",
        mobile=f"1370000222{which}",
        is_key=True,
        account=account,
        **MADE,
    )
    note = Note.rows.create(id=NOTE, text=f"机密线索{which}", happened_at=NOW, **on)
    fact = DossierFact.rows.create(
        item=item(), text=f"机密线索{which}", source="customer", observed_on=NOW.date(), **on
    )
    CustomerUnit.rows.create(name=f"密部{which}", function="using", **on)
    Holding.rows.create(
        account=account,
        owner=world.stranger,
        began_at=NOW,
        ended_at=NOW,
        how="released",
        reason=f"机密线索{which}",
    )
    for entity, row in (("account", account), ("person", person), ("note", note), ("fact", fact)):
        indexing.index(entity, [row])


def a_share_to_somebody_else(world: World, which: int) -> None:
    """Who else works on customers whose inside I don't see."""
    for id, relation in ((SHARE, "pool"), (None, "far")):
        target = {1: {"member": world.other}, 2: {"department": world.north}}[which]
        more = {"id": id} if id else {}
        Share.rows.create(
            account=world.at[relation]["account"],
            until=TODAY + timedelta(days=20),
            reason=f"机密线索{which}",
            **target,
            **more,
            **MADE,
        )
        member = {1: world.keeper, 2: world.stranger}[which]
        TeamSeat.rows.create(account=world.at[relation]["account"], member=member, role="csm", **MADE)


def a_name_i_point_at(world: World, which: int) -> None:
    """The parent of my customer, the boss of my contact and the main employer of my adviser are none of my business."""
    far = world.at["far"]
    Account.rows.filter(pk=far["account"].pk).update(name=NAMES[which], short_name=NAMES[which][:2])
    Person.rows.filter(pk=far["person"].pk).update(name=f"密人{which}")
    Address.rows.filter(account=far["account"]).update(street=f"密路 {which} 号")
    told = {"changes": {"text": ["", f"机密线索{which}"]}}
    Entry.rows.create(
        at=NOW,
        kind="note.created",
        entity="note",
        object_id=NOTE,
        account_id=far["account"].pk,
        person_id=world.second.pk,
        label=NAMES[which],
        data=told,
    )


def what_is_one_members_own(world: World, which: int) -> None:
    """A colleague's views, imports, exports and tokens."""
    owner = {"page": "accounts", "query": f"q=机密线索{which}", **MADE}
    SavedView.rows.create(id=PRIVATE, member=world.stranger, name=f"密{which}", **owner)
    run = {"member_id": world.stranger.pk, "document": world.document, "kind": "accounts", **MADE}
    ImportRun.rows.create(id=PRIVATE, problem=f"机密线索{which}", **run)
    ExportRun.rows.create(id=PRIVATE, rows_written=which, **run)
    ApiToken.rows.create(
        id=PRIVATE, member=world.stranger, name=f"密{which}", digest=f"密{which}", hint="ka_", created_at=NOW
    )


def an_insider(world: World, which: int) -> None:
    """A colleague and whom they named keep insiders, at my customers too; everything is done as the product does it."""
    for relation in ("own", "below", "team_edit", "shared_read", "far"):
        keep_one(world, relation, which)
    row = {
        "account": world.at["pool"]["account"],
        "person": world.at["pool"]["person"],
        "owner": world.stranger,
    }
    more = {"code_name": f"密线{which}", "state": "confirmed", "why": f"机密线索{which}", "heard_on": TODAY}
    Insider.rows.create(id=INSIDER, **row, **more, **MADE)


def keep_one(world: World, relation: str, which: int) -> Insider:
    """From the first thought to the last step; in the other world of another person, further on, under another name."""
    at = world.at[relation]
    person = {1: at["person"], 2: world.second if relation == "own" else at["person"]}[which]
    by, on = acting(world.stranger), {"by": acting(world.stranger), "at": clock.now()}
    begun = {"code_name": f"密线{which}{relation}", "why": f"机密线索{which}", "risk": "别声张"}
    row = begin_insider(by=by, at=on["at"], account=at["account"].pk, person=person.pk, **begun)
    on["by"] = acting(world.stranger)
    on["id"] = row.pk
    add_step(**on, title=f"密计{which}", due_on=TODAY)
    set_state(**on, state="developing")
    for kind in ("told", "stood", "shares")[: which + 1]:
        record_test(**on, kind=kind, observed_on=TODAY - timedelta(days=which), evidence=f"机密线索{which}")
    add_need(**on, kind="practical", way="training", safe="公开的课", text=f"密需{which}")
    name_reader(**on, member=world.other.pk)
    note_opening(by=acting(world.other), at=on["at"], id=row.pk)
    if which == 2:
        set_state(**on, state="confirmed")
        drop_reader(**on, member=world.other.pk)
        hand_over(**on, member=world.other.pk)
    return row


def a_profile(world: World, which: int) -> None:
    """What somebody told of their life, or how much of it."""
    for relation in ("team_edit", "shared_edit", "team_read"):
        person = world.at[relation]["person"]
        PersonKey.rows.create(person=person, sealed=f"密钥{which}".encode(), created_at=NOW)
        for number in range(which):
            one = {"id": PROFILE} if relation == "team_edit" and not number else {}
            row = ProfileEntry.rows.create(
                person=person, account=person.account, kind=("family", "hobby")[number], sealed=f"密情{which}".encode(), purpose=f"机密线索{which}",
                basis="consent", source="customer", observed_on=TODAY, retain_until=TODAY + timedelta(days=90), **one, **MADE,
            )  # fmt: skip
            _sensitive("profile_entry.kept", row, person)


def a_kin_tie(world: World, which: int) -> None:
    """Whether two people of a customer are kin, and what is said of it."""
    for relation in ("team_edit", "shared_edit", "team_read"):
        at = world.at[relation]
        other = Person.rows.filter(account=at["account"], name="亲友").get()
        one = {"id": KIN} if relation == "team_edit" else {}
        row = KinTie.rows.create(
            account=at["account"], person=at["person"], other=other, note=f"机密线索{which}",
            certainty=("assumed", "confirmed")[which - 1], created_at=NOW, **one,
        )  # fmt: skip
        _sensitive("kin_tie.drawn", row, at["person"])


def _sensitive(kind: str, row: object, person: Person) -> None:
    """The entry that the product writes of it."""
    Entry.rows.create(
        at=NOW, kind=kind, entity=kind.split(".")[0], object_id=row.pk, person_id=person.pk,
        account_id=person.account_id, label=person.name, field_class=3, data={},
    )  # fmt: skip


def pointing(world: World) -> None:
    """In every world alike: my records refer to some that I don't see."""
    own, far = world.at["own"], world.at["far"]
    Account.rows.filter(pk=own["account"].pk).update(parent=far["account"], group_root_id=far["account"].pk)
    Post.rows.filter(pk=own["post"].pk).update(reports_to=far["person"])
    seated(world)


def seated(world: World) -> None:
    """In every world alike: the colleague works on my customers too, and each customer has a second person."""
    for relation in ("own", "below"):
        seat = {
            "account": world.at[relation]["account"],
            "member": world.stranger,
            "role": "sales",
            "level": "edit",
        }
        TeamSeat.rows.create(**seat, **MADE)
    for relation in ("team_edit", "shared_edit", "team_read"):
        account = world.at[relation]["account"]
        scope = {"owner_id": account.owner_id, "department_id": account.department_id}
        Person.rows.create(name="亲友", name_sort="qinyou", account=account, **scope, **MADE)


SECRETS: tuple[Secret, ...] = (
    another_owners_account,
    money_of_a_shared_account,
    a_sealed_telephone,
    inside_of_a_pooled_account,
    a_share_to_somebody_else,
    a_name_i_point_at,
    what_is_one_members_own,
    an_insider,
    a_profile,
    a_kin_tie,
)
