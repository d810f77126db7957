"""Collects every text of the product and keeps the catalogues of 繁中 and English in step: `python messages.py [language …]`.

Chinese is the source: a text is its own key. New texts come into the catalogues empty, gone ones go.
"""

from __future__ import annotations

import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent
PACKAGE = ROOT / "keyaccount"
LOCALES = PACKAGE / "site" / "locale"
LANGUAGES = ("zh_Hant", "en")
METHODS = [("**/templates/**.html", "jinja2"), ("**.py", "python")]
OPTIONS = {"**/templates/**.html": {"trimmed": "true", "silent": "false"}}
KEYWORDS = {"say": None, "_": None, "sense": ((1, "c"), 2)}


def collected() -> Catalog:
    """All texts of the package, each with the files it stands in."""
    catalog = Catalog(charset="utf-8")
    for name, _, text, _, context in extract_from_dir(PACKAGE, METHODS, OPTIONS, KEYWORDS):
        if isinstance(text, str) and text:
            catalog.add(text, locations=[(f"keyaccount/{name}", 0)], context=context)
    return catalog


def path_of(language: str) -> Path:
    return LOCALES / language / "LC_MESSAGES" / "django.po"


def catalogue(language: str) -> Catalog:
    """A catalogue as it is stored; empty when there is none yet."""
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8", project="KeyAccount", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def main() -> None:
    texts = collected()
    for language in sys.argv[1:] or LANGUAGES:
        kept = catalogue(language)
        kept.update(texts, no_fuzzy_matching=True)
        kept.obsolete.clear()
        kept.header_comment = f"# KeyAccount: {language}"
        kept.project, kept.msgid_bugs_address, kept.last_translator, kept.fuzzy = "KeyAccount", "", "", False
        path_of(language).parent.mkdir(parents=True, exist_ok=True)
        with path_of(language).open("wb") as file:
            write_po(file, kept, width=120, sort_output=True, omit_header=False, no_location=True)
        empty = sum(1 for message in kept if message.id and not message.string)
        print(f"{language}: {len(kept)} texts, {empty} to translate")


if __name__ == "__main__":
    main()
