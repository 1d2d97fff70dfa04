"""The marker that a create leaves in a note, so that what it made can be recognised: `Counterfoil: hubspot:invoice:123`.

QuickBooks cannot search notes, and puts "Voided" in front of them when it voids; a person may write around the marker.
"""

import re

from counterfoil.domain.identity import RecordRef

_LABEL = "Counterfoil: "
_MARKER = re.compile(rf"{_LABEL}([\w-]+(?::[\w-]+){{2,3}})")


def marker(source: RecordRef) -> str:
    """The note of a record made from `source`."""
    return f"{_LABEL}{source}"


def source_in(note: str) -> RecordRef | None:
    """The record that the marker in `note` names; None without a marker or with a broken one."""
    found = _MARKER.search(note)
    if found is None:
        return None
    try:
        return RecordRef.parse(found[1])
    except ValueError:
        return None
