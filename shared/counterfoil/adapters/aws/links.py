"""Links in the table: the whole link under its source record, a pointer to it under the other record.

Both records' items are taken in one transaction, so that no record ever belongs to two links.
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from counterfoil.adapters.aws.changes import ABSENT, Condition, Delete, Put
from counterfoil.adapters.aws.items import EVERYTHING, Body, Item, Key, key_of
from counterfoil.adapters.aws.table import Table
from counterfoil.adapters.aws.transactions import Transaction, commit_each, put_each
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.link import Link
from counterfoil.engine.ports import LinkStore

_THREADS = 8
_BODY = Body(Link, sparse=EVERYTHING)


class DynamoLinkStore(LinkStore):
    """A record once taken by a link stays taken."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def find(self, connection_id: str, refs: Sequence[RecordRef]) -> Mapping[RecordRef, tuple[Link, ...]]:
        """Two calls per hundred refs, and one more for each ref that may have parts."""
        whole = [ref for ref in dict.fromkeys(refs) if _may_have_parts(ref)]
        keys = {ref: link_key(connection_id, ref) for ref in refs if ref not in whole}
        exact = self._table.get_many(keys.values())
        items = {ref: [exact[key]] for ref, key in keys.items() if key in exact}
        items |= self._find_parts(connection_id, whole)
        links = self._links(connection_id, [item for found in items.values() for item in found])
        known = {
            ref: tuple(links[one["link_at"]] for one in found if one["link_at"] in links) for ref, found in items.items()
        }
        return {ref: some for ref, some in known.items() if some}

    def _find_parts(self, connection_id: str, refs: Sequence[RecordRef]) -> dict[RecordRef, list[Item]]:
        partitions = [link_key(connection_id, ref)[0] for ref in refs]
        with ThreadPoolExecutor(_THREADS) as threads:
            found = zip(refs, threads.map(self._table.query, partitions), strict=True)
            return {ref: items for ref, items in found if items}

    def _links(self, connection_id: str, items: Sequence[Item]) -> dict[str, Link]:
        """The links that the items are or point to, by what the items say; a link that has moved is followed.

        Where a link that had moved is no more, an old pointer to it stays and points to nothing.
        """
        links = {item["link_at"]: _BODY.load(item["body"]) for item in items if "body" in item}
        missing = {item["link_at"] for item in items} - links.keys()
        if not missing:
            return links
        places = {source: link_key(connection_id, RecordRef.parse(source)) for source in missing}
        homes = self._table.get_many(places.values())
        there = self._links(connection_id, list(homes.values()))
        led = {source: homes[place]["link_at"] for source, place in places.items() if place in homes}
        return links | {source: there[home] for source, home in led.items() if home in there}

    def reserve(self, links: Sequence[Link]) -> Sequence[Link | None]:
        """Where an answer was lost, a reservation that was stored counts as another's, to be finished after its lease."""
        if any(len(link.refs) > 1 for link in links):
            return self._commit(links, [_first(_next(link)) for link in links])
        return self._put(links, ABSENT)

    def save(self, links: Sequence[Link]) -> Sequence[Link | None]:
        """Where an answer was lost, a link that was stored counts as changed: it is read again, as it is by now."""
        return self._put(links)

    def _put(self, links: Sequence[Link], condition: Condition | None = None) -> Sequence[Link | None]:
        """One item for each, which must be as the condition says, or as the link was read."""
        stored = put_each(self._table, [Put(_item(_next(link)), condition or _is_at(link)) for link in links])
        return [_next(link) if done else None for link, done in zip(links, stored, strict=True)]

    def complete(self, links: Sequence[Link]) -> Sequence[Link | None]:
        return self._commit(links, [_following(link, _next(link)) for link in links])

    def move(self, link: Link, ref: RecordRef) -> Link | None:
        """A source that moves leaves a pointer at its old home, which may be one of several on the way."""
        moved = replace(link, refs={**link.refs, ref.system: ref})
        transaction = _following(link, _next(moved)) if ref.system is not link.source else _moving(link, _next(moved))
        (stored,) = self._commit([moved], [transaction])
        return stored

    def hand_over(self, link: Link, ref: RecordRef) -> Link | None:
        """What else pointed to a source that hands over finds nothing from then on."""
        moved = replace(link, refs={**link.refs, ref.system: ref})
        transaction = _leaving(link, _next(moved)) if ref.system is not link.source else _handing_over(link, _next(moved))
        (stored,) = self._commit([moved], [transaction])
        return stored

    def free(self, link: Link, ref: RecordRef) -> bool:
        return not self._table.transact(_freeing(link, ref))

    def _commit(self, links: Sequence[Link], transactions: Sequence[Transaction]) -> Sequence[Link | None]:
        committed = commit_each(self._table, transactions)
        return [_next(link) if done else None for link, done in zip(links, committed, strict=True)]


def _may_have_parts(ref: RecordRef) -> bool:
    """Only a QuickBooks payment is taken apart, by the invoices that it pays."""
    return ref.system is System.QUICKBOOKS and ref.kind is EntityKind.PAYMENT and not ref.part


def _next(link: Link) -> Link:
    return replace(link, revision=link.revision + 1)


def _first(link: Link) -> Transaction:
    return Put(_item(link), ABSENT), *(Put(pointer, ABSENT) for pointer in _pointers(link))


def _following(before: Link, after: Link) -> Transaction:
    free_or_ours = Condition("attribute_not_exists(pk) OR link_at = :source", {":source": str(after.source_ref)})
    return Put(_item(after), _is_at(before)), *(Put(pointer, free_or_ours) for pointer in _pointers(after))


def _moving(before: Link, after: Link) -> Transaction:
    """A new home; the old one and the counterpart's record point to it."""
    ours = Condition("link_at = :source", {":source": str(before.source_ref)})
    old_home = _address(after, before.source_ref) | {"item_type": "link_pointer"}
    return (
        Put(_item(after), ABSENT),
        Put(old_home, _is_at(before)),
        *(Put(pointer, ours) for pointer in _pointers(after)),
    )


def _handing_over(before: Link, after: Link) -> Transaction:
    """A new home, and nothing at the old one; the counterpart's record points to it."""
    ours = Condition("link_at = :source", {":source": str(before.source_ref)})
    return (
        Put(_item(after), ABSENT),
        Delete(link_key(before.connection_id, before.source_ref), _is_at(before)),
        *(Put(pointer, ours) for pointer in _pointers(after)),
    )


def _leaving(before: Link, after: Link) -> Transaction:
    """The same home, where another counterpart points to and the old one does not."""
    (left,) = set(before.refs.values()) - set(after.refs.values())
    ours = Condition("link_at = :source", {":source": str(before.source_ref)})
    return *_following(before, after), Delete(link_key(before.connection_id, left), ours)


def _freeing(link: Link, ref: RecordRef) -> Transaction:
    """The counterpart is let go in any case; the source keeps its place unless it is what is freed."""
    ours = Condition("link_at = :source", {":source": str(link.source_ref)})
    gone = Delete(key_of(_address(link, link.source_ref)), _is_at(link))
    home = gone if ref == link.source_ref else Put(_item(_next(link.alone())), _is_at(link))
    return home, *(Delete(key_of(pointer), ours) for pointer in _pointers(link))


def _is_at(link: Link) -> Condition:
    """Nobody has changed the link."""
    return Condition("revision = :before", {":before": link.revision})


def _item(link: Link) -> Item:
    home = _address(link, link.source_ref)
    return home | {"item_type": "link", "revision": link.revision, "body": _BODY.pack(link)}


def _pointers(link: Link) -> list[Item]:
    others = (ref for system, ref in link.refs.items() if system is not link.source)
    return [_address(link, ref) | {"item_type": "link_pointer"} for ref in others]


def _address(link: Link, ref: RecordRef) -> Item:
    pk, sk = link_key(link.connection_id, ref)
    return {"pk": pk, "sk": sk, "link_at": str(link.source_ref)}


def link_key(connection_id: str, ref: RecordRef) -> Key:
    """Where a record's link is kept, or what points to it."""
    return f"{connection_id}#link#{ref.whole}", f"part#{ref.part}"
