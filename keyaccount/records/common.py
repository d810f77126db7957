"""What every stored record shares: its identity, its version, who made and changed it, and a closed front door."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.db import models

from keyaccount.base.ids import new_id


class NoPrincipal(RuntimeError):
    """Somebody tried to read rows without saying for whom (architecture, contract 3)."""


class Closed(models.Manager[Any]):
    """The default manager: refuses. `access.opened(principal, …)` opens a queryset for a person."""

    def get_queryset(self) -> NoReturn:
        raise NoPrincipal(f"{self.model.__name__}: open rows through keyaccount.access, not through .objects")


class Known(models.Func):
    """A column with unknown as the least value, written so that both databases use an index on it for sorting."""

    function = "COALESCE"
    arity = 1

    def _resolve_output_field(self) -> Any:
        """Counts take −1 for unknown, which a column of positive numbers refuses to be compared with."""
        found = super()._resolve_output_field()  # type: ignore[misc]  # the stubs leave it out
        return models.BigIntegerField() if isinstance(found, models.IntegerField) else found

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> Any:  # type: ignore[override]
        least, sqlite = "-1", connection.vendor == "sqlite"
        if isinstance(self.output_field, models.DateTimeField):
            least = "'1900-01-01 00:00:00'" if sqlite else "TIMESTAMPTZ '1900-01-01 00:00:00+00'"
        elif isinstance(self.output_field, models.DateField):
            least = "'1900-01-01'" if sqlite else "DATE '1900-01-01'"
        return super().as_sql(
            compiler, connection, template=f"%(function)s(%(expressions)s, {least})", **extra
        )


class Unindexed(models.Func):
    """A column that SQLite must not look up in an index: a wide scope is read faster along the list's own order."""

    arity = 1

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> Any:  # type: ignore[override]
        template = "+%(expressions)s" if connection.vendor == "sqlite" else "%(expressions)s"
        return super().as_sql(compiler, connection, template=template, **extra)


class Guarded(models.Model):
    """A model nobody reads without a principal. `rows` is for `records` and `access` alone."""

    objects: ClassVar[Closed] = Closed()
    rows: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        abstract = True


class Record(Guarded):
    """A business record. `version` rises by one with every change and carries optimistic locking."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    created_by = models.UUIDField(null=True)
    updated_at = models.DateTimeField()
    updated_by = models.UUIDField(null=True)

    class Meta:
        abstract = True
