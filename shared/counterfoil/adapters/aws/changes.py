"""Changes of single items, alone or as parts of a transaction."""

from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Any

from counterfoil.adapters.aws.attributes import serialize
from counterfoil.adapters.aws.items import Item, Key, key_of
from counterfoil.adapters.aws.sizes import LARGEST_ITEM, size_of
from counterfoil.domain.errors import TooLargeError
from counterfoil.domain.values import dataclass


def attributes(item: Item) -> dict[str, Any]:
    """`item` as DynamoDB spells it, every value with its type."""
    return {name: serialize(value) for name, value in item.items()}


def key_attributes(key: Key) -> dict[str, Any]:
    """`key` as DynamoDB spells it."""
    return attributes({"pk": key[0], "sk": key[1]})


@dataclass(frozen=True, slots=True)
class Condition:
    """What must be true of the item for a change to happen; `values` are the expression's `:names`."""

    expression: str
    values: Item = field(default_factory=dict)


ABSENT = Condition("attribute_not_exists(pk)")
"""There is no such item yet."""


@dataclass(frozen=True, slots=True)
class Put:
    """Store an item in place of whatever is there, if `condition` allows."""

    item: Item
    condition: Condition | None = None

    @property
    def key(self) -> Key:
        """The item that is changed."""
        return key_of(self.item)

    @property
    def size(self) -> int:
        """The bytes of the item."""
        return size_of(self.item)

    def arguments(self, table_name: str) -> dict[str, Any]:
        """The arguments of PutItem."""
        return {"TableName": table_name, "Item": attributes(self.item), **_conditional(self.condition, {})}

    def action(self, table_name: str) -> Any:
        """The change as a part of a transaction."""
        return {"Put": self.arguments(table_name)}


@dataclass(frozen=True, slots=True)
class Update:
    """Change attributes of an item (made when missing), if `condition` allows. `names` are the expression's `#names`."""

    key: Key
    expression: str
    values: Item
    condition: Condition | None = None
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """The bytes of the values, which are at most what the item grows by."""
        return size_of(self.values)

    def arguments(self, table_name: str) -> dict[str, Any]:
        """The arguments of UpdateItem."""
        update = {"TableName": table_name, "Key": key_attributes(self.key), "UpdateExpression": self.expression}
        named = {"ExpressionAttributeNames": self.names} if self.names else {}
        return update | named | _conditional(self.condition, self.values)

    def action(self, table_name: str) -> Any:
        """The change as a part of a transaction."""
        return {"Update": self.arguments(table_name)}


@dataclass(frozen=True, slots=True)
class Delete:
    """Remove an item, if it is there, and if `condition` allows."""

    key: Key
    condition: Condition | None = None

    @property
    def size(self) -> int:
        """Nothing is stored."""
        return 0

    def action(self, table_name: str) -> Any:
        """The change as a part of a transaction."""
        delete = {"TableName": table_name, "Key": key_attributes(self.key)}
        return {"Delete": delete | _conditional(self.condition, {})}


Change = Put | Update | Delete


def check_sizes(changes: Iterable[Change]) -> None:
    """Raises TooLargeError naming the first item that no table can hold."""
    for change in changes:
        if change.size > LARGEST_ITEM:
            place = "/".join(change.key)
            raise TooLargeError(f"{place} has {change.size} bytes, and at most {LARGEST_ITEM} can be stored")


def _conditional(condition: Condition | None, values: Item) -> dict[str, Any]:
    every = values | (condition.values if condition else {})
    arguments: dict[str, Any] = {"ExpressionAttributeValues": attributes(every)} if every else {}
    return arguments | ({"ConditionExpression": condition.expression} if condition else {})
