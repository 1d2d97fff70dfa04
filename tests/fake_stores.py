"""The stores of connections, links and people's choices in memory, held to the contract suites of the real ones."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from counterfoil.domain.choices import Choices
from counterfoil.domain.connection import Connection
from counterfoil.domain.errors import UnknownConnectionError
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.link import Link
from counterfoil.domain.rules import RuleVersion
from counterfoil.engine.ports import (
    ChoiceStore,
    ConcurrentChangeError,
    ConnectionStore,
    LinkStore,
)


class InMemoryConnectionStore(ConnectionStore):
    """Connections by id."""

    def __init__(self) -> None:
        self._connections: dict[str, Connection] = {}
        self._versions: dict[tuple[str, EntityKind], dict[int, RuleVersion]] = defaultdict(dict)

    def get(self, connection_id: str) -> Connection:
        if connection_id not in self._connections:
            raise UnknownConnectionError(f"no connection {connection_id!r}")
        return self._connections[connection_id]

    def find(self, system: System, account_ids: Sequence[str]) -> Mapping[str, tuple[Connection, ...]]:
        every = self.every()
        found = {account: tuple(one for one in every if one.account(system) == account) for account in account_ids}
        return {account: connections for account, connections in found.items() if connections}

    def some(self, connection_ids: Sequence[str]) -> Sequence[Connection]:
        return tuple(self._connections[one] for one in connection_ids if one in self._connections)

    def every(self) -> Sequence[Connection]:
        return tuple(connection for _, connection in sorted(self._connections.items()))

    def save(self, connection: Connection, versions: Sequence[RuleVersion] = ()) -> Connection:
        before = self._connections.get(connection.id)
        if (before.revision if before else 0) != connection.revision:
            raise ConcurrentChangeError(f"connection {connection.id!r} is not at revision {connection.revision}")
        stored = replace(connection, revision=connection.revision + 1)
        if any(one.rule.version in self._versions[stored.id, one.rule.kind] for one in versions):
            raise ConcurrentChangeError(f"connection {connection.id!r} has such a version of a rule already")
        self._connections[stored.id] = stored
        for version in versions:
            self.keep_version(stored.id, version)
        return stored

    def erase(self, connection_id: str) -> None:
        """Somebody deleted it for good."""
        del self._connections[connection_id]

    def keep_version(self, connection_id: str, version: RuleVersion) -> None:
        kept = self._versions[connection_id, version.rule.kind]
        if version.rule.version in kept:
            raise ConcurrentChangeError(f"connection {connection_id!r} has version {version.rule.version} already")
        kept[version.rule.version] = version

    def versions(self, connection_id: str, kind: EntityKind) -> Sequence[RuleVersion]:
        return tuple(version for _, version in sorted(self._versions[connection_id, kind].items(), reverse=True))


class InMemoryLinkStore(LinkStore):
    """Every taken ref points to the source ref under which its link is kept."""

    def __init__(self) -> None:
        self._links: dict[tuple[str, RecordRef], Link] = {}
        self._taken: dict[tuple[str, RecordRef], RecordRef] = {}
        self._parts: defaultdict[tuple[str, RecordRef], set[RecordRef]] = defaultdict(set)

    def find(self, connection_id: str, refs: Sequence[RecordRef]) -> Mapping[RecordRef, tuple[Link, ...]]:
        found = {ref: self._find(connection_id, ref) for ref in refs}
        return {ref: links for ref, links in found.items() if links}

    def _find(self, connection_id: str, ref: RecordRef) -> tuple[Link, ...]:
        parts = self._parts.get((connection_id, ref.whole), ())
        taken = sorted(held for held in parts if ref in {held, held.whole})
        homes = [(connection_id, self._taken[connection_id, held]) for held in taken]
        return tuple(self._links[home] for home in homes if home in self._links)

    def reserve(self, links: Sequence[Link]) -> Sequence[Link | None]:
        return [self._store(link) if self._is_free(link) else None for link in links]

    def save(self, links: Sequence[Link]) -> Sequence[Link | None]:
        for link in links:
            taken = {ref for ref in link.refs.values() if self._taken.get((link.connection_id, ref)) == link.source_ref}
            assert not self._is_next(link) or taken == set(link.refs.values()), f"{link} is to be completed"
        return [self._store(link) if self._is_next(link) else None for link in links]

    def complete(self, links: Sequence[Link]) -> Sequence[Link | None]:
        return [self._store(link) if self._is_next(link) else None for link in links]

    def move(self, link: Link, ref: RecordRef) -> Link | None:
        moved = replace(link, refs={**link.refs, ref.system: ref})
        if ref.system is not link.source:
            return self._store(moved) if self._is_next(moved) else None
        if not self._is_next(link) or (link.connection_id, ref) in self._taken:
            return None
        del self._links[link.connection_id, link.source_ref]
        ours = [taken for taken, home in self._taken.items() if taken[0] == link.connection_id and home == link.source_ref]
        self._taken |= dict.fromkeys(ours, ref)
        return self._store(moved)

    def hand_over(self, link: Link, ref: RecordRef) -> Link | None:
        left, moved = link.refs[ref.system], self.move(link, ref)
        if moved:
            del self._taken[link.connection_id, left]
            self._parts[link.connection_id, left.whole].discard(left)
        return moved

    def free(self, link: Link, ref: RecordRef) -> bool:
        if not self._is_next(link):
            return False
        for freed in link.refs.values():
            del self._taken[link.connection_id, freed]
            self._parts[link.connection_id, freed.whole].discard(freed)
        if ref == link.source_ref:
            del self._links[link.connection_id, link.source_ref]
        else:
            self._store(link.alone())
        return True

    def _is_free(self, link: Link) -> bool:
        return all((link.connection_id, ref) not in self._taken for ref in link.refs.values())

    def _is_next(self, link: Link) -> bool:
        stored = self._links.get((link.connection_id, link.source_ref))
        holders = {self._taken.get((link.connection_id, ref), link.source_ref) for ref in link.refs.values()}
        return stored is not None and stored.revision == link.revision and holders == {link.source_ref}

    def _store(self, link: Link) -> Link:
        stored = replace(link, revision=link.revision + 1)
        self._links[link.connection_id, link.source_ref] = stored
        for ref in link.refs.values():
            self._taken[link.connection_id, ref] = link.source_ref
            self._parts[link.connection_id, ref.whole].add(ref)
        return stored


class InMemoryChoiceStore(ChoiceStore):
    """Choices by connection and record."""

    def __init__(self) -> None:
        self._choices: dict[tuple[str, RecordRef], Choices] = {}

    def of(self, connection_id: str, refs: Sequence[RecordRef]) -> Mapping[RecordRef, Choices]:
        return {ref: self._choices[connection_id, ref] for ref in refs if (connection_id, ref) in self._choices}

    def save(self, changed: Sequence[Choices]) -> bool:
        stored = self._choices
        revisions = [stored[at].revision if (at := (one.connection_id, one.ref)) in stored else 0 for one in changed]
        if revisions != [one.revision for one in changed]:
            return False
        self._choices |= {(one.connection_id, one.ref): replace(one, revision=one.revision + 1) for one in changed}
        return True
