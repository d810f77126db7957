"""What somebody must not find out, each in three worlds: it isn't there, it is, and it is something else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from keyaccount.actions.shared import indexing, sealing
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
from keyaccount.records.people.models import CustomerUnit, Person, Post
from tests.cast import NOW
from tests.permissions.world import MADE, TODAY, World, item

# Fixed, so that a request can name the record in the world in which it isn't there.
SECRET = UUID("01920000-0000-7000-8000-000000000001")
PERSON = UUID("01920000-0000-7000-8000-000000000002")
SHARE = UUID("01920000-0000-7000-8000-000000000003")
RESULT = UUID("01920000-0000-7000-8000-000000000004")
NOTE = UUID("01920000-0000-7000-8000-000000000005")
PRIVATE = UUID("01920000-0000-7000-8000-000000000006")
NAMES = {1: "密客银行", 2: "藏锋集团"}
WORDS = (
    "密客银行",
    "密客",
    "mike",
    "mkyh",
    "藏锋",
    "cangfeng",
    "机密线索",
    "13700002222",
    "XMICODE1",
    "内情",
)

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


def pointing(world: World) -> None:
    """In every world alike: my records refer to some that I don't see."""
    own, far = world.at["own"], world.at["far"]
    Account.rows.filter(pk=own["account"].pk).update(parent=far["account"], group_root_id=far["account"].pk)
    Post.rows.filter(pk=own["post"].pk).update(reports_to=far["person"])


SECRETS: tuple[Secret, ...] = (
    another_owners_account,
    money_of_a_shared_account,
    a_sealed_telephone,
    inside_of_a_pooled_account,
    a_share_to_somebody_else,
    a_name_i_point_at,
    what_is_one_members_own,
)


def questions(world: World) -> list[tuple[str, str, Any]]:
    """(way in, address, body): everything that could tell. API addresses begin with a slash and no more than a room."""
    return [*_api(world), *_pages(world), *_exports()]


def _api(world: World) -> list[tuple[str, str, Any]]:
    lists = (
        "accounts",
        "people",
        "units",
        "posts",
        "addresses",
        "team-seats",
        "shares",
        "facts",
        "results",
        "notes",
        "files",
        "views",
        "imports",
        "exports",
    )
    paths = [f"/{name}?total=1&limit=200" for name in lists]
    paths += [
        "/accounts?archived=1&total=1",
        "/accounts?sort=-seats",
        "/accounts?sort=completeness",
        "/accounts?sort=-followed_at&limit=3",
        "/people?sort=name&limit=3",
    ]
    paths += [f"/accounts?total=1&{probe}" for probe in (
        "status=active", "status__not=lost", "seats__gte=600", "seats__lte=10", "note__contains=机密", "note__empty=0", "external_id=XMICODE1", "completeness__gte=1",
        "source=event", "followed_at__empty=0", f"parent={SECRET}", f"parent={world.at['far']['account'].pk}", "headcount__empty=1", "fields=id,note", "tags__empty=1",
    )]  # fmt: skip
    paths += [
        f"/people?total=1&{probe}"
        for probe in (
            "mobile=13700002221",
            "is_key=1",
            f"account={SECRET}",
            "private_phone__empty=0",
            "note__contains=私下",
        )
    ]
    paths += [
        f"/results?total=1&{probe}" for probe in ("received__gte=1", "margin__empty=0", "sort=-received")
    ]
    paths += [f"/{room}?q={word}&total=1" for word in WORDS for room in ("accounts", "people")] + [
        f"/search?q={word}" for word in WORDS
    ]
    paths += ["/journal?limit=200", "/pareto", "/pareto?measure=margin", "/tokens", "/me"]
    for relation in ("own", "team_edit", "pool", "shared_read"):
        one = f"/accounts/{world.at[relation]['account'].pk}"
        paths += [
            one,
            *(f"{one}/{part}" for part in ("dossier", "group", "timeline", "holdings", "judgements")),
        ]
        paths += [
            f"/people/{world.at[relation]['person'].pk}",
            f"/people/{world.at[relation]['person'].pk}/timeline",
        ]
    paths += [f"/people/{world.second.pk}", f"/people/{world.second.pk}/timeline"]
    paths += [
        f"/accounts/{SECRET}",
        f"/accounts/{SECRET}/timeline",
        f"/people/{PERSON}",
        f"/shares/{SHARE}",
        f"/results/{RESULT}",
        f"/notes/{NOTE}",
    ]
    paths += [f"/{room}/{PRIVATE}" for room in ("views", "imports", "exports")] + [
        f"/accounts/{world.at['own']['account'].pk}/merge?drop={SECRET}"
    ]
    asked: list[tuple[str, str, Any]] = [("api", path, None) for path in paths]
    own = f"/accounts/{world.at['own']['account'].pk}"
    asked += [
        ("patch", own, {"parent": str(SECRET)}),
        ("patch", f"/posts/{world.at['own']['post'].pk}", {"reports_to": str(PERSON)}),
    ]
    asked += [
        ("post", "/notes", {"account": str(SECRET), "text": "试探"}),
        ("post", f"{own}/merge", {"drop": str(SECRET)}),
    ]
    asked += [("post", f"/accounts/{SECRET}/claim", None), ("patch", f"/accounts/{SECRET}", {"note": "试探"})]
    return asked


def _pages(world: World) -> list[tuple[str, str, Any]]:
    paths = [
        "/",
        "/today/team",
        "/accounts/",
        "/accounts/?sort=-seats",
        "/accounts/?status=active",
        "/accounts/?columns=name,note",
        "/people/",
        "/pools/",
        "/pools/rules/",
    ]
    paths += [
        "/accounts/?q=密客",
        "/people/?q=密人",
        "/pools/?q=机密线索",
        "/accounts/pareto/",
        f"/accounts/filters?parent={SECRET}",
        f"/accounts/?parent={SECRET}",
    ]
    paths += [f"/search/?q={word}" for word in WORDS[::3]] + [f"/search/suggest?q={word}" for word in WORDS]
    paths += [
        f"/lookups/records/{entity}?q={word}"
        for entity in ("account", "person", "unit", "member", "tag")
        for word in ("", "密")
    ]
    paths += [f"/lookups/records/{entity}?account={SECRET}" for entity in ("person", "unit")]
    for relation in ("own", "team_edit", "pool", "shared_read"):
        one = f"/accounts/{world.at[relation]['account'].pk}"
        paths += [
            f"{one}/{tab}"
            for tab in ("", "organisation/", "timeline/", "group/", "results/", "team/", "files/", "judge/")
        ]
        paths += [f"{one}/timeline/?q={word}" for word in ("机密线索1", "777777", "private_phone")]
        paths.append(f"/people/{world.at[relation]['person'].pk}/")
    paths += [
        f"/people/{world.second.pk}/",
        f"/people/{world.second.pk}/card.vcf",
        f"/accounts/{SECRET}/",
        f"/people/{PERSON}/",
    ]
    paths += [
        f"/accounts/{world.at['own']['account'].pk}/merge/?other={SECRET}",
        "/settings/security",
        f"/accounts/new?parent={SECRET}",
    ]
    return [("page", path, None) for path in paths]


def _exports() -> list[tuple[str, str, Any]]:
    kinds = ("accounts", "pools", "people", "units", "members", "results")
    narrowed: list[dict[str, list[str]]] = [
        {},
        {"q": ["机密线索"]},
        {"status": ["active"]},
        {"ids": [str(SECRET)]},
        {"sort": ["-seats"]},
    ]
    return [("export", kind, params) for kind in kinds for params in narrowed]
