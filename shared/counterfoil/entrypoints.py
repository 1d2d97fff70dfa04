"""Where AWS comes in: each function translates its event, calls one use case, translates the answer."""

import base64
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from counterfoil.bootstrap import Bundle, bundle
from counterfoil.domain.change import ChangeBatch
from counterfoil.domain.errors import InvalidValueError, UnknownConnectionError
from counterfoil.domain.identity import System
from counterfoil.observability import count, function, logger

LARGEST_DELIVERY = 1024 * 1024
"""Bytes. HubSpot sends at most a hundred events at once, Intuit's deliveries are smaller still."""

STOP_COMPARING = 180_000
"""Milliseconds before the reconciler's end: more than a page may take at a vendor that is slow and throttles."""

STOP_POLLING = 120_000
"""Milliseconds before the poller's end. What a page cut off had found is found again, since its cursor has not moved."""

Event = Mapping[str, Any]
Answer = dict[str, Any]


@function
def receive_webhook(event: Event, _context: LambdaContext) -> Answer:
    """POST /webhooks/hubspot and /webhooks/quickbooks: anybody may call, only the vendors' signatures are believed.

    200 when everything in it is enqueued (or concerns nobody here), 401 for a signature that is forged, missing or stale,
    400 for a body that is too large or malformed. A failure of ours is a 5xx, and the vendor delivers again.
    """
    return receive(event, bundle())


def receive(event: Event, here: Bundle) -> Answer:
    """One delivery at the given bundle."""
    system = System(event["rawPath"].rsplit("/", 1)[-1])
    try:
        body = _body(event)
    except InvalidValueError as error:
        return _refused(system, 400, str(error))
    if not here.is_genuine(system, event["requestContext"]["http"]["method"], _url(event, here), body, event["headers"]):
        return _refused(system, 401, "the signature is missing, wrong or too old")
    try:
        events, unknown = here.parse(system, body)
    except InvalidValueError as error:
        return _refused(system, 400, str(error))
    received = here.intake.receive(system, events)
    count("EventsEnqueued", received.enqueued)
    count("EventsDuplicate", received.duplicate)
    count("EventsOfUnknownAccount", received.unknown_account)
    count("EventsOfUnknownType", sum(unknown.values()))
    if unknown:
        logger.info("events of unknown types", extra={"system": system, "types": dict(unknown)})
    return {"statusCode": 200, "body": ""}


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


def _url(event: Event, here: Bundle) -> str:
    """The address as the vendor called it."""
    base = here.settings.public_base_url.rstrip("/") or f"https://{event['requestContext']['domainName']}"
    query = event.get("rawQueryString", "")
    return f"{base}{event['rawPath']}{'?' if query else ''}{query}"


def _refused(system: System, status: int, reason: str) -> Answer:
    count("DeliveriesRefused")
    logger.warning("webhook refused", extra={"system": system, "status": status, "reason": reason})
    return {"statusCode": status, "body": reason}


@function
def sync_records(event: Event, _context: LambdaContext) -> Answer:
    """Work through up to ten queue messages, all of a connection's together; the messages that must come again."""
    return work_through(event, bundle())


def work_through(event: Event, here: Bundle) -> Answer:
    """The messages of one call at the given bundle."""
    by_connection: dict[str, list[tuple[str, ChangeBatch]]] = defaultdict(list)
    failed: list[str] = []
    for record in event["Records"]:
        try:
            batch = here.decode(record["body"])
        except InvalidValueError:
            logger.exception("a message cannot be read", extra={"message_id": record["messageId"]})
            failed.append(record["messageId"])
        else:
            by_connection[batch.connection_id].append((record["messageId"], batch))
    for connection_id, messages in by_connection.items():
        if not _work(here, connection_id, [batch for _, batch in messages]):
            failed += [message_id for message_id, _ in messages]
    return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in failed]}


def _work(here: Bundle, connection_id: str, batches: Sequence[ChangeBatch]) -> bool:
    """Whether the connection's messages are done with. One connection's trouble never holds back another's messages."""
    try:
        here.worker.handle(connection_id, batches)
    except UnknownConnectionError:
        logger.warning("messages of a connection that is gone", extra={"connection": connection_id})
        count("EventsOfUnknownConnection", sum(len(batch.events) for batch in batches))
    except Exception:  # noqa: BLE001 - whatever it is, it is a defect: the queue keeps the messages, an alarm follows
        logger.exception("a connection's messages failed", extra={"connection": connection_id})
        count("WorkFailed")
        return False
    return True


@function
def poll(_event: Event, context: LambdaContext) -> Answer:
    """Ask both vendors of every connection what changed, for as long as this invocation lasts."""
    polled = bundle().poller.poll(lambda: context.get_remaining_time_in_millis() < STOP_POLLING)
    count("EventsPolled", polled.enqueued)
    count("EchoesSkipped", polled.echoes)
    for connection_id, failure in polled.failures:
        logger.warning("a vendor could not be polled", extra={"connection": connection_id, "category": failure.category})
    count("PollsFailed", len(polled.failures))
    return {"enqueued": polled.enqueued, "echoes": polled.echoes, "failures": len(polled.failures)}


@function
def reconcile(_event: Event, context: LambdaContext) -> Answer:
    """Carry on comparing both ledgers with the links, for as long as this invocation lasts."""
    done = bundle().reconciler.reconcile(lambda: context.get_remaining_time_in_millis() < STOP_COMPARING)
    count("EventsReconciled", done.enqueued)
    count("RecordsVanished", done.vanished)
    count("ReconciliationsRefused", len(done.refusals))
    for refusal in done.refusals:
        logger.warning("most linked records cannot be found", extra={"refusal": asdict(refusal)})
    for connection_id, failure in done.failures:
        logger.warning("a vendor could not be compared", extra={"connection": connection_id, "category": failure.category})
    return {"enqueued": done.enqueued, "failures": len(done.failures), "refusals": len(done.refusals)}


@function
def report_errors(event: Event, _context: LambdaContext) -> Answer:
    """Tell people what newly fails, from the table's stream; all of one call in one message per connection."""
    here = bundle()
    images = [record["dynamodb"]["NewImage"] for record in event["Records"] if "NewImage" in record["dynamodb"]]
    outcomes, connections = here.read_images(images)
    count("FailuresReported", here.reporter.report(outcomes, connections))
    return {}
