"""How the console is called: with a token, again after trouble that passes, and once for each key."""

import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import quote

import httpx2
from pydantic import TypeAdapter

from counterfoil.domain.errors import CounterfoilError

VERSION = "/api/v1"
_UNDER_WAY, _VENDOR_REFUSED = "urn:counterfoil:under-way", "urn:counterfoil:vendor-refused"
_PAUSES = (1.0, 2.0, 4.0, 8.0)
"""Seconds between tries. Every call may be repeated: reads by their nature, acts by their key."""
_PASSING = frozenset({429, 500, 502, 503, 504})


class ProblemError(CounterfoilError):
    """The console did not do it: `type` names the reason for programs, `faults` the fields that do not fit."""

    def __init__(self, status: int, told: Mapping[str, Any]) -> None:
        self.status, self.type, self.faults = status, str(told.get("type", "")), dict(told.get("faults", {}))
        lines = [str(told.get("detail", f"the console answered {status}"))]
        super().__init__("\n".join(lines if not self.faults else [f"{name}: {text}" for name, text in self.faults.items()]))

    @property
    def passes(self) -> bool:
        """Whether the same call may succeed later."""
        return self.type == _UNDER_WAY or (self.status in _PASSING and self.type != _VENDOR_REFUSED)


def new_key() -> str:
    """A key that no other request has."""
    return uuid.uuid4().hex


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Calls one console. `http` has its address, and shows the token."""

    http: httpx2.Client = field(repr=False)
    new_key: Callable[[], str] = new_key
    sleep: Callable[[float], object] = time.sleep

    def read[Answered](self, answers: type[Answered], path: str, wanted: object = None) -> Answered:
        """What a route answers. Raises ProblemError."""
        query = {name: value for name, value in _plain(wanted).items() if value not in {None, ""}}
        return self._tried(answers, lambda: self.http.get(f"{VERSION}{path}", params=query))

    def act[Answered](self, answers: type[Answered], path: str, body: object = None) -> Answered:
        """Have something done once, whatever becomes of the connection meanwhile. Raises ProblemError."""
        headers = {"Idempotency-Key": self.new_key()}
        return self._tried(answers, lambda: self.http.post(f"{VERSION}{path}", json=_plain(body), headers=headers))

    def _tried[Answered](self, answers: type[Answered], call: Callable[[], httpx2.Response]) -> Answered:
        for pause in _PAUSES:
            try:
                return _answer(answers, call())
            except ProblemError as error:
                if not error.passes:
                    raise
            except httpx2.TransportError:
                pass
            self.sleep(pause)
        try:
            return _answer(answers, call())
        except httpx2.TransportError as error:
            raise ProblemError(0, {"detail": f"the console cannot be reached: {error}"}) from error


def part(text: str) -> str:
    """`text` as one part of a path."""
    return quote(text, safe=":")


def _answer[Answered](answers: type[Answered], response: httpx2.Response) -> Answered:
    if response.status_code == 200:
        if answers is bytes:
            return response.content  # type: ignore[return-value]  # a file, as it is
        answered: Answered = _adapter(answers).validate_json(response.content)
        return answered
    try:
        told = response.json()
    except ValueError:
        told = {}
    raise ProblemError(response.status_code, told if isinstance(told, dict) else {})


def _plain(value: object) -> dict[str, Any]:
    """The fields of `value` as JSON."""
    plain: dict[str, Any] = _adapter(type(value)).dump_python(value, mode="json") if value is not None else {}
    return plain


def _adapter(of: Any) -> TypeAdapter[Any]:
    return _made(of)


@cache
def _made(of: Any) -> TypeAdapter[Any]:
    return TypeAdapter(of)
