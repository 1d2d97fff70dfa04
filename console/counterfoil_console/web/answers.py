"""Answers, of every sort that there is."""

import json
import zlib
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import field
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from aws_lambda_powertools.shared.cookies import Cookie

from counterfoil.domain.values import dataclass
from counterfoil_console.web.headers import FOREVER, secured

_GZIP = zlib.MAX_WBITS | 16
_SMALLEST = 9


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer. With `compress` it is compressed for whoever takes that: API Gateway does not do it."""

    status: int
    content_type: str
    body: str | bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: Sequence[Cookie] = ()
    compress: bool = False

    def sent(self, *, takes_gzip: bool) -> dict[str, Any]:
        """As API Gateway takes it, in payload format 2.0.

        https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
        """
        headers, body = {"Content-Type": self.content_type, **self.headers}, self.body
        if self.compress and takes_gzip:
            headers["Content-Encoding"], body = "gzip", _compressed(body)
        return {
            "statusCode": self.status,
            "headers": secured(headers),
            "cookies": list(map(str, self.cookies)),
            "body": b64encode(body).decode() if isinstance(body, bytes) else body,
            "isBase64Encoded": isinstance(body, bytes),
        }


def _compressed(body: str | bytes) -> bytes:
    packing = zlib.compressobj(_SMALLEST, zlib.DEFLATED, _GZIP)
    return packing.compress(body.encode() if isinstance(body, str) else body) + packing.flush()


def html(text: str, *, status: int = 200, policy: str) -> Answer:
    """A page."""
    headers = {"Content-Security-Policy": policy, "Vary": "Cookie, Accept-Encoding"}
    return Answer(status, "text/html; charset=utf-8", text, headers=headers, compress=True)


def data(content: Mapping[str, object], *, status: int = 200) -> Answer:
    """JSON for a program."""
    return Answer(status, "application/json", json.dumps(content))


def json_text(text: str) -> Answer:
    """JSON that is text already."""
    return Answer(200, "application/json", text, compress=True)


def problem(name: str, status: int, detail: str, **more: object) -> Answer:
    """Why a program's request was not carried out, as https://www.rfc-editor.org/rfc/rfc9457 has it."""
    told = {"type": f"urn:counterfoil:{name}", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    return Answer(status, "application/problem+json", json.dumps(told | more))


def file(text: str, content_type: str, name: str) -> Answer:
    """A file to keep; `name` is ours."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Answer(200, content_type, text, headers=headers, compress=True)


def pdf(content: bytes, name: str) -> Answer:
    """A PDF to keep; `name` is made of what stands in a name of a file anywhere."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Answer(200, "application/pdf", content, headers=headers)


def plain(text: str, *, status: int = 200) -> Answer:
    """A line of text."""
    return Answer(status, "text/plain; charset=utf-8", text)


def asset(content: bytes, content_type: str) -> Answer:
    """A file that never changes under its address."""
    text: str | bytes = content.decode() if _is_text(content_type) else content
    return Answer(200, content_type, text, headers={"Cache-Control": FOREVER}, compress=_is_text(content_type))


def redirect(location: str, *, cookies: Sequence[Cookie] = ()) -> Answer:
    """To be read by GET, whatever was sent here."""
    headers = {"Location": quote(location, safe="/:?#[]@!$&'()*+,;=%-._~")}
    return Answer(303, "text/plain; charset=utf-8", "", headers=headers, cookies=tuple(cookies))


def _is_text(content_type: str) -> bool:
    return content_type.startswith(("text/", "image/svg", "application/json"))
