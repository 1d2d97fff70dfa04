"""Links in the table: the whole link under its source record, a pointer to it under the other record.

No record ever belongs to two links: both records' items are taken in one transaction, or the pointer is a claim, which is
made first and holds as soon as the link is stored with that record. A claim that never came to hold is found and let go by
whoever wants the record, together with a new revision of the link, so that who made it cannot go on.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import compress

from counterfoil.adapters.aws.changes import ABSENT, Condition, Put
from counterfoil.adapters.aws.items import Item, key_of
from counterfoil.adapters.aws.link_items import (
    claim,
    claims_against,
    first,
    freeing,
    handing_over,
    holds,
    is_at,
    item_of,
    leaving,
    letting_go,
    link_in,
    link_key,
    moving,
    moving_on,
    next_of,
)
from counterfoil.adapters.aws.table import Table
from counterfoil.adapters.aws.transactions import Transaction, commit_each, put_each
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.link import Link
from counterfoil.engine.ports import LinkStore

_THREADS = 8


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
        known = {ref: tuple(links[one["link_at"]] for one in found if _holds(one, links)) for ref, found in items.items()}
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
        links = {item["link_at"]: link_in(item) for item in items if "body" in item}
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
            return self._taking(links, lambda some: self._commit(some, [first(next_of(link)) for link in some]))
        return self._taking(links, lambda some: self._put(some, ABSENT))

    def save(self, links: Sequence[Link]) -> Sequence[Link | None]:
        """Where an answer was lost, a link that was stored counts as changed: it is read again, as it is by now."""
        return self._put(links)

    def complete(self, links: Sequence[Link]) -> Sequence[Link | None]:
        """First the counterparts are claimed, then the links stored. Answers are lost as those of `save`."""
        return self._taking(links, self._complete)

    def _complete(self, links: Sequence[Link]) -> Sequence[Link | None]:
        claimed = self._claim(links)
        stored = iter(self._put([link for link, is_ours in zip(links, claimed, strict=True) if is_ours]))
        return [next(stored) if is_ours else None for is_ours in claimed]

    def _claim(self, links: Sequence[Link]) -> list[bool]:
        """Whether each link's counterpart is claimed for it by now."""
        wanted = [claim(link) for link in links]
        made = put_each(self._table, [Put(one, ABSENT) for one in wanted])
        there = self._table.get_many(key_of(one) for one, done in zip(wanted, made, strict=True) if not done)
        leads = {key: item["link_at"] for key, item in there.items()}
        return [done or leads.get(key_of(one)) == one["link_at"] for one, done in zip(wanted, made, strict=True)]

    def _put(self, links: Sequence[Link], condition: Condition | None = None) -> Sequence[Link | None]:
        """One item for each, which must be as the condition says, or as the link was read."""
        stored = put_each(self._table, [Put(item_of(next_of(link)), condition or is_at(link)) for link in links])
        return [next_of(link) if done else None for link, done in zip(links, stored, strict=True)]

    def _taking(
        self, links: Sequence[Link], store: Callable[[Sequence[Link]], Sequence[Link | None]]
    ) -> Sequence[Link | None]:
        """Store links; those that were refused for a claim that does not hold, once more without it."""
        stored = list(store(links))
        refused = [number for number, one in enumerate(stored) if one is None]
        freed = self._let_go([links[number] for number in refused])
        again = list(compress(refused, freed))
        for number, one in zip(again, store([links[number] for number in again]) if again else (), strict=True):
            stored[number] = one
        return stored

    def _let_go(self, links: Sequence[Link]) -> list[bool]:
        """Of each link whether another's claim to its records did not hold, and is no more: who made it died or was late."""
        items = self._table.get_many(link_key(link.connection_id, ref) for link in links for ref in link.refs.values())
        claimed = [claims_against(link, items) for link in links]
        owners = self._links(links[0].connection_id, [one for some in claimed for one in some]) if any(claimed) else {}
        idle = [[(one, owners.get(one["link_at"])) for one in some if not _holds(one, owners)] for some in claimed]
        return [bool(some) and not any(self._table.transact(letting_go(*each)) for each in some) for some in idle]

    def move(self, link: Link, ref: RecordRef) -> Link | None:
        """A source that moves leaves a pointer at its old home, which may be one of several on the way."""
        moved = replace(link, refs={**link.refs, ref.system: ref})
        build = moving_on if ref.system is not link.source else moving
        (stored,) = self._taking([moved], lambda some: self._commit(some, [build(link, next_of(moved))]))
        return stored

    def hand_over(self, link: Link, ref: RecordRef) -> Link | None:
        """What else pointed to a source that hands over finds nothing from then on."""
        moved = replace(link, refs={**link.refs, ref.system: ref})
        build = leaving if ref.system is not link.source else handing_over
        (stored,) = self._taking([moved], lambda some: self._commit(some, [build(link, next_of(moved))]))
        return stored

    def free(self, link: Link, ref: RecordRef) -> bool:
        return not self._table.transact(freeing(link, ref))

    def _commit(self, links: Sequence[Link], transactions: Sequence[Transaction]) -> Sequence[Link | None]:
        committed = commit_each(self._table, transactions)
        return [next_of(link) if done else None for link, done in zip(links, committed, strict=True)]


def _holds(item: Item, links: Mapping[str, Link]) -> bool:
    return item["link_at"] in links and holds(item, links[item["link_at"]])


def _may_have_parts(ref: RecordRef) -> bool:
    """Only a QuickBooks payment is taken apart, by the invoices that it pays."""
    return ref.system is System.QUICKBOOKS and ref.kind is EntityKind.PAYMENT and not ref.part
