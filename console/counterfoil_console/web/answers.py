"""Answers, of every sort that there is."""

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from urllib.parse import quote

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.shared.cookies import Cookie

from counterfoil_console.web.headers import FOREVER

type Answer = Response[str | bytes]


def html(text: str, *, status: int = 200, policy: str) -> Answer:
    """A page, compressed for whoever takes that: API Gateway does not do it."""
    headers = {"Content-Security-Policy": policy, "Vary": "Cookie, Accept-Encoding"}
    return Response(status, "text/html; charset=utf-8", text, headers=headers, compress=True)


def data(content: Mapping[str, object], *, status: int = 200) -> Answer:
    """JSON for a program."""
    return Response(status, "application/json", json.dumps(content))


def json_text(text: str) -> Answer:
    """JSON that is text already."""
    return Response(200, "application/json", text, compress=True)


def problem(name: str, status: int, detail: str, **more: object) -> Answer:
    """Why a program's request was not carried out, as https://www.rfc-editor.org/rfc/rfc9457 has it."""
    told = {"type": f"urn:counterfoil:{name}", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    return Response(status, "application/problem+json", json.dumps(told | more))


def file(text: str, content_type: str, name: str) -> Answer:
    """A file to keep; `name` is ours."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(200, content_type, text, headers=headers, compress=True)


def pdf(content: bytes, name: str) -> Answer:
    """A PDF to keep; `name` is made of what stands in a name of a file anywhere."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(200, "application/pdf", content, headers=headers)


def plain(text: str, *, status: int = 200) -> Answer:
    """A line of text."""
    return Response(status, "text/plain; charset=utf-8", text)


def asset(content: bytes, content_type: str) -> Answer:
    """A file that never changes under its address."""
    text: str | bytes = content.decode() if _is_text(content_type) else content
    return Response(200, content_type, text, headers={"Cache-Control": FOREVER}, compress=_is_text(content_type) or None)


def redirect(location: str, *, cookies: Sequence[Cookie] = ()) -> Answer:
    """To be read by GET, whatever was sent here."""
    headers = {"Location": quote(location, safe="/:?#[]@!$&'()*+,;=%-._~")}
    return Response(303, "text/plain; charset=utf-8", "", headers=headers, cookies=list(cookies))


def _is_text(content_type: str) -> bool:
    return content_type.startswith(("text/", "image/svg", "application/json"))
