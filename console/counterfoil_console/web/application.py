"""All routes together: from API Gateway's event to its answer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from counterfoil.observability import count, logger
from counterfoil_console.bootstrap import Console
from counterfoil_console.web import (
    connect,
    connection,
    deciding,
    documents,
    door,
    files,
    guard,
    home,
    jobs,
    looking,
    notices,
    people,
    plans,
    rule,
    rules,
    status,
)
from counterfoil_console.web.access import Access
from counterfoil_console.web.answers import Answer
from counterfoil_console.web.paths import Paths
from counterfoil_console.web.refusals import NoSuchPageError, RefusedError
from counterfoil_console.web.requests import Request
from counterfoil_console.web.routes import Route, Routes, Visit
from counterfoil_console.web.troubles import failed, refused

PAGES = (
    status.routes,
    files.routes,
    door.routes,
    home.routes,
    connect.routes,
    connection.routes,
    people.routes,
    looking.routes,
    documents.routes,
    notices.routes,
    deciding.routes,
    plans.routes,
    jobs.routes,
    rules.routes,
    rule.routes,
)


def for_programs() -> Sequence[Routes]:
    """The subjects of the API. Imported here, for no page needs them."""
    from counterfoil_console.web.api import document  # noqa: PLC0415 - as said

    return document.routes, *document.SUBJECTS


class Application:
    """The console on the web. Routes are known by their declarations only, and those say who may call them."""

    def __init__(self, console: Console, further: Iterable[Routes] = ()) -> None:
        self._console, self._pages = console, Paths((*PAGES, *further))

    @cached_property
    def _operations(self) -> Paths:
        return Paths(for_programs())

    def answer(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """The answer to one request; whatever fails, it is an answer of ours."""
        bare = Request.bare(event)
        route, arguments = self._found(bare) or (Route(method="", path="", access=Access.VIEWER, handler=_missing), {})
        answer = self._answer(route, arguments, event)
        return answer.sent(gzipped=_takes_gzip(event), empty=bare.method == "HEAD")

    def _found(self, request: Request) -> tuple[Route, Mapping[str, str]] | None:
        found = self._pages.find(request.method, request.path)
        return found or (self._operations.find(request.method, request.path) if request.is_for_programs else None)

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


def _missing(_visit: Visit, _console: Console) -> Answer:
    raise NoSuchPageError("there is nothing at this address")


def _takes_gzip(event: Mapping[str, Any]) -> bool:
    headers = (event.get("headers") or {}).items()
    return any("gzip" in str(value) for name, value in headers if name.lower() == "accept-encoding")
