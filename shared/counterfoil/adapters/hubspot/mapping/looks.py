"""What an invoice's properties look like, as two digests: what nobody but its seller writes, and what it owes. Pure.

Our own properties are left out, for showing something on an invoice changes it for nobody.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from counterfoil.adapters.hubspot.schemas import InvoiceProperties, property_names
from counterfoil.domain.records.record import digest

if TYPE_CHECKING:
    from counterfoil.adapters.hubspot.answers import CrmObject

OWED = ("hs_invoice_status", "hs_balance_due")
"""What payments change."""
INVOICE_PROPERTIES = property_names(InvoiceProperties)

_OURS = "counterfoil_"
_LENGTH = 16


def looks_of(wire: "CrmObject", further: Iterable[str] = ()) -> str:
    """The digests of an invoice's properties and the `further` ones that the rule names, all of which were asked for."""
    names = dict.fromkeys((*INVOICE_PROPERTIES, *further))
    rest = [name for name in names if name not in OWED and not name.startswith(_OURS)]
    return f"{_digest(wire, rest)} {_digest(wire, OWED)}"


def is_alike(looks: str, seen: str) -> bool:
    """Whether an invoice looks as it was seen (see `Link.seen`), whatever it owes."""
    return looks.split(" ")[-2] == seen.split(" ")[-2]


def _digest(wire: "CrmObject", names: Iterable[str]) -> str:
    return digest([name, wire.properties.get(name) or ""] for name in names)[:_LENGTH]
