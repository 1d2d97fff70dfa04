"""What spreadsheets make of text."""

from unicodedata import normalize

_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for a formula at the beginning of a cell: https://owasp.org/www-community/attacks/CSV_Injection"""


def plain_cell(text: str) -> str:
    """`text` as a cell that no spreadsheet computes, in full-width letters and behind blanks neither."""
    shown = normalize("NFKC", text.lstrip(" \n\v\f\u00a0\u200b\ufeff"))
    return f"'{text}" if shown.startswith(_BEGINS_FORMULA) else text
