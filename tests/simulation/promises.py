"""What the bundle promises beside losing and doubling nothing, and what of it is kept so far."""

from collections.abc import Mapping
from enum import StrEnum


class Promise(StrEnum):
    """Judged at the end of every run once it is among `PROMISED`."""

    CARRIED_SOON = "everything eligible is carried within ten minutes of the end of all trouble, without the night"
    MENDED_SOON = "what failed is carried within ten minutes of its own mend"
    NO_GOOD_MESSAGE_DIES = "no message dies that was not poison, however slow the vendors are"
    NOBODY_WAITS_FOR_OTHERS = "trouble of one connection delays no other by more than a minute"
    NOTHING_UNPLANNED = "nothing is written that a plan taken at that moment did not name"
    BOTH_SIDES_COMPARED = "a compare that runs out of time reaches the other side in one of the next nights"


NOT_YET: Mapping[Promise, str] = {}
"""Why each of these is not judged in runs by chance; the scenes of `standstills` keep them all."""

PROMISED = frozenset(promise for promise in Promise if promise not in NOT_YET)
"""What a run must keep."""
