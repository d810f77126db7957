"""Files in, tables out: every kind of file a person may bring, told by its content, read within limits.

No models, no business words: `open_table` gives a `Table`, or `Invalid` with the reason.
"""

from .encodings import CODECS as ENCODINGS
from .limits import LIMITS, Limits
from .opening import open_table
from .table import Row, Sheet, Table, Value

__all__ = ["ENCODINGS", "LIMITS", "Limits", "Row", "Sheet", "Table", "Value", "open_table"]
