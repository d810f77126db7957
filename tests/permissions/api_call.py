"""One call of the API and what should come of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.permissions import oracle
from tests.permissions.oracle import OK

SETTLED = (200, 201, 202, 204)
ASKED = (422, 409)  # allowed, but what was sent or the state of the record stands against it


@dataclass(frozen=True)
class Cell:
    """One call: where the asker stands, what is called, what should come of it. `also` are further good statuses."""

    operation: str
    relation: str
    method: str
    path: str
    expected: str
    body: Any = None
    also: tuple[int, ...] = field(default=())

    def verdict(self, status: int, codes: set[str]) -> str:
        """What the answer says. A record named in the body that isn't seen is a 422 with the code `reference`; where every
        field is out of reach, they are all unknown."""
        if status in SETTLED or status in self.also:
            return OK
        if status in (404, 405) or (status == 422 and codes == {"reference"}):
            return oracle.INVISIBLE
        shut = status == 403 or (status == 422 and codes == {"unknown_field"})
        return oracle.FORBIDDEN if shut else f"status {status}"
