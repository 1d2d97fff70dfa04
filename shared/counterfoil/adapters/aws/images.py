"""What the table's stream shows: the outcomes and connections among its new images."""

from base64 import b64decode
from collections.abc import Iterable, Mapping
from typing import Any

from counterfoil.adapters.aws.attributes import deserialize
from counterfoil.adapters.aws.items import Body
from counterfoil.adapters.aws.outcome_items import outcome_in
from counterfoil.domain.connection import Connection
from counterfoil.domain.outcome import SyncOutcome

_CONNECTION = Body(Connection)


def read_images(images: Iterable[Mapping[str, Any]]) -> tuple[list[SyncOutcome], list[Connection]]:
    """Outcomes and connections, told apart by `item_type`; the many copies of a connection count once.

    Lambda shows bytes as text in base64: https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html. Raises pydantic's
    ValidationError for an item that this version did not write.
    """
    outcomes: list[SyncOutcome] = []
    connections: dict[str, Connection] = {}
    for image in images:
        item_type = image.get("item_type", {}).get("S")
        if item_type == "outcome":
            outcomes.append(outcome_in({"body": _body_in(image)}))
        elif item_type == "connection":
            connection = _CONNECTION.load(_body_in(image))
            connections[connection.id] = connection
    return outcomes, list(connections.values())


def _body_in(image: Mapping[str, Any]) -> Any:
    body = image["body"]
    return b64decode(body["B"]) if "B" in body else deserialize(body)
