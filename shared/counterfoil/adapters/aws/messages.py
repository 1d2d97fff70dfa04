"""A change batch as a queue message, and back; checked at the edge."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from counterfoil.domain.change import ChangeBatch, ChangeEvent, ChangeOrigin
from counterfoil.domain.errors import InvalidValueError
from counterfoil.domain.identity import EntityKind, RecordRef


class _Event(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    ref: str
    occurred_at: datetime
    identity: str


class _Message(BaseModel):
    """The wire format. `version` grows when its meaning changes, so that an old message is never misread."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    version: Literal[1] = 1
    connection_id: str
    kind: EntityKind
    origin: ChangeOrigin
    events: list[_Event]


def encode(batch: ChangeBatch) -> str:
    """The message that carries `batch`."""
    events = [_Event(ref=str(event.ref), occurred_at=event.occurred_at, identity=event.identity) for event in batch.events]
    message = _Message(connection_id=batch.connection_id, kind=batch.kind, origin=batch.origin, events=events)
    return message.model_dump_json()


def decode(text: str) -> ChangeBatch:
    """The inverse of `encode`. Raises InvalidValueError when `text` is no such message."""
    try:
        message = _Message.model_validate_json(text)
        events = tuple(_event(event) for event in message.events)
    except ValidationError as error:
        places = ", ".join(".".join(map(str, problem["loc"])) for problem in error.errors(include_input=False))
        raise InvalidValueError(f"not a change message: {places or 'no JSON'}") from error
    except ValueError as error:
        raise InvalidValueError("not a change message: ref") from error
    return ChangeBatch(connection_id=message.connection_id, kind=message.kind, origin=message.origin, events=events)


def _event(event: _Event) -> ChangeEvent:
    if event.occurred_at.tzinfo is None:
        raise InvalidValueError("not a change message: occurred_at has no time zone")
    return ChangeEvent(RecordRef.parse(event.ref), event.occurred_at, event.identity)
