"""QuickBooks' webhooks: whether a delivery is genuine, which records it says have moved, and what changed beside them. Pure.

Source: https://developer.intuit.com/app/developer/qbo/docs/develop/webhooks
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime

from counterfoil.adapters.deliveries import Delivery, json_of
from counterfoil.adapters.quickbooks.mapping.common import BESIDE, KINDS, key_of, ref
from counterfoil.adapters.quickbooks.notifications import CloudEvent, EventNotification, WebhookEntity
from counterfoil.domain.change import ChangeEvent
from counterfoil.domain.errors import InvalidValueError
from counterfoil.domain.identity import EntityKind, is_id
from counterfoil.domain.records.record import digest
from counterfoil.domain.values import dataclass

SIGNATURE = "intuit-signature"

_KINDS_BY_NAME: Mapping[str, EntityKind] = {name.lower(): kind for name, kind in KINDS.items()}
_BESIDE_BY_NAME: Mapping[str, str] = {name.lower(): name for name in BESIDE}
_SUFFIXES = {
    "created": "create",
    "updated": "update",
    "deleted": "delete",
    "merged": "merge",
    "voided": "void",
    "emailed": "emailed",
}


@dataclass(frozen=True, slots=True)
class _Moved:
    """One change, whatever the format of the delivery."""

    realm_id: str
    name: str
    operation: str
    ids: tuple[str, ...]
    at: datetime
    identity: str


def is_genuine(*, body: bytes, headers: Mapping[str, str], verifier_token: str) -> bool:
    """Whether Intuit signed exactly these bytes. Compared in constant time; while no token is set, nothing is genuine."""
    if not verifier_token:
        return False
    given = next((value for name, value in headers.items() if name.lower() == SIGNATURE), "")
    return hmac.compare_digest(given.encode(errors="replace"), signature(body, verifier_token).encode())


def signature(body: bytes, verifier_token: str) -> str:
    """The signature of a body."""
    return base64.b64encode(hmac.new(verifier_token.encode(), body, hashlib.sha256).digest()).decode()


def parse(body: bytes) -> Delivery:
    """What a delivery says, of CloudEvents or in the older format, companies mixed.

    Raises InvalidValueError when it is neither; one event that is malformed is noted only.
    """
    received, delivery = json_of(body), Delivery()
    if isinstance(received, list):
        for number, each in enumerate(received):
            with delivery.one(number):
                _note(delivery, _of_cloud_event(CloudEvent.model_validate(each)))
        return delivery
    notifications = received.get("eventNotifications") if isinstance(received, Mapping) else None
    if not isinstance(notifications, list):
        raise InvalidValueError("webhook: eventNotifications")
    for number, each in enumerate(notifications):
        with delivery.one("eventNotifications", number):
            _read_notification(delivery, number, EventNotification.model_validate(each))
    return delivery


def _read_notification(delivery: Delivery, number: int, notification: EventNotification) -> None:
    for position, each in enumerate(notification.dataChangeEvent.entities):
        with delivery.one("eventNotifications", number, "entities", position):
            _note(delivery, _of_entity(notification.realmId, WebhookEntity.model_validate(each)))


def _note(delivery: Delivery, moved: _Moved) -> None:
    _check(moved.realm_id, "company")
    kind, beside = _KINDS_BY_NAME.get(moved.name.lower()), _BESIDE_BY_NAME.get(moved.name.lower())
    if moved.operation.lower() in _SUFFIXES.values() and kind:
        delivery.events.update({(moved.realm_id, _event(moved, kind, one)): None for one in moved.ids})
    elif moved.operation.lower() in _SUFFIXES.values() and beside:
        delivery.touched.update({(moved.realm_id, _key(beside, one)): None for one in moved.ids})
    else:
        delivery.unknown[f"{moved.name}.{moved.operation}"] += 1


def _event(moved: _Moved, kind: EntityKind, record_id: str) -> ChangeEvent:
    _check(record_id, "entity id")
    return ChangeEvent(ref(kind, record_id), moved.at, f"{moved.identity}:{record_id}", announced=True)


def _key(entity: str, object_id: str) -> str:
    _check(object_id, "entity id")
    return key_of(entity, object_id)


def _check(given: str, what: str) -> None:
    if not is_id(given):
        raise InvalidValueError(what)


def _of_cloud_event(event: CloudEvent) -> _Moved:
    prefix, _, rest = event.type.lower().partition(".")
    name, _, operation = rest.partition(".")
    suffix = operation.partition(".")[0]
    deleted = event.data.get("deletedId") or event.data.get("deletedid")
    return _Moved(
        realm_id=event.intuitaccountid,
        name=name if prefix == "qbo" else event.type,
        operation=_SUFFIXES.get(suffix, suffix),
        ids=tuple(filter(None, (event.intuitentityid, str(deleted) if deleted else ""))),
        at=_moment(event.time),
        identity=event.id,
    )


def _of_entity(realm_id: str, entity: WebhookEntity) -> _Moved:
    parts = (realm_id, entity.name, entity.id, entity.operation, entity.lastUpdated.isoformat())
    return _Moved(
        realm_id=realm_id,
        name=entity.name,
        operation=entity.operation.lower(),
        ids=tuple(filter(None, (entity.id, entity.deletedId))),
        at=_moment(entity.lastUpdated),
        identity=digest(parts),
    )


def _moment(moment: datetime) -> datetime:
    try:
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError as error:
        raise InvalidValueError("time") from error
