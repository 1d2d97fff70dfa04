"""One fictional landscaping company, as both twins are seeded with it.

`company.json` holds the facts both sides share. Each twin adds what only its own vendor has.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any


@cache
def company() -> dict[str, Any]:
    """The shared facts: customers, items, accounts, terms, payment methods, taxes. Amounts are decimal strings."""
    document: dict[str, Any] = json.loads(Path(__file__).with_name("company.json").read_text(encoding="utf-8"))
    return document
