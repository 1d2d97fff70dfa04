"""All routes together: from API Gateway's event to its answer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from counterfoil.observability import count, logger
from counterfoil_console.bootstrap import Console
from counterfoil_console.web import documents, door, files, guard, home, looking, reading, status
from counterfoil_console.web.access import Access
from counterfoil_console.web.answers import Answer
from counterfoil_console.web.paths import Found, Paths
from counterfoil_console.web.refusals import NoSuchPageError, RefusedError
from counterfoil_console.web.requests import Request
from counterfoil_console.web.routes import Route, Routes, Visit
from counterfoil_console.web.troubles import failed, refused

PAGES = (
    status.routes,
    files.routes,
    door.routes,
    home.routes,
    reading.routes,
    looking.routes,
    documents.routes,
)
"""What people look at every day."""


def for_changing() -> Sequence[Routes]:
    """The pages and forms by which people set up, decide and change. Imported here: whoever looks waits for none."""
    from counterfoil_console.web import (  # noqa: PLC0415 - as said
        connect,
        connection,
        deciding,
        jobs,
        notices,
        people,
        plans,
        rule,
        rules,
    )

    subjects = (connect, connection, people, notices, deciding, plans, jobs, rules, rule)
    return tuple(subject.routes for subject in subjects)


def for_programs() -> Sequence[Routes]:
    """The subjects of the API. Imported here, for no page needs them."""
    from counterfoil_console.web.api import document  # noqa: PLC0415 - as said

    return document.routes, *document.SUBJECTS


def every_subject() -> Sequence[Routes]:
    """All that may be asked for."""
    return *PAGES, *for_changing(), *for_programs()


class Application:
    """The console on the web. Routes are known by their declarations only, and those say who may call them."""

    def __init__(self, console: Console, further: Iterable[Routes] = ()) -> None:
        self._console, self._further = console, tuple(further)
        self._looked_at = _paths((*PAGES, *self._further))

    @cached_property
    def _changed(self) -> Paths:
        """Made when one of its pages is asked for first, as the next one when a program asks first."""
        return _paths(for_changing())

    @cached_property
    def _operations(self) -> Paths:
        return _paths((*for_programs(), *self._further))

    def answer(self, event: Mapping[str, Any], _context: LambdaContext) -> dict[str, Any]:
        """The answer to one request; whatever fails, it is an answer of ours."""
        bare = Request.bare(event)
        found = self._operations.find(bare.method, bare.path) if bare.is_for_programs else self._page(bare)
        answer = self._answer(*(found or _NOWHERE), event).sent(takes_gzip=_takes_gzip(event))
        return _without_content(answer) if bare.method == "HEAD" else answer

    def _page(self, bare: Request) -> Found | None:
        return self._looked_at.find(bare.method, bare.path) or self._changed.find(bare.method, bare.path)

    def _answer(self, route: Route, arguments: Mapping[str, str], event: Mapping[str, Any]) -> Answer:
        """What the route answers, or a page that says why not."""
        self._console.forget()
        visit = Visit(request=Request.bare(event))
        try:
            request = Request.of(event)
            visit = Visit(request=request)
            if route.access is not Access.PUBLIC:
                visit = guard.visit(request, self._console, route.keys(arguments))
            guard.admit(visit, route.access, self._console.origin)
            named = replace(visit, arguments=arguments)
            guard.check_that_it_stays(named, self._console)
            return route.handler(named, self._console)
        except RefusedError as error:
            count("RequestsRefused")
            return refused(error, visit, self._console)
        except Exception as error:  # noqa: BLE001 - logged, and the person is shown a page
            logger.exception("a request failed", extra={"route": f"{route.method} {route.path}"})
            count("RequestsFailed")
            return failed(error, visit, self._console)


def _paths(subjects: Iterable[Routes]) -> Paths:
    return Paths(route for subject in subjects for route in subject.declared)


def _takes_gzip(event: Mapping[str, Any]) -> bool:
    named = ((name.lower(), str(value)) for name, value in (event.get("headers") or {}).items())
    return any(name == "accept-encoding" and "gzip" in value for name, value in named)


def _missing(_visit: Visit, _console: Console) -> Answer:
    raise NoSuchPageError("there is nothing at this address")


_NOWHERE: Found = Route(method="", path="", access=Access.VIEWER, handler=_missing), {}
"""What no subject declares."""


def _without_content(answer: Mapping[str, Any]) -> dict[str, Any]:
    """The answer to HEAD: that to GET, but for what it is about."""
    return {**answer, "body": "", "isBase64Encoded": False}
