"""Everything one can ask that could tell what is hidden: by program, at the pages, in files."""

from __future__ import annotations

from typing import Any

from tests.permissions.secrets import INSIDER, NOTE, PERSON, PRIVATE, PROFILE, RESULT, SECRET, SHARE
from tests.permissions.world import World

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
    "密线1",
    "密情1",
)

HIDDEN = (
    "insider",
    "insider_test",
    "insider_need",
    "insider_step",
    "insider_reader",
    "profile_entry",
    "kin_tie",
)
POWER = ("insiders/", "insiders/new", "map/", "map.json", "map.json?at=2026-03-03")

Question = tuple[str, str, Any]


def questions(world: World) -> list[Question]:
    """(way in, address, body): everything that could tell. API addresses begin with a slash and no more than a room."""
    return [*_api(world), *_pages(world), *_exports()]


def _api(world: World) -> list[Question]:
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
    asked: list[Question] = [("api", path, None) for path in paths]
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


def _pages(world: World) -> list[Question]:
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
        for entity in ("account", "person", "unit", "member", "tag", *HIDDEN)
        for word in ("", "密")
    ]
    paths += [f"/lookups/records/{entity}?account={SECRET}" for entity in ("person", "unit")]
    for relation in ("own", "team_edit", "pool", "shared_read"):
        one = f"/accounts/{world.at[relation]['account'].pk}"
        paths += [
            f"{one}/{tab}"
            for tab in (
                "",
                "organisation/",
                "timeline/",
                "group/",
                "results/",
                "team/",
                "files/",
                "judge/",
                *POWER,
            )
        ]
        paths += [f"{one}/timeline/?q={word}" for word in ("机密线索1", "777777", "private_phone")]
        paths.append(f"/people/{world.at[relation]['person'].pk}/")
    paths += [
        f"/people/{world.second.pk}/",
        f"/people/{world.second.pk}/card.vcf",
        f"/accounts/{SECRET}/",
        f"/people/{PERSON}/",
        f"/insiders/{INSIDER}/",
        f"/insiders/{INSIDER}/edit",
        f"/insiders/{PROFILE}/",
        "/settings/audit",
    ]
    paths += [
        f"/accounts/{world.at['own']['account'].pk}/merge/?other={SECRET}",
        "/settings/security",
        f"/accounts/new?parent={SECRET}",
    ]
    return [("page", path, None) for path in paths]


def _exports() -> list[Question]:
    kinds = ("accounts", "pools", "people", "units", "members", "results")
    narrowed: list[dict[str, list[str]]] = [
        {},
        {"q": ["机密线索"]},
        {"status": ["active"]},
        {"ids": [str(SECRET)]},
        {"sort": ["-seats"]},
    ]
    return [("export", kind, params) for kind in kinds for params in narrowed]
