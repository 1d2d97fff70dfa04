"""All routes together: from API Gateway's event to its answer."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
from aws_lambda_powertools.utilities.typing import LambdaContext

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
    reading,
    rule,
    rules,
    status,
)
from counterfoil_console.web.access import Access
from counterfoil_console.web.answers import Answer
from counterfoil_console.web.headers import secured
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
    reading.routes,
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
        self._console, self._further = console, tuple(further)
        self._pages = self._resolving((*PAGES, *self._further))

    @cached_property
    def _operations(self) -> APIGatewayHttpResolver:
        """Made when a program asks first: no page waits for it."""
        return self._resolving((*for_programs(), *self._further))

    def _resolving(self, subjects: Iterable[Routes]) -> APIGatewayHttpResolver:
        resolver = APIGatewayHttpResolver()
        for route in (route for subject in subjects for route in subject.declared):
            methods = ["GET", "HEAD"] if route.method == "GET" else [route.method]
            resolver.route(route.path, methods)(self._answering(resolver, route))
        nowhere = self._answering(resolver, Route(method="", path="", access=Access.VIEWER, handler=_missing))
        resolver.not_found(lambda _error: nowhere())
        return resolver

    def answer(self, event: Mapping[str, Any], context: LambdaContext) -> dict[str, Any]:
        """The answer to one request; whatever fails, it is an answer of ours."""
        bare = Request.bare(event)
        answer = (self._operations if bare.is_for_programs else self._pages).resolve(event, context)
        answer |= {"headers": secured(answer.get("headers") or {})}
        return _without_content(answer) if bare.method == "HEAD" else answer

    def _answering(self, resolver: APIGatewayHttpResolver, route: Route) -> Callable[..., Answer]:
        def answer(**arguments: str) -> Answer:
            return self._answer(route, arguments, resolver.current_event.raw_event)

        return answer

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


def _without_content(answer: Mapping[str, Any]) -> dict[str, Any]:
    """The answer to HEAD: that to GET, but for what it is about."""
    return {**answer, "body": "", "isBase64Encoded": False}
