"""How a command on this machine ends when it is told to: it unwinds, so that nothing is left running."""

import signal
from types import FrameType

_TOLD_TO_END = (signal.SIGINT, signal.SIGTERM)


def unwind_when_told() -> None:
    """From now on the first signal to end raises KeyboardInterrupt; call from the main thread."""
    for number in _TOLD_TO_END:
        signal.signal(number, _interrupt)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    """Unwind once; a second signal must not interrupt the unwinding."""
    for number in _TOLD_TO_END:
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt
