"""The links between both vendors' records."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from counterfoil.domain.identity import RecordRef
from counterfoil.domain.link import Link


class LinkStore(Protocol):
    """Links, found by either side's record, strongly consistent. Links never expire."""

    def find(self, connection_id: str, refs: Sequence[RecordRef]) -> Mapping[RecordRef, tuple[Link, ...]]:
        """The links of these records, by the ref asked for; absent where there is none. Any number of refs.

        A ref without part finds the links of all its parts as well.
        """
        ...

    def reserve(self, links: Sequence[Link]) -> Sequence[Link | None]:
        """Store new links, each only if none of its refs is taken, each on its own; in order: the stored link, or None.

        A link may be reserved (one ref) or complete (both refs). Both refs are taken in one transaction.
        """
        ...

    def save(self, links: Sequence[Link]) -> Sequence[Link | None]:
        """Store the next revision of each link, each on its own; in order: the stored link, or None where it was changed.

        Changed means: the stored revision is not the given one. The refs are as they are stored.
        """
        ...

    def complete(self, links: Sequence[Link]) -> Sequence[Link | None]:
        """`save` links that have got their counterpart; None also where that is taken by another link.

        A record never belongs to two links, whoever dies or is late.
        """
        ...

    def move(self, link: Link, ref: RecordRef) -> Link | None:
        """Put `ref` in the place of the link's record at the same system, as the next revision, in one transaction.

        The stored link, or None where it was changed or `ref` is taken by another link. The record that was there keeps
        pointing to the link: it is still found by it, and taken.
        """
        ...

    def hand_over(self, link: Link, ref: RecordRef) -> Link | None:
        """The same, but the record that was there is free: it may get a link of its own, this very one again included."""
        ...

    def free(self, link: Link, ref: RecordRef) -> bool:
        """Let one of the link's records go, in one transaction: it has no link any more, and may be taken by another.

        A link without its counterpart is as a reservation of its source whose create has made nothing; without its source
        nothing is left of it. Whether it was done: not if the link was changed.
        """
        ...
