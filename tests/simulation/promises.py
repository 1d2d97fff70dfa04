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


NOT_YET: Mapping[Promise, str] = {
    Promise.CARRIED_SOON: "a message in a dead worker's hands is hidden for half an hour, and tries back off to an hour",
    Promise.MENDED_SOON: "what a record failed for is compared with nothing that changes",
    Promise.NO_GOOD_MESSAGE_DIES: "a worker does not stop before its time is over",
    Promise.NOBODY_WAITS_FOR_OTHERS: "a call's messages of several connections are worked through one after another",
    Promise.NOTHING_UNPLANNED: "there is no use case yet that plans",
    Promise.BOTH_SIDES_COMPARED: "the beginning of a side's pass is not stored before the other side is compared",
}
"""Why each of these is not judged in the everyday runs."""

PROMISED = frozenset(promise for promise in Promise if promise not in NOT_YET)
"""What a run must keep."""
