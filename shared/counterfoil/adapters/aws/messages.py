"""A change batch as a queue message, and back; checked at the edge."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from counterfoil.domain.change import ChangeBatch, ChangeEvent
from counterfoil.domain.errors import InvalidValueError
from counterfoil.domain.identity import EntityKind, RecordRef

_SELDOM = ("called_up", "announced", "reassociated")
_READING = ConfigDict(extra="ignore", defer_build=True, hide_input_in_errors=True)


class _Event(BaseModel):
    model_config = _READING

    ref: str
    occurred_at: datetime
    identity: str
    called_up: bool = False
    announced: bool = False
    reassociated: bool = False


class _Message(BaseModel):
    """The wire format. A member keeps its meaning for ever: a new meaning gets a new member, with a default.

    So the version before and the version after can read it, whatever `version` says, and neither a deployment nor its
    rollback makes dead letters. Earlier versions insist on `origin`, and refuse `continued`: so the one is always written,
    the other, `plan`, and `called_up`, `announced` and `reassociated` of an event, only where they say something.
    """

    model_config = _READING

    version: int = 1
    connection_id: str
    kind: EntityKind
    origin: str = "webhook"
    events: list[_Event]
    continued: int = Field(default=0, ge=0)
    plan: str = ""


def encode(batch: ChangeBatch) -> str:
    """The message that carries `batch`."""
    events = [
        _Event(
            ref=str(one.ref),
            occurred_at=one.occurred_at,
            identity=one.identity,
            called_up=one.called_up,
            announced=one.announced,
            reassociated=one.reassociated,
        )
        for one in batch.events
    ]
    message = _Message(
        connection_id=batch.connection_id, kind=batch.kind, events=events, continued=batch.continued, plan=batch.plan
    )
    silent = {number: {name for name in _SELDOM if not getattr(one, name)} for number, one in enumerate(events)}
    unsaid = {name: True for name in ("continued", "plan") if not getattr(batch, name)}
    return message.model_dump_json(exclude={"events": silent, **unsaid})


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
    return ChangeBatch(
        connection_id=message.connection_id,
        kind=message.kind,
        events=events,
        continued=message.continued,
        plan=message.plan,
    )


def _event(event: _Event) -> ChangeEvent:
    if event.occurred_at.tzinfo is None:
        raise InvalidValueError("not a change message: occurred_at has no time zone")
    return ChangeEvent(
        RecordRef.parse(event.ref),
        event.occurred_at,
        event.identity,
        called_up=event.called_up,
        announced=event.announced,
        reassociated=event.reassociated,
    )
