"""How a route for programs is declared: what it takes and answers, as types, which also document it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import fields as dataclass_fields
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from counterfoil.domain.values import dataclass
from counterfoil_console.bootstrap import Console
from counterfoil_console.web.access import Access
from counterfoil_console.web.answers import Answer, json_text
from counterfoil_console.web.api.once import once
from counterfoil_console.web.api.refusing import refusals
from counterfoil_console.web.refusals import BadRequestError, InvalidFieldsError, NotAllowedError
from counterfoil_console.web.routes import Handler, Routes, Visit

VERSION = "/api/v1"

type Handle[Taken, Answered] = Callable[[Visit, Console, Taken], Answered]


@dataclass(frozen=True, slots=True)
class Nothing:
    """No fields."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """A declared route for programs. `takes` are the fields of the query or the body, `answers` the type of the answer.

    `media` is the answer's media type. `acts` says that it changes something; `secret` that its answer is shown once;
    `in_person` that no token opens it.
    """

    path: str
    name: str
    summary: str
    takes: type[Any]
    answers: type[Any]
    media: str = "application/json"
    acts: bool = False
    secret: bool = False
    in_person: bool = False

    @property
    def method(self) -> str:
        """As HTTP calls it."""
        return "POST" if self.acts else "GET"


class Operations(Routes):
    """The routes of one subject, for programs. A handler's docstring documents its route."""

    def __init__(self) -> None:
        super().__init__()
        self.operations: list[Operation] = []

    def read[Taken, Answered](
        self, path: str, *, takes: type[Taken], answers: type[Answered]
    ) -> Callable[[Handle[Taken, Answered]], Handle[Taken, Answered]]:
        """Declare what programs may read, viewers' tokens included."""

        def declare(handler: Handle[Taken, Answered]) -> Handle[Taken, Answered]:
            operation = _operation(path, handler, takes=takes, answers=answers)

            def respond(visit: Visit, console: Console) -> Answer:
                taken = checked(takes, visit.request.query)
                return json_text(_answer(operation, handler, visit, console, taken))

            self._keep(operation, respond)
            return handler

        return declare

    def hand_on(self, path: str, *, media: str) -> Callable[[Handler], Handler]:
        """Declare a file of this media type that programs may have, viewers' tokens included."""

        def declare(handler: Handler) -> Handler:
            def respond(visit: Visit, console: Console) -> Answer:
                checked(Nothing, visit.request.query)
                with refusals():
                    return handler(visit, console)

            self._keep(_operation(path, handler, takes=Nothing, answers=bytes, media=media), respond)
            return handler

        return declare

    def act[Taken, Answered](
        self, path: str, *, takes: type[Taken], answers: type[Answered], secret: bool = False, in_person: bool = False
    ) -> Callable[[Handle[Taken, Answered]], Handle[Taken, Answered]]:
        """Declare what administrators' tokens may do, once for each idempotency key."""

        def declare(handler: Handle[Taken, Answered]) -> Handle[Taken, Answered]:
            operation = _operation(
                path, handler, takes=takes, answers=answers, acts=True, secret=secret, in_person=in_person
            )

            def respond(visit: Visit, console: Console) -> Answer:
                if in_person and visit.session is None:
                    raise NotAllowedError("only a person who is signed in may do this, and no token")
                taken = checked(takes, _body(visit))
                act = lambda: _answer(operation, handler, visit, console, taken)  # noqa: E731 - it is called once
                return json_text(once(visit, console, act, secret=secret))

            self._keep(operation, respond)
            return handler

        return declare

    def _keep(self, operation: Operation, respond: Callable[[Visit, Console], Answer]) -> None:
        if operation.acts:
            self.post(operation.path, Access.ADMINISTRATOR)(respond)
        else:
            self.get(operation.path, Access.VIEWER)(respond)
        self.operations.append(operation)


def _operation(path: str, handler: Callable[..., object], **more: Any) -> Operation:
    summary = " ".join((handler.__doc__ or "").split())
    return Operation(path=f"{VERSION}{path}", name=handler.__name__, summary=summary, **more)


def _answer[Taken](operation: Operation, handler: Handle[Taken, Any], visit: Visit, console: Console, taken: Taken) -> str:
    with refusals():
        return adapter(operation.answers).dump_json(handler(visit, console, taken)).decode()


def adapter(of: Any) -> TypeAdapter[Any]:
    """Made at first use: there are many, and a request needs two."""
    return _adapter(of)


@cache
def _adapter(of: Any) -> TypeAdapter[Any]:
    return TypeAdapter(of)


def checked[Taken](takes: type[Taken], fields: Mapping[str, Any]) -> Taken:
    """The fields as the type wants them. Raises InvalidFieldsError naming every one that does not fit.

    One that is misspelt would else mean "everything".
    """
    if unknown := fields.keys() - _names(takes):
        raise InvalidFieldsError(dict.fromkeys(sorted(unknown), "there is no such field"))
    try:
        taken: Taken = adapter(takes).validate_python(fields)
    except ValidationError as error:
        faults = {".".join(map(str, fault["loc"])): str(fault["msg"]) for fault in error.errors(include_input=False)}
        raise InvalidFieldsError(faults) from error
    return taken


def _names(takes: Any) -> frozenset[str]:
    return frozenset(one.name for one in dataclass_fields(takes))


def _body(visit: Visit) -> Mapping[str, Any]:
    """An absent body has no fields. Raises BadRequestError when it is no JSON object."""
    try:
        body = json.loads(visit.request.body or b"{}", parse_constant=_no_number)
        json.dumps(body, ensure_ascii=False).encode()  # half a character can be written in JSON, and kept nowhere
    except (ValueError, RecursionError) as error:
        raise BadRequestError("the body is no JSON") from error
    if not isinstance(body, dict):
        raise BadRequestError("the body is no JSON object")
    return body


def _no_number(text: str) -> float:
    raise ValueError(f"JSON knows no {text}")
