"""Which language the terminal speaks: from LC_ALL, LC_MESSAGES or LANG, before and after Django is set up."""

from __future__ import annotations

import argparse
import gettext
from collections.abc import Mapping
from pathlib import Path

from keyaccount.base import language

LOCALE = Path(__file__).resolve().parents[2] / "site" / "locale"
FOLDERS = {language.EN: "en", language.ZH_HANT: "zh_Hant"}
# argparse's own words; it looks each up by its English text when it is shown
ARGPARSE = {
    "usage: ": "用法：",
    "options": "选项",
    "positional arguments": "参数",
    "show this help message and exit": "显示这份说明",
    "%(prog)s: error: %(message)s\n": "%(prog)s：%(message)s\n",
    "the following arguments are required: %s": "还缺：%s",
    "unrecognized arguments: %s": "不认识的参数：%s",
    "invalid %(type)s value: %(value)r": "%(value)r 不合要求",
    "invalid choice: %(value)r (choose from %(choices)s)": "没有 %(value)r，可以用：%(choices)s",
    "expected one argument": "后面要有一个值",
}
_spoken = {"language": language.ZH_HANS}


def wished(environment: Mapping[str, str]) -> str:
    """The language key of the terminal; anything but Chinese is English."""
    name = next((environment[k] for k in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(k)), "")
    if not name.lower().startswith("zh"):
        return language.EN
    return language.ZH_HANT if name[:5].upper() in ("ZH_TW", "ZH_HK", "ZH_MO") else language.ZH_HANS


def speak(environment: Mapping[str, str]) -> None:
    """Speak the terminal's language while Django is not set up yet (help, wrong options)."""
    spoken = _spoken["language"] = wished(environment)
    if spoken != language.EN:
        argparse._ = lambda text: ARGPARSE.get(text, text)  # type: ignore[attr-defined]
    folder = FOLDERS.get(spoken, "")
    found = gettext.translation("django", LOCALE, [folder], fallback=True)
    language.use(translate=lambda text, _: found.gettext(text) if folder else text, current=lambda: spoken)


def activate() -> None:
    """Speak it on, now that Django translates."""
    from django.utils import translation

    translation.activate(_spoken["language"])
