"""The members of each kind by the published schema, and the refusal of all others.

`members.json` has the names of Finance.xsd, IntuitNamesTypes.xsd and IntuitBaseTypes.xsd of July 2026.
https://github.com/intuit/QuickBooks-V3-PHP-SDK/tree/master/src/XSD
"""

import json
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from functools import cache
from pathlib import Path
from typing import Any

from infra.sandbox.quickbooks.errors import QuickBooksError
from infra.sandbox.quickbooks.wire import blank

IN_EVERY_OBJECT = frozenset({"domain", "sparse", "status", "time", "NewMemberOfTheFuture"})
INNER_KINDS = {
    **dict.fromkeys(("BillAddr", "ShipAddr", "ShipFromAddr"), "PhysicalAddress"),
    **dict.fromkeys(("BillEmail", "BillEmailCc", "BillEmailBcc", "PrimaryEmailAddr"), "EmailAddress"),
    "TaxLine": "Line",
}


def refuse_unknown(kind: str, value: Mapping[str, Any], ignored: AbstractSet[str] = IN_EVERY_OBJECT) -> None:
    """Raise 2010 for the first member, at any depth, that the schema does not have; empty and ignored ones pass."""
    known = _members().get(kind)
    for name, inner in value.items():
        if known is not None and name not in known and name not in ignored and not blank(inner):
            raise QuickBooksError("2010", f"Property Name:{name} specified is unsupported or invalid", name)
        for element in inner if isinstance(inner, list) else [inner]:
            if isinstance(element, Mapping) and not name.endswith("Ref"):
                refuse_unknown(INNER_KINDS.get(name, name), element)


@cache
def _members() -> Mapping[str, frozenset[str]]:
    document = json.loads(Path(__file__).with_name("members.json").read_text(encoding="utf-8"))
    return {kind: frozenset(names) for kind, names in document.items()}
