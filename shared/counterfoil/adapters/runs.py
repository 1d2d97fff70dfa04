"""Runs: as many things together as fit into one call, in their order."""

from collections.abc import Callable, Iterable, Iterator


def runs[T](things: Iterable[T], *, most: int, room: int, size: Callable[[T], int]) -> Iterator[list[T]]:
    """At most `most` things in a run, and no more than `room` of their sizes, unless one thing alone is larger."""
    run: list[T] = []
    filled = 0
    for thing in things:
        here = size(thing)
        if run and (len(run) == most or filled + here > room):
            yield run
            run, filled = [], 0
        run.append(thing)
        filled += here
    if run:
        yield run
