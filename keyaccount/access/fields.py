"""A field as everybody downstream sees it: page, form, API, filter, sort, import, export and search read this one list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from keyaccount.access.classes import FieldClass
from keyaccount.base.language import Say, say


class Kind(StrEnum):
    TEXT = "text"
    LONG = "long"
    CHOICE = "choice"
    MONTHS = "months"
    MONTH = "month"
    YESNO = "yesno"
    INTEGER = "integer"
    MONEY = "money"
    DECIMAL = "decimal"
    DATE = "date"
    MOMENT = "moment"
    REF = "ref"
    TAGS = "tags"
    PHONE = "phone"
    EMAIL = "email"
    URL = "url"
    CREDIT_CODE = "credit_code"
    REGION = "region"
    SEALED = "sealed"


@dataclass(frozen=True)
class Field:
    """One field of an entity. `column` is the ORM path (default: the name), `ref` the entity a REF points to.

    `filterable`, `sortable` and `writable` say what may be asked at all; who may ask it follows from `klass`.
    `listed`: shown in a list by default; `imported`: offered as an import column; `order` the column a list sorts by;
    `most` the greatest number taken.
    """

    name: str
    label: Say
    kind: Kind = Kind.TEXT
    klass: FieldClass = FieldClass.INTERNAL
    column: str = ""
    ref: str = ""
    choices: Mapping[str, Say] | None = None
    required: bool = False
    writable: bool = True
    filterable: bool = True
    sortable: bool = False
    listed: bool = False
    imported: bool = True
    max_length: int | None = None
    most: int = 2_147_483_647
    help: Say | None = None
    order: str = ""

    @property
    def path(self) -> str:
        """ORM path; of a reference the id column."""
        return self.column or (f"{self.name}_id" if self.kind is Kind.REF else self.name)


def computed(name: str, label: Say, kind: Kind, klass: FieldClass, **more: Any) -> Field:
    """A field that nobody types: shown, filtered and sorted, never written nor imported."""
    return Field(name, label, kind, klass, writable=False, imported=False, **more)


def meta_fields() -> tuple[Field, ...]:
    """When a record was made and changed last."""
    return (
        computed("created_at", say("创建时间"), Kind.MOMENT, FieldClass.PUBLIC, sortable=True),
        computed("updated_at", say("更新时间"), Kind.MOMENT, FieldClass.PUBLIC, sortable=True, listed=True),
    )
