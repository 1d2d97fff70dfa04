"""A request as API Gateway hands it over, in payload format 2.0.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
"""

import base64
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from typing import Any, Self
from urllib.parse import parse_qsl, urlencode

from counterfoil.domain.values import dataclass
from counterfoil_console.web.refusals import BadRequestError, TooMuchError

LARGEST_BODY = 256 * 1024
"""Bytes. The largest form that there is, a rule, has a few thousand."""
MOST_FIELDS = 1000
FORM = "application/x-www-form-urlencoded"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Header names are in lower case. `id` is what the log knows it by. What it carries is never printed."""

    id: str = ""
    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    cookies: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)

    @classmethod
    def bare(cls, event: Mapping[str, Any]) -> Self:
        """What cannot be malformed."""
        context = event["requestContext"]
        return cls(
            id=str(context.get("requestId", "")), method=context["http"]["method"].upper(), path=event.get("rawPath") or "/"
        )

    @classmethod
    def of(cls, event: Mapping[str, Any]) -> Self:
        """Raises BadRequestError when it is malformed, TooMuchError when it is too large."""
        headers = {name.lower(): str(value) for name, value in (event.get("headers") or {}).items()}
        return replace(
            cls.bare(event),
            query=_fields(event.get("rawQueryString") or ""),
            headers=headers,
            cookies=dict(_cookies(event, headers)),
            body=_body(event),
        )

    @property
    def is_safe(self) -> bool:
        """Whether it only reads, by its method."""
        return self.method in SAFE_METHODS

    @property
    def is_for_programs(self) -> bool:
        """Whether the answer is data rather than a page."""
        return self.path.startswith("/api/")

    @property
    def is_by_itself(self) -> bool:
        """Whether the page asked, and nobody clicked."""
        return self.headers.get("x-by-itself") == "true"

    @property
    def address(self) -> str:
        """Path and query."""
        return f"{self.path}?{urlencode(self.query)}" if self.query else self.path

    def form(self) -> Mapping[str, str]:
        """The fields of the form that was sent, of several of one name the last. Raises BadRequestError as `pairs` does."""
        return dict(self.pairs())

    def pairs(self) -> Sequence[tuple[str, str]]:
        """Every field of the form that was sent; none when none was. Raises BadRequestError when it is malformed."""
        if self.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
            return ()
        try:
            return _pairs(self.body.decode())
        except UnicodeDecodeError as error:
            raise BadRequestError("the form is no text") from error


def _fields(text: str) -> Mapping[str, str]:
    """Of several fields of one name the last counts."""
    return dict(_pairs(text))


def _pairs(text: str) -> Sequence[tuple[str, str]]:
    try:
        return tuple(parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict"))
    except ValueError as error:
        raise BadRequestError("the fields cannot be read") from error


def _cookies(event: Mapping[str, Any], headers: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """AWS gives them in a list of their own, stand-ins for it as a header."""
    for one in (*headers.get("cookie", "").split(";"), *(event.get("cookies") or ())):
        name, equals, value = one.partition("=")
        if equals:
            yield name.strip(), value.strip()


def _body(event: Mapping[str, Any]) -> bytes:
    text = event.get("body") or ""
    try:
        body = base64.b64decode(text, validate=True) if event.get("isBase64Encoded") else text.encode()
    except ValueError as error:
        raise BadRequestError("the body is not in its encoding") from error
    if len(body) > LARGEST_BODY:
        raise TooMuchError("the body is too large")
    return body
