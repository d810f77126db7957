"""Tables out, files made: typed workbooks and CSV that no spreadsheet program takes for formulas.

No models: callers hand in a header and rows of plain values (text, numbers, dates, truth values, None).
"""

from .annotated import annotate
from .tables import XLSX_ROWS, Written, kind_for, write_table
from .template import write_template

__all__ = ["XLSX_ROWS", "Written", "annotate", "kind_for", "write_table", "write_template"]
