"""How a route for programs is declared: what it takes and answers, as types, which also document it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from counterfoil.domain.errors import UnknownConnectionError
from counterfoil_console.bootstrap import Console
from counterfoil_console.web.access import Access
from counterfoil_console.web.answers import Answer, json_text
from counterfoil_console.web.refusals import InvalidFieldsError, NoSuchPageError
from counterfoil_console.web.routes import Routes, Visit

VERSION = "/api/v1"


@dataclass(frozen=True, slots=True)
class Nothing:
    """No fields."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """A declared route for programs, which reads. `takes` are the fields of the query, `answers` the type of the answer."""

    path: str
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
            operation = Operation(
                path=f"{VERSION}{path}",
                name=handler.__name__,
                summary=(handler.__doc__ or "").strip(),
                takes=takes,
                answers=answers,
            )

            def respond(visit: Visit, console: Console) -> Answer:
                taken = checked(taking, visit.request.query)
                try:
                    return json_text(answering.dump_json(handler(visit, console, taken)).decode())
                except UnknownConnectionError as error:
                    raise NoSuchPageError("no such connection is known") from error

            self.get(operation.path, Access.VIEWER)(respond)
            self.operations.append(operation)

        return declare


def checked[Taken](taking: TypeAdapter[Taken], fields: Mapping[str, Any]) -> Taken:
    """The fields as the type wants them. Raises InvalidFieldsError naming every one that does not fit."""
    try:
        return taking.validate_python(fields)
    except ValidationError as error:
        faults = {".".join(map(str, fault["loc"])): str(fault["msg"]) for fault in error.errors(include_input=False)}
        raise InvalidFieldsError(faults) from error
