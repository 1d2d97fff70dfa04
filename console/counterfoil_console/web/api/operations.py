"""How a route for programs is declared: what it takes and answers, as types, which also document it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from counterfoil_console.bootstrap import Console
from counterfoil_console.web.access import Access
from counterfoil_console.web.answers import Answer, json_text
from counterfoil_console.web.refusals import InvalidFieldsError
from counterfoil_console.web.routes import Routes, Visit

VERSION = "/api/v1"


@dataclass(frozen=True, slots=True)
class Nothing:
    """No fields."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """A declared route for programs. `takes` are the fields of the query, `answers` is the type of the answer."""

    method: str
    path: str
    access: Access
    name: str
    summary: str
    takes: type[Any]
    answers: type[Any]


class Operations(Routes):
    """The routes of one subject, for programs."""

    def __init__(self) -> None:
        super().__init__()
        self.operations: list[Operation] = []

    def read[Taken, Answered](
        self, path: str, *, takes: type[Taken], answers: type[Answered]
    ) -> Callable[[Callable[[Visit, Console, Taken], Answered]], None]:
        """Declare what programs may read, viewers' tokens included; the handler's docstring documents it."""
        taking, answering = TypeAdapter(takes), TypeAdapter(answers)

        def declare(handler: Callable[[Visit, Console, Taken], Answered]) -> None:
            operation = _operation("GET", path, Access.VIEWER, handler, takes, answers)

            def respond(visit: Visit, console: Console) -> Answer:
                taken = checked(taking, visit.request.query)
                return json_text(answering.dump_json(handler(visit, console, taken)).decode())

            self.get(operation.path, operation.access)(respond)
            self.operations.append(operation)

        return declare


def checked[Taken](taking: TypeAdapter[Taken], fields: Mapping[str, Any]) -> Taken:
    """The fields as the type wants them. Raises InvalidFieldsError naming every one that does not fit."""
    try:
        return taking.validate_python(fields)
    except ValidationError as error:
        faults = {".".join(map(str, fault["loc"])): str(fault["msg"]) for fault in error.errors(include_input=False)}
        raise InvalidFieldsError(faults) from error


def _operation(
    method: str, path: str, access: Access, handler: Callable[..., Any], takes: type[Any], answers: type[Any]
) -> Operation:
    return Operation(
        method=method,
        path=f"{VERSION}{path}",
        access=access,
        name=handler.__name__,
        summary=(handler.__doc__ or "").strip(),
        takes=takes,
        answers=answers,
    )
