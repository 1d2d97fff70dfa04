"""Work done again and again beside the main work, while a context is open."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def every(seconds: float, work: Callable[[], object], failed: Callable[[str], None]) -> Iterator[None]:
    """Do `work` every so many seconds in a thread; whatever it raises is told to `failed`, and it goes on."""
    ended = threading.Event()

    def run() -> None:
        while not ended.wait(seconds):
            try:
                work()
            except Exception as error:  # noqa: BLE001 - a thread must not die in silence: the soak fails by what it is told
                failed(f"{work.__name__}: {error!r}")

    thread = threading.Thread(target=run, name=f"soak-{work.__name__}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
