"""When the profiles of a connection's accounts are read again: what whoever hears of a change must know, and nobody else."""

from counterfoil.engine.ports import CursorStore

DUE = "profile:due"
CHANGED = "profile:changed"
TRIAL = "profile:trial"
"""The names of the cursors that say when the profiles are read again, that what settings blocked is to be called up, and
that the portal is to be tried anew.
"""


def expect_change(cursors: CursorStore, connection_id: str) -> None:
    """Somebody has changed the company's settings: the next poll reads them, and calls up what they blocked."""
    cursors.put(connection_id, CHANGED, "yes")
    expect_reading(cursors, connection_id)


def expect_reading(cursors: CursorStore, connection_id: str) -> None:
    """Something about the accounts is another way now: the next poll reads and checks them."""
    cursors.put(connection_id, DUE, "")


def expect_trial(cursors: CursorStore, connection_id: str) -> None:
    """The portal has refused what it was not seen to refuse: the next poll tries it anew."""
    cursors.put(connection_id, TRIAL, "yes")
