"""Help comes at once, in the terminal's language; what is typed wrong is told in one line."""

from __future__ import annotations

import pytest

from keyaccount.base import language
from keyaccount.interfaces.cli import words
from tests.interfaces.cli.running import Place

COMMANDS = "serve worker demo migrate member token import resume export backup restore verify reindex".split()


def test_the_help_names_every_command_in_chinese(place: Place) -> None:
    told = place.run("--help")
    assert "大客户销售管理系统" in told and "用法" in told
    assert not [name for name in COMMANDS if f"    {name}" not in told]
    assert not (place.folder / "field.key").exists(), "help needs no data folder"


def test_every_command_has_help(place: Place) -> None:
    told = [place.run(name, "--help") for name in ("serve", "import", "restore", "member")]
    assert all("--data DIR" in text for text in told)


@pytest.mark.parametrize(
    ("environment", "wanted"),
    [
        ({"LANG": "zh_CN.UTF-8"}, language.ZH_HANS),
        ({"LANG": "zh_TW.UTF-8"}, language.ZH_HANT),
        ({"LANG": "C.UTF-8"}, language.EN),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_US.UTF-8"}, language.EN),
        ({}, language.EN),
    ],
)
def test_the_terminal_chooses_the_language(environment: dict[str, str], wanted: str) -> None:
    assert words.wished(environment) == wanted


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense",),
        ("serve", "--port", "x"),
        ("token", "create"),
        ("import", "accounts"),
        ("restore", "x.tar"),
    ],
)
def test_a_wrong_line_is_told_and_ends_with_2(place: Place, arguments: tuple[str, ...]) -> None:
    assert "keyaccount" in place.run(*arguments, code=2)


def test_a_database_that_is_not_there_is_told_in_one_line(place: Place) -> None:
    told = place.run("member", "list", code=2)
    assert len(told.splitlines()) == 1 and "keyaccount migrate" in told


@pytest.mark.parametrize(
    ("name", "value"),
    [("DATABASE_URL", "mysql://x/y"), ("KEYACCOUNT_SESSION_HOURS", "many"), ("KEYACCOUNT_URL", "nowhere")],
)
def test_a_setting_that_cannot_work_is_named(place: Place, name: str, value: str) -> None:
    place.extra = {name: value}
    told = place.run("member", "list", code=2)
    assert len(told.splitlines()) == 1 and name in told
