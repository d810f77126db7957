"""Editions published before there was anything to say about deals, or about who decides, still read, with what is shipped."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from keyaccount.playbook.problems import EditionErrors
from keyaccount.playbook.reader import default, read
from keyaccount.playbook.schema import Method
from keyaccount.playbook.sections.method import METHOD_SECTIONS
from keyaccount.playbook.sections.power import POWER_SECTIONS

KEPT = Path(__file__).parent / "kept"
OLD, SECOND, THIRD = ((KEPT / f"ka_{number}.toml").read_text(encoding="utf-8") for number in (1, 2, 3))
HASH = "14c552f6de8cacc21138d63154918b648fbbabfcb2b65990a200270ae064c59f"
SECOND_HASH = "2a72f1f36196bc92d473e2d95e3b281d5420f8b2df4df3e86de7fcf7dc327443"
THIRD_HASH = "9571c313910c4961c7cf284cd94b92bd30fa566dfbaddb0160b82f0d2092e17d"


def test_an_old_edition_reads_with_its_own_number_and_hash() -> None:
    edition = read(OLD, "ka_1.toml")
    assert (edition.key, edition.number, edition.hash) == ("ka", 1, HASH)
    assert edition.tiers == default().tiers


@pytest.mark.parametrize("section", METHOD_SECTIONS)
def test_what_it_says_nothing_of_is_as_shipped(section: str) -> None:
    assert getattr(read(OLD, "ka_1.toml"), section) == getattr(default(), section)


def test_its_own_rules_stay_its_own() -> None:
    edition = read(OLD.replace("share = 80", "share = 70"), "ka_1.toml")
    assert edition.pareto.share == 70
    assert {field.name for field in fields(Method)} == set(METHOD_SECTIONS)


def test_one_section_about_deals_asks_for_all_of_them() -> None:
    """Questions and gates speak of one another, so they come from one hand."""
    reasons = (
        '\n[[loss_reasons]]\nkey = "price"\nlabel = { zh-hans = "价格", zh-hant = "價格", en = "Price" }\n'
    )
    with pytest.raises(EditionErrors) as caught:
        read(OLD + reasons, "ka_1.toml")
    assert {error.key for error in caught.value.errors} >= set(METHOD_SECTIONS) - {"loss_reasons"}


def test_the_second_edition_keeps_its_method_and_takes_who_decides_from_the_shipped_one() -> None:
    edition = read(SECOND.replace('no_budget = "park"', 'no_budget = "warn"'), "ka_2.toml")
    assert (edition.qualifying.no_budget, edition.power) == ("warn", default().power)
    kept = read(SECOND, "ka_2.toml")
    assert (kept.number, kept.hash) == (2, SECOND_HASH)
    assert read(OLD, "ka_1.toml").power == default().power


def test_one_section_about_who_decides_asks_for_all_of_them() -> None:
    """But not for a second reading of what the edition says about deals."""
    with pytest.raises(EditionErrors) as caught:
        read(SECOND + "\n[power]\nsilent_days = 30\n", "ka_2.toml")
    asked = {error.key.partition(".")[0] for error in caught.value.errors}
    assert asked == set(POWER_SECTIONS)


def test_the_third_edition_takes_the_usual_steps_from_the_shipped_one() -> None:
    edition = read(THIRD.replace("silent_days = 90", "silent_days = 45"), "ka_3.toml")
    assert (edition.power.silent_days, edition.decision_steps) == (45, default().decision_steps)
    kept = read(THIRD, "ka_3.toml")
    assert (kept.number, kept.hash) == (3, THIRD_HASH)
