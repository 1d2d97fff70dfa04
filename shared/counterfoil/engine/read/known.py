"""The links of the records that a question is about, with merges of HubSpot's contacts already followed."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import field, replace
from typing import Self

from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.link import Link
from counterfoil.domain.records.product import CUSTOM_LINE_ITEM
from counterfoil.domain.values import dataclass
from counterfoil.engine.context import Context


@dataclass(frozen=True, slots=True)
class Merges:
    """Links that follow a merge, by the surviving record: as they become, and as they are stored.

    Reading only finds them; they are stored when the decision is carried out.
    """

    becoming: Mapping[RecordRef, Link] = field(default_factory=dict)
    stored: Mapping[RecordRef, Link] = field(default_factory=dict)

    def before(self, link: Link) -> Link | None:
        """The link as it is stored, where it follows a merge."""
        hubspot = link.ref(System.HUBSPOT)
        return self.stored.get(hubspot) if hubspot and self.becoming.get(hubspot) == link else None

    def replaces(self, link: Link) -> bool:
        """Whether a stored link is one of those that follow a merge, or gives way to one of them."""
        follows = any(link.source_ref == stored.source_ref for stored in self.stored.values())
        return follows or (link.made_nothing and link.source_ref in self.becoming)


NO_MERGES = Merges()


@dataclass(frozen=True, slots=True)
class KnownLinks:
    """The links that were found, and all records that have a link or once had it.

    `custom` is the link of the item for lines without a product, which stands for no record of HubSpot's.
    """

    links: list[Link]
    refs: frozenset[RecordRef]
    custom: tuple[Link, ...] = ()

    def without(self, refs: AbstractSet[RecordRef]) -> Self:
        """These, but for the links of some records, which stay known."""
        return replace(self, links=[one for one in self.links if not refs & {ref.whole for ref in one.refs.values()}])


def known_links(context: Context, refs: Sequence[RecordRef], merges: Merges) -> KnownLinks:
    """The links of the records. One part of a payment is not read without the others, but each has a link of its own."""
    found = context.links.find(context.connection.id, list(dict.fromkeys(ref.whole for ref in refs)))
    stored = {link.source_ref: link for links in found.values() for link in links if not merges.replaces(link)}
    following = {link.source_ref: link for ref, link in merges.becoming.items() if ref in refs}
    links = list({**stored, **following}.values())
    with_link = {ref for ref in found if ref.kind is not EntityKind.PAYMENT}
    custom = tuple(link for link in links if link.source_ref == CUSTOM_LINE_ITEM)
    records = [link for link in links if link not in custom]
    return KnownLinks(records, frozenset(with_link | {ref for link in links for ref in link.refs.values()}), custom)
