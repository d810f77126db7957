"""The hand-written stories: long ones of the largest accounts, short ones of the next, each in its order."""

from __future__ import annotations

from keyaccount.interfaces.cli.demo_company.journal import Journal
from keyaccount.interfaces.cli.demo_company.shapes import Document, Fact, Note
from keyaccount.interfaces.cli.demo_company.sources import stories, table
from keyaccount.interfaces.cli.demo_company.wording import dated, spaced

ASIDE = ("business", "organisation")  # kept in the account's and the department's own fields


def long_notes(journal: Journal) -> list[Note]:
    notes = []
    for key, story in stories().items():
        random = journal.random(f"story/{key}")
        moments = journal.past.moments([row[0] for row in story["notes"]], random)
        for (_, by, name, text), at in zip(story["notes"], moments, strict=True):
            notes.append(Note(key, journal.named(key, name), by, at, dated(text, at.date())))
    return notes


def short_notes(journal: Journal) -> list[Note]:
    notes = []
    for story in table("stories/short")["account"]:
        key = story["key"]
        random = journal.random(f"short/{key}")
        moments = journal.past.moments([row[0] for row in story["notes"]], random)
        for (_, by, function, text), at in zip(story["notes"], moments, strict=True):
            day = at.date()
            person, said = journal.written(text, journal.head(key, function, day), day, random)
            notes.append(Note(key, person, by or journal.owner(key, day), at, said))
    return notes


def facts(journal: Journal) -> tuple[Fact, ...]:
    """What the dossiers hold (ACC-2): some verified lately, some long stale, some items missing on purpose."""
    rows = [(key, *row) for key, story in stories().items() for row in story["facts"]]
    rows += [tuple(row) for row in table("stories/short_facts")["facts"]]
    return tuple(_fact(journal, *row) for row in rows if row[1] not in ASIDE and ":" not in row[1])


def _fact(
    journal: Journal, account: str, item: str, text: str, source: str, said_by: str, ago: int, verified: int
) -> Fact:
    observed = journal.past.day(ago)
    return Fact(
        account=account,
        item=item,
        text=spaced(text),
        source=source,
        said_by=spaced(said_by),
        observed_on=observed,
        verified_on=max(observed, journal.past.day(verified)) if verified else None,
        by=journal.owner(account, observed),
    )


def documents(journal: Journal) -> tuple[Document, ...]:
    """The minutes and papers filed with the largest accounts, as Markdown."""
    found = []
    for key, story in stories().items():
        random = journal.random(f"file/{key}")
        for row in story["files"]:
            at = journal.past.moments([row["ago"]], random)[0]
            text = "\n".join(dated(line, at.date()) for line in row["text"].strip().split("\n")) + "\n"
            title = spaced(row["title"])
            found.append(
                Document(key, title, f"{at:%Y%m%d}-{row['title']}.md", "text/markdown", text, row["by"], at)
            )
    return tuple(found)
