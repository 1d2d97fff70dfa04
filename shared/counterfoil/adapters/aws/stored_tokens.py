"""The item that holds one connection's tokens at one vendor, and the conditions under which it changes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from counterfoil.adapters.aws.changes import Condition, Update
from counterfoil.adapters.aws.items import Item, Key, stamp
from counterfoil.adapters.aws.table import Table
from counterfoil.domain.grants import GrantState
from counterfoil.domain.identity import System
from counterfoil.domain.values import dataclass
from counterfoil.engine.ports import GrantStates

Sealed = list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredTokens:
    """What is stored, still sealed. `version` grows with every new token; `refresh` is empty for a static token.

    `access` is empty until the first renewal. `valid_until` is None for a token that does not expire.
    """

    version: int
    refresh: Sealed
    access: Sealed
    valid_until: datetime | None
    dead: bool


class DynamoGrantStates(GrantStates):
    """What the stored tokens say of themselves, which are not opened for it."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def states(self, connection_id: str) -> Mapping[System, GrantState]:
        keys = {tokens_key(connection_id, system): system for system in System}
        found = {keys[key]: item for key, item in self._table.get_many(keys).items()}
        return {system: _state(found.get(system)) for system in System}


def _state(item: Item | None) -> GrantState:
    if item is None:
        return GrantState.NONE
    return GrantState.DEAD if item.get("dead") else GrantState.WORKS


def tokens_key(connection_id: str, system: System) -> Key:
    """Where the tokens for one system are kept."""
    return f"{connection_id}#tokens", system


class TokenItem:
    """The stored tokens. Every change but a new beginning holds only for the version that was read."""

    def __init__(self, table: Table, connection_id: str, system: System) -> None:
        self._table = table
        self._key = tokens_key(connection_id, system)

    def read(self) -> StoredTokens | None:
        """The tokens as they are now; None when there are none."""
        item = self._table.get(self._key)
        if item is None:
            return None
        valid_until = item.get("valid_until")
        return StoredTokens(
            version=int(item["version"]),
            refresh=item.get("refresh_sealed", []),
            access=item.get("access_sealed", []),
            valid_until=datetime.fromisoformat(valid_until) if valid_until else None,
            dead=item.get("dead", False),
        )

    def start(self, *, refresh: Sealed, access: Sealed) -> None:
        """Begin anew with a refresh token or a static access token."""
        self._update(
            "SET refresh_sealed = :refresh, access_sealed = :access,"
            " version = if_not_exists(version, :zero) + :one, item_type = :type"
            " REMOVE valid_until, lease_until, dead",
            {":refresh": refresh, ":access": access, ":zero": 0, ":one": 1, ":type": "tokens"},
        )

    def lease(self, version: int, now: datetime, until: datetime) -> bool:
        """Be the only one to renew until then; False when somebody else is, or already has."""
        free = "version = :version AND (attribute_not_exists(lease_until) OR lease_until < :now)"
        condition = Condition(free, {":version": version, ":now": stamp(now)})
        return self._update("SET lease_until = :until", {":until": stamp(until)}, condition)

    def prolong(self, version: int, until: datetime, longer: datetime) -> None:
        """Hold the lease that was taken until `until` for longer."""
        condition = Condition("version = :version AND lease_until = :until", {":version": version, ":until": stamp(until)})
        self._update("SET lease_until = :longer", {":longer": stamp(longer)}, condition)

    def release(self, version: int, until: datetime) -> None:
        """Give up the lease that was taken until then."""
        condition = Condition("version = :version AND lease_until = :until", {":version": version, ":until": stamp(until)})
        self._update("REMOVE lease_until", {}, condition)

    def replace(self, version: int, *, refresh: Sealed, access: Sealed, valid_until: datetime) -> bool:
        """Store renewed tokens; False when others were stored since `version`."""
        return self._update(
            "SET refresh_sealed = :refresh, access_sealed = :access, valid_until = :until, version = :next"
            " REMOVE lease_until, dead",
            {":refresh": refresh, ":access": access, ":until": stamp(valid_until), ":next": version + 1},
            _unchanged(version),
        )

    def bury(self, version: int) -> bool:
        """Remember that the grant is dead; False when other tokens were stored since `version`."""
        return self._update("SET dead = :true REMOVE lease_until", {":true": True}, _unchanged(version))

    def erase(self) -> None:
        """Forget everything."""
        self._table.delete(self._key)

    def _update(self, expression: str, values: Item, condition: Condition | None = None) -> bool:
        return self._table.update(Update(self._key, expression, values, condition)) is not None


def _unchanged(version: int) -> Condition:
    values: dict[str, Any] = {":version": version}
    return Condition("version = :version", values)
