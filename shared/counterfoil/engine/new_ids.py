"""Ids that say when something was made, short enough to be typed by people."""

from collections.abc import Callable
from datetime import datetime, timedelta

from counterfoil.engine.ports import ConcurrentChangeError

_MOST_TAKEN = 100
"""So many may be made in one microsecond."""


def saved_as_new[T](save: Callable[[str], T], moment: datetime) -> T:
    """What `save` stores under an id of this moment or, where others have that already, of the first one after it.

    Raises ConcurrentChangeError when all are taken.
    """
    for later in range(_MOST_TAKEN):
        try:
            return save(_id_of(moment + timedelta(microseconds=later)))
        except ConcurrentChangeError:
            continue
    raise ConcurrentChangeError(f"every id from {_id_of(moment)} on is taken")


def _id_of(moment: datetime) -> str:
    return f"{moment:%Y%m%d-%H%M%S-%f}"
