"""CSV that spreadsheets of every country read, and run nothing of."""

import csv
from collections.abc import Iterable
from io import StringIO

# Spreadsheets take a file without this mark for one in the alphabet of their system.
BYTE_ORDER_MARK = "\ufeff"
# A spreadsheet takes a text that begins so for a formula; the last four are the wide forms of the first.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

Cell = str | int | float


def harmless(text: str) -> str:
    """The text with an apostrophe in front where a spreadsheet would run it as a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text


def lines(rows: Iterable[Iterable[Cell]]) -> str:
    """The rows as lines of a table."""
    # Texts are quoted: in countries where a semicolon parts columns, one within a text must not begin a cell.
    buffer = StringIO()
    csv.writer(buffer, quoting=csv.QUOTE_NONNUMERIC).writerows(rows)
    return buffer.getvalue()
