"""What a genuine webhook delivery of either vendor says, one event at a time."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import field
from typing import Any

from pydantic import ValidationError
from pydantic_core import from_json

from counterfoil.domain.change import ChangeEvent
from counterfoil.domain.errors import InvalidValueError
from counterfoil.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class Delivery:
    """Events with the account that each is about, each once; what changed beside the records, by account and key (see
    `domain.blockers`); how many events of each type mean nothing here; and for each event that cannot be understood, the
    place and name of what is wrong with it."""

    events: dict[tuple[str, ChangeEvent], None] = field(default_factory=dict)
    touched: dict[tuple[str, str], None] = field(default_factory=dict)
    unknown: Counter[str] = field(default_factory=Counter)
    malformed: list[str] = field(default_factory=list)

    @contextmanager
    def one(self, *place: str | int) -> Iterator[None]:
        """Whatever is wrong with the event that is read here is noted, and nobody else's trouble."""
        try:
            yield
        except ValidationError as error:
            self.malformed.append(_name(*place, *error.errors(include_input=False)[0]["loc"]))
        except InvalidValueError as error:
            self.malformed.append(_name(*place, str(error)))

    def by_account(self) -> Mapping[str, Sequence[ChangeEvent]]:
        """The events, by the id of the portal or company that they are about."""
        return _grouped(self.events)

    def touched_by_account(self) -> Mapping[str, Sequence[str]]:
        """The keys of what changed beside the records, by the id of the portal or company."""
        return _grouped(self.touched)


def json_of(body: bytes) -> Any:
    """The body as JSON. Raises InvalidValueError when it is none."""
    try:
        return from_json(body)
    except ValueError as error:
        raise InvalidValueError("webhook: not a delivery") from error


def _grouped[T](pairs: Iterable[tuple[str, T]]) -> dict[str, list[T]]:
    found: dict[str, list[T]] = {}
    for account_id, each in pairs:
        found.setdefault(account_id, []).append(each)
    return found


def _name(*place: str | int) -> str:
    return ".".join(map(str, place))
