"""API Gateway calls: what the vendors deliver."""

import base64
from collections.abc import Mapping, Sequence
from functools import cache

from aws_lambda_powertools.utilities.typing import LambdaContext

from counterfoil.bootstrap.intake import IntakeBundle
from counterfoil.domain.errors import InvalidValueError
from counterfoil.domain.identity import System
from counterfoil.entrypoints import Answer, Event
from counterfoil.observability import count, function, logger

LARGEST_DELIVERY = 1024 * 1024
"""Bytes. HubSpot sends at most a hundred events at once, Intuit's deliveries are smaller still."""

_MOST_NAMED = 20
"""How many malformed events of a delivery the log names."""

_bundle = cache(IntakeBundle.deployed)


@function
def receive_webhook(event: Event, _context: LambdaContext) -> Answer:
    """POST /webhooks/hubspot and /webhooks/quickbooks: anybody may call, only the vendors' signatures are believed.

    200 when everything in it is enqueued (or concerns nobody here), 401 for a signature that is forged, missing or stale,
    400 for a body that is too large or no delivery at all; single events that cannot be understood are left out and counted.
    A failure of ours is a 5xx, and the vendor delivers again.
    """
    return receive(event, _bundle())


def receive(event: Event, here: IntakeBundle) -> Answer:
    """One delivery at the given bundle."""
    system = System(event["rawPath"].rsplit("/", 1)[-1])
    try:
        body = _body(event)
    except InvalidValueError as error:
        return _refused(system, 400, str(error))
    if not here.is_genuine(system, event["requestContext"]["http"]["method"], _url(event, here), body, event["headers"]):
        return _refused(system, 401, "the signature is missing, wrong or too old")
    try:
        delivery = here.parse(system, body)
    except InvalidValueError as error:
        return _refused(system, 400, str(error))
    blocked = here.intake.call_blocked(system, delivery.touched_by_account())
    received = here.intake.receive(system, delivery.by_account())
    count("EventsEnqueued", received.enqueued + blocked)
    count("EventsOfUnknownAccount", received.unknown_account)
    _count_left_out(system, delivery.unknown, delivery.malformed)
    return {"statusCode": 200, "body": ""}


def _count_left_out(system: System, unknown: Mapping[str, int], malformed: Sequence[str]) -> None:
    """Events of a good delivery that mean nothing here, and those that cannot be understood."""
    count("EventsOfUnknownType", sum(unknown.values()))
    if unknown:
        logger.info("events of unknown types", extra={"system": system, "types": dict(unknown)})
    count("EventsMalformed", len(malformed))
    if malformed:
        logger.warning("malformed events", extra={"system": system, "members": malformed[:_MOST_NAMED]})


def _body(event: Event) -> bytes:
    """Raises InvalidValueError when it is too large, or neither text nor the base64 that it claims to be."""
    text: str = event.get("body") or ""
    try:
        body = base64.b64decode(text, validate=True) if event.get("isBase64Encoded") else text.encode()
    except ValueError as error:
        raise InvalidValueError("the body is not in its encoding") from error
    if len(body) > LARGEST_DELIVERY:
        raise InvalidValueError(f"a delivery may have at most {LARGEST_DELIVERY} bytes")
    return body


def _url(event: Event, here: IntakeBundle) -> str:
    """The address as the vendor called it."""
    base = here.settings.public_base_url.rstrip("/") or f"https://{event['requestContext']['domainName']}"
    query = event.get("rawQueryString", "")
    return f"{base}{event['rawPath']}{'?' if query else ''}{query}"


def _refused(system: System, status: int, reason: str) -> Answer:
    count("DeliveriesRefused")
    logger.warning("webhook refused", extra={"system": system, "status": status, "reason": reason})
    return {"statusCode": status, "body": reason}
