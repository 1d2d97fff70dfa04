"""What a soak is to be."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Orders:
    """`faults` is the share of the vendors' answers that go wrong, 0 to 1; `pace` how many documents people make a second.

    `minutes` bounds the whole; `poll_every` is in seconds, beside the schedule of the stack itself.
    """

    connections: int = 10
    documents: int = 5_000
    faults: float = 0.05
    seed: int = 1
    minutes: float = 90
    pace: float = 6
    poll_every: float = 15
