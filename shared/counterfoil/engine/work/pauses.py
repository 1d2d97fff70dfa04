"""How long a message that failed waits before it comes again."""

from datetime import timedelta

_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=2), timedelta(seconds=60)


def pause_before(receives: int) -> timedelta:
    """How long messages that failed stay hidden, by how often they were received: doubling, at most a minute."""
    doubled: int = 2 ** min(receives - 1, 16)
    return min(_FIRST_PAUSE * doubled, _LONGEST_PAUSE)
