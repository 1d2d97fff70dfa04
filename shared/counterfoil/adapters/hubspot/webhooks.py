"""HubSpot's webhooks: whether a delivery is genuine, and which records it says have moved. Pure.

Sources: https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/request-validation and
https://developers.hubspot.com/docs/api-reference/latest/webhooks/guide
"""
# ruff: noqa: N815 - HubSpot's own spelling

import base64
import hashlib
import hmac
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

from pydantic import AliasChoices, Field

from counterfoil.adapters.deliveries import Delivery, json_of
from counterfoil.adapters.hubspot.mapping.common import ref
from counterfoil.adapters.hubspot.wire import Id, Text, Wire
from counterfoil.domain.change import ChangeEvent
from counterfoil.domain.errors import InvalidValueError
from counterfoil.domain.identity import EntityKind, is_id
from counterfoil.domain.parties import COMPANY
from counterfoil.domain.records.record import digest

SIGNATURE_V3 = "x-hubspot-signature-v3"
TIMESTAMP = "x-hubspot-request-timestamp"
WINDOW = timedelta(minutes=5)

_DECODED = dict(zip("3A 2F 3F 40 21 24 27 28 29 2A 2C 3B".split(), ":/?@!$'()*,;", strict=True))  # noqa: SIM905
_ESCAPE = re.compile("%(" + "|".join(_DECODED) + ")", re.IGNORECASE)

# Object type ids of generic events and the names of classic ones.
_KINDS: Mapping[str, EntityKind] = {
    **dict.fromkeys(("0-1", "contact"), EntityKind.CUSTOMER),
    **dict.fromkeys(("0-7", "product"), EntityKind.PRODUCT),
    **dict.fromkeys(("0-53", "invoice"), EntityKind.INVOICE),
    **dict.fromkeys(("0-101", "commerce_payment"), EntityKind.PAYMENT),
}
_COMPANIES = ("0-2", "company")
"""Whose changed associations are those of what they are associated with."""
# Whose record a changed association changes: that of the end named first here.
_OWNERS = (EntityKind.PAYMENT, EntityKind.INVOICE, EntityKind.CUSTOMER)
_RECORD_CHANGES = {"creation", "deletion", "privacyDeletion", "merge", "restore", "propertyChange"}


class WebhookEvent(Wire):
    """One event of a delivery, of any type: what a type does not have is empty."""

    portalId: Id
    subscriptionType: str = Field(validation_alias=AliasChoices("subscriptionType", "eventType"))
    occurredAt: int  # epoch milliseconds
    eventId: Text = ""
    subscriptionId: Text = ""
    objectId: Text = ""
    objectTypeId: Text = ""
    propertyName: Text = ""
    associationType: Text = ""
    fromObjectTypeId: Text = ""
    toObjectTypeId: Text = ""
    fromObjectId: Text = ""
    toObjectId: Text = ""
    primaryObjectId: Text = ""
    newObjectId: Text = ""
    mergedObjectIds: tuple[Id, ...] = ()


def is_genuine(*, method: str, url: str, body: bytes, headers: Mapping[str, str], secret: str, now: datetime) -> bool:
    """Whether HubSpot sent this to `url` (the public address, as HubSpot called it) within five minutes of `now`.

    Only version 3 of the signature is believed: the older ones know no time, so that a delivery could be replayed. While no
    secret is set, nothing is genuine.
    """
    if not secret:
        return False
    given = {name.lower(): value for name, value in headers.items()}
    timestamp = given.get(TIMESTAMP, "")
    if not _is_timely(timestamp, now):
        return False
    return _equal(given.get(SIGNATURE_V3, ""), signature_v3(method, url, body, timestamp, secret))


def signature_v3(method: str, url: str, body: bytes, timestamp: str, secret: str) -> str:
    """The version 3 signature of a request; of the URL's escapes only HubSpot's list is decoded."""
    decoded = _ESCAPE.sub(lambda escape: _DECODED[escape[1].upper()], url)
    message = method.encode() + decoded.encode(errors="replace") + body + timestamp.encode()
    return base64.b64encode(hmac.new(secret.encode(), message, hashlib.sha256).digest()).decode()


def parse(body: bytes) -> Delivery:
    """What a delivery says. Raises InvalidValueError when it is no list of events; one that is malformed is noted only."""
    received = json_of(body)
    if not isinstance(received, list):
        raise InvalidValueError("webhook: not a list of events")
    delivery = Delivery()
    for number, each in enumerate(received):
        with delivery.one(number):
            event = WebhookEvent.model_validate(each)
            _check(event.portalId, "portalId")
            moved = {(event.portalId, _event(event, kind, record_id)): None for kind, record_id in _moved(event)}
            delivery.unknown.update(() if moved else (_type_name(event),))
            delivery.events.update(moved)
    return delivery


def _moved(event: WebhookEvent) -> Iterator[tuple[EntityKind, str]]:
    """The records that this event is about; none when it means nothing here."""
    name, _, change = event.subscriptionType.partition(".")
    if change == "associationChange":
        yield from _owner(event)
        return
    sort = event.objectTypeId if name == "object" else name
    prefix, kind = (COMPANY, EntityKind.CUSTOMER) if sort in _COMPANIES else ("", _KINDS.get(sort))
    if kind is None or change not in _RECORD_CHANGES:
        return
    ids = (event.objectId, event.primaryObjectId, event.newObjectId, *event.mergedObjectIds)
    named = dict.fromkeys(filter(None, ids))
    if not named:
        raise InvalidValueError("objectId")
    yield from ((kind, prefix + one) for one in named)


def _owner(event: WebhookEvent) -> Iterator[tuple[EntityKind, str]]:
    ends = (event.fromObjectTypeId, event.toObjectTypeId)
    if not all(ends):
        source, _, target = event.associationType.lower().partition("_to_")
        ends = (source, target)
    by_kind = {_KINDS.get(end): one for end, one in zip(ends, (event.fromObjectId, event.toObjectId), strict=True)}
    owner = next((kind for kind in _OWNERS if kind in by_kind), None)
    if owner is None:
        return
    if not by_kind[owner]:
        raise InvalidValueError("fromObjectId or toObjectId")
    yield owner, by_kind[owner]


def _event(event: WebhookEvent, kind: EntityKind, record_id: str) -> ChangeEvent:
    """Its identity leaves out `attemptNumber`: a repeated delivery is the same event. `eventId` alone is not unique."""
    _check(record_id, "objectId")
    return ChangeEvent(
        ref=ref(kind, record_id),
        occurred_at=_moment(event.occurredAt),
        identity=digest(
            [
                event.portalId,
                event.subscriptionId,
                event.subscriptionType,
                event.eventId,
                event.occurredAt,
                event.propertyName,
                kind,
                record_id,
            ]
        ),
        announced=True,
        reassociated=event.subscriptionType.endswith(".associationChange"),
    )


def _check(given: str, member: str) -> None:
    if not is_id(given):
        raise InvalidValueError(member)


def _moment(milliseconds: int) -> datetime:
    try:
        return datetime.fromtimestamp(milliseconds // 1000, UTC) + timedelta(milliseconds=milliseconds % 1000)
    except (OverflowError, OSError, ValueError) as error:
        raise InvalidValueError("occurredAt") from error


def _type_name(event: WebhookEvent) -> str:
    return ":".join(filter(None, (event.subscriptionType, event.objectTypeId)))


def _is_timely(timestamp: str, now: datetime) -> bool:
    if not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) <= 15):
        return False
    return abs(now.timestamp() * 1000 - int(timestamp)) <= WINDOW.total_seconds() * 1000


def _equal(given: str, expected: str) -> bool:
    return hmac.compare_digest(given.encode(errors="replace"), expected.encode())
