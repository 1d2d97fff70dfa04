"""What the bundle promises beside losing and doubling nothing."""

from enum import StrEnum


class Promise(StrEnum):
    """Judged at the end of every run that can tell."""

    CARRIED_SOON = "everything eligible is carried within eleven minutes of the end of all trouble, without the night"
    MENDED_SOON = "what failed is carried within eleven minutes of its own mend"
    NO_GOOD_MESSAGE_DIES = "no message dies that was not poison, however slow the vendors are"
    NOBODY_WAITS_FOR_OTHERS = "trouble of one connection delays no other by more than a minute"
    NOTHING_UNPLANNED = "nothing is written that a plan taken at that moment did not name"
    BOTH_SIDES_COMPARED = "a compare that runs out of time reaches the other side in one of the next nights"


PROMISED = frozenset(Promise)
"""What a run must keep, unless somebody asks about some of it only."""
