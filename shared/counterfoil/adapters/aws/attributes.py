"""Values as DynamoDB spells them, each with its type, and back.

https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html
boto3 can do the same, but every cold start would wait for all of it.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any


def serialize(value: object) -> dict[str, Any]:
    """`value` with its type. Raises TypeError for floats, sets and whatever DynamoDB does not know."""
    match value:
        case str() | bytes():
            return {"S" if isinstance(value, str) else "B": value}
        case None:
            return {"NULL": True}
        case bool():
            return {"BOOL": value}
        case int() | Decimal():
            return {"N": str(value)}
        case dict() | Mapping():
            return {"M": {name: serialize(member) for name, member in value.items()}}
        case list() | Sequence() if not isinstance(value, bytearray):
            return {"L": [serialize(member) for member in value]}
    raise TypeError(f"cannot be stored: {type(value).__name__}")


def deserialize(value: Mapping[str, Any]) -> Any:
    """The inverse of `serialize`, but that every number is a Decimal. Raises TypeError for types that it never makes."""
    ((kind, content),) = value.items()
    match kind:
        case "NULL":
            return None
        case "S" | "BOOL" | "B":
            return content
        case "N":
            return Decimal(content)
        case "M":
            return {name: deserialize(member) for name, member in content.items()}
        case "L":
            return [deserialize(member) for member in content]
    raise TypeError(f"cannot be read: {kind}")
