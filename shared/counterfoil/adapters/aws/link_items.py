"""Links as items of the table, and the transactions that move them: the whole link under its source record, pointers to it
under others.

A pointer that `claims` a record holds once the link has it as well: it is written first, by itself. Others always hold.
"""

from collections.abc import Mapping
from dataclasses import replace

from counterfoil.adapters.aws.changes import ABSENT, Condition, Delete, Put
from counterfoil.adapters.aws.items import EVERYTHING, Body, Item, Key, key_of
from counterfoil.adapters.aws.transactions import Transaction
from counterfoil.domain.identity import RecordRef
from counterfoil.domain.link import Link

_BODY = Body(Link, sparse=EVERYTHING)


def first(link: Link) -> Transaction:
    """A link that has not been there, with all its records."""
    return Put(item_of(link), ABSENT), *(Put(one, ABSENT) for one in pointers(link))


def following(before: Link, after: Link) -> Transaction:
    """The same home, where the counterpart points to."""
    free_or_ours = Condition("attribute_not_exists(pk) OR link_at = :source", {":source": str(after.source_ref)})
    return Put(item_of(after), is_at(before)), *(Put(one, free_or_ours) for one in pointers(after))


def moving(before: Link, after: Link) -> Transaction:
    """A new home; the old one and the counterpart's record point to it."""
    ours = Condition("link_at = :source", {":source": str(before.source_ref)})
    return (
        Put(item_of(after), ABSENT),
        Put(pointer(after, before.source_ref), is_at(before)),
        *(Put(one, ours) for one in pointers(after)),
    )


def handing_over(before: Link, after: Link) -> Transaction:
    """A new home, and nothing at the old one; the counterpart's record points to it."""
    ours = Condition("link_at = :source", {":source": str(before.source_ref)})
    return (
        Put(item_of(after), ABSENT),
        Delete(link_key(before.connection_id, before.source_ref), is_at(before)),
        *(Put(one, ours) for one in pointers(after)),
    )


def moving_on(before: Link, after: Link) -> Transaction:
    """The same home, where another counterpart points to; the old one goes on doing so, and holds without being its own."""
    (left,) = set(before.refs.values()) - set(after.refs.values())
    ours = Condition("link_at = :source", {":source": str(before.source_ref)})
    return *following(before, after), Put(pointer(after, left), ours)


def leaving(before: Link, after: Link) -> Transaction:
    """The same home, where another counterpart points to and the old one does not."""
    (left,) = set(before.refs.values()) - set(after.refs.values())
    ours = Condition("link_at = :source", {":source": str(before.source_ref)})
    return *following(before, after), Delete(link_key(before.connection_id, left), ours)


def freeing(link: Link, ref: RecordRef) -> Transaction:
    """The counterpart is let go in any case; the source keeps its place unless it is what is freed."""
    ours = Condition("link_at = :source", {":source": str(link.source_ref)})
    gone = Delete(key_of(_address(link, link.source_ref)), is_at(link))
    home = gone if ref == link.source_ref else Put(item_of(next_of(link.alone())), is_at(link))
    return home, *(Delete(key_of(one), ours) for one in pointers(link))


def is_at(link: Link) -> Condition:
    """Nobody has changed the link."""
    return Condition("revision = :before", {":before": link.revision})


def next_of(link: Link) -> Link:
    """The next revision of a link."""
    return replace(link, revision=link.revision + 1)


def item_of(link: Link) -> Item:
    """The whole link, at home."""
    home = _address(link, link.source_ref)
    return home | {"item_type": "link", "revision": link.revision, "body": _BODY.pack(link)}


def link_in(item: Item) -> Link:
    """The inverse."""
    return _BODY.load(item["body"])


def pointer(link: Link, ref: RecordRef) -> Item:
    """What leads from another record to the link, and holds."""
    return _address(link, ref) | {"item_type": "link_pointer"}


def pointers(link: Link) -> list[Item]:
    """One to the link for each of its records but the source."""
    return [pointer(link, ref) for system, ref in link.refs.items() if system is not link.source]


def claim(link: Link) -> Item:
    """What leads from the counterpart to the link, and holds only once the link is stored with it."""
    ref = link.refs[link.source.other]
    return pointer(link, ref) | {"claims": str(ref)}


def holds(item: Item, link: Link) -> bool:
    """Whether an item that leads to a link does so in truth."""
    return "claims" not in item or item["claims"] in map(str, link.refs.values())


def claims_against(link: Link, items: Mapping[Key, Item]) -> list[Item]:
    """The claims of others to a link's records, among these items; none where the link itself was changed meanwhile."""
    home = items.get(link_key(link.connection_id, link.source_ref), {})
    if home.get("revision", link.revision) != link.revision:
        return []
    there = [items[key] for ref in link.refs.values() if (key := link_key(link.connection_id, ref)) in items]
    return [one for one in there if "claims" in one and one["link_at"] != str(link.source_ref)]


def letting_go(idle: Item, owner: Link | None) -> Transaction:
    """No more of a claim that does not hold; whoever is about to make it hold is overtaken."""
    unused = Condition("link_at = :owner AND claims = :ref", {":owner": idle["link_at"], ":ref": idle["claims"]})
    overtaken = [Put(item_of(next_of(owner)), is_at(owner))] if owner else []
    return *overtaken, Delete(key_of(idle), unused)


def _address(link: Link, ref: RecordRef) -> Item:
    pk, sk = link_key(link.connection_id, ref)
    return {"pk": pk, "sk": sk, "link_at": str(link.source_ref)}


def link_key(connection_id: str, ref: RecordRef) -> Key:
    """Where a record's link is kept, or what points to it."""
    return f"{connection_id}#link#{ref.whole}", f"part#{ref.part}"
