"""When the profiles of a connection's accounts are read again: what whoever hears of a change must know, and nobody else."""

from counterfoil.engine.ports import CursorStore

DUE = "profile:due"
CHANGED = "profile:changed"
LISTS_READ = "profile:lists"
"""The names of the cursors that say when the profiles are read again, that what settings blocked is to be called up, and
when the company's lists were read."""


def expect_change(cursors: CursorStore, connection_id: str) -> None:
    """Somebody has changed the company's settings: the next poll reads them, and calls up what they blocked."""
    cursors.put(connection_id, CHANGED, "yes")
    expect_reading(cursors, connection_id)


def expect_reading(cursors: CursorStore, connection_id: str) -> None:
    """Something about the accounts is another way now: the next poll reads and checks them."""
    cursors.put(connection_id, DUE, "")
