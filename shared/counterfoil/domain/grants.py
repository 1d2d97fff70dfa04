"""Whether a vendor lets this product into an account."""

from enum import StrEnum


class GrantState(StrEnum):
    """How one vendor's permission stands."""

    WORKS = "works"
    DEAD = "dead"  # the vendor accepts it no longer: somebody must allow it anew
    NONE = "none"  # none is kept: it was given up, or never given
