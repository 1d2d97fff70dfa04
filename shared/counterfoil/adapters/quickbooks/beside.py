"""What is carried nowhere and yet may keep a record from being carried: who shares a name, accounts, and the settings."""

from collections.abc import Mapping, Sequence

from counterfoil.adapters.quickbooks.client import Document
from counterfoil.domain.blockers import PREFERENCES, entry

BESIDE = ("Preferences", "Account", "Vendor", "Employee")
"""Entities whose changes are asked for beside those of the records."""


def key_of(entity: str, object_id: str) -> str:
    """The key (see `domain.blockers`) of such an object."""
    return PREFERENCES if entity == "Preferences" else entry(entity.lower(), object_id)


def keys_in(rows: Mapping[str, Sequence[Document]]) -> tuple[str, ...]:
    """The keys of all such objects among the rows."""
    return tuple(key_of(entity, str(row.get("Id"))) for entity in BESIDE for row in rows.get(entity, ()))
