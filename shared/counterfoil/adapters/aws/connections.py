"""Connections in the table: one item by its own id, copies under both accounts and in the directory of all.

Written seldom and read with every delivery and message, so every look-up is one call: the current rules are a part of the
connection. Every version of a rule that ever was is an item of its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from counterfoil.adapters.aws.changes import ABSENT, Condition, Put
from counterfoil.adapters.aws.items import Body, Item, Key
from counterfoil.adapters.aws.older_rules import of_today
from counterfoil.adapters.aws.table import Table
from counterfoil.domain.connection import Connection
from counterfoil.domain.errors import UnknownConnectionError
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.rules import FieldMapping, RuleVersion
from counterfoil.engine.ports import ConcurrentChangeError, ConnectionStore

_BODY = Body(Connection, sparse=(FieldMapping,))
_VERSION = Body(RuleVersion)
_DIRECTORY = "connections"


class DynamoConnectionStore(ConnectionStore):
    """A connection keeps its portal and its company for life."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def get(self, connection_id: str) -> Connection:
        item = self._table.get(connection_key(connection_id))
        if item is None:
            raise UnknownConnectionError(f"no connection {connection_id!r}")
        return _connection(item)

    def find(self, system: System, account_ids: Sequence[str]) -> Mapping[str, tuple[Connection, ...]]:
        """One call per account."""
        found = {account: self._partition(_account_partition(system, account)) for account in account_ids}
        return {account: connections for account, connections in found.items() if connections}

    def some(self, connection_ids: Sequence[str]) -> Sequence[Connection]:
        """One call per hundred connections."""
        keys = [connection_key(one) for one in connection_ids]
        found = self._table.get_many(keys)
        return tuple(_connection(found[key]) for key in keys if key in found)

    def every(self) -> Sequence[Connection]:
        return self._partition(_DIRECTORY)

    def _partition(self, pk: str) -> tuple[Connection, ...]:
        return tuple(_connection(item) for item in self._table.query(pk))

    def save(self, connection: Connection, versions: Sequence[RuleVersion] = ()) -> Connection:
        stored = replace(connection, revision=connection.revision + 1)
        changes = [Put(_item(connection_key(stored.id), "connection", stored), _still(connection))]
        changes += [Put(_item(key, "connection_copy", stored)) for key in _copies(stored)]
        changes += [Put(_version_item(stored.id, version), ABSENT) for version in versions]
        if self._table.transact(changes):
            raise ConcurrentChangeError(f"connection {connection.id!r} is not at revision {connection.revision}")
        return stored

    def keep_version(self, connection_id: str, version: RuleVersion) -> None:
        if not self._table.put(Put(_version_item(connection_id, version), ABSENT)):
            raise ConcurrentChangeError(f"connection {connection_id!r} has version {version.rule.version} already")

    def versions(self, connection_id: str, kind: EntityKind) -> Sequence[RuleVersion]:
        found = self._table.query(_version_partition(connection_id, kind), prefix="v", newest_first=True)
        return tuple(_VERSION.load(item["body"]) for item in found)


def places_of(connection: Connection) -> list[Key]:
    """Where a connection itself is kept."""
    return [connection_key(connection.id), *_copies(connection)]


def _copies(connection: Connection) -> list[Key]:
    accounts = [(_account_partition(system, connection.account(system)), connection.id) for system in System]
    return [*accounts, (_DIRECTORY, connection.id)]


def _connection(item: Item) -> Connection:
    return _BODY.load(of_today(item["body"]))


def _still(connection: Connection) -> Condition:
    """The stored connection is the given one; for revision 0, there is none."""
    if connection.revision == 0:
        return ABSENT
    values = {":before": connection.revision, ":portal": connection.portal_id, ":realm": connection.realm_id}
    return Condition("revision = :before AND body.portal_id = :portal AND body.realm_id = :realm", values)


def _item(key: Key, item_type: str, connection: Connection) -> Item:
    """`item_type` and `status` are what the table's stream is filtered by; only one of the items is a "connection"."""
    return {
        "pk": key[0],
        "sk": key[1],
        "item_type": item_type,
        "status": str(connection.state),
        "revision": connection.revision,
        "body": _BODY.dump(connection),
    }


def _version_item(connection_id: str, version: RuleVersion) -> Item:
    return {
        "pk": _version_partition(connection_id, version.rule.kind),
        "sk": f"v{version.rule.version:08}",
        "item_type": "rule_version",
        "body": _VERSION.dump(version),
    }


def _version_partition(connection_id: str, kind: EntityKind) -> str:
    return f"{connection_id}#rule#{kind}"


def connection_key(connection_id: str) -> Key:
    """Where a connection is kept by its own id."""
    return f"{connection_id}#connection", "connection"


def _account_partition(system: System, account_id: str) -> str:
    return f"account#{system}:{account_id}"
