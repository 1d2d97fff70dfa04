"""QuickBooks' webhooks: whether a delivery is genuine, and which records it says have moved. Pure.

Source: https://developer.intuit.com/app/developer/qbo/docs/develop/webhooks
"""

import base64
import hashlib
import hmac
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from pydantic import TypeAdapter, ValidationError

from counterfoil.adapters.quickbooks.mapping.common import KINDS, ref
from counterfoil.adapters.quickbooks.schemas import CloudEvent, LegacyDelivery
from counterfoil.domain.change import ChangeEvent
from counterfoil.domain.errors import InvalidValueError
from counterfoil.domain.identity import EntityKind, is_id
from counterfoil.domain.records.record import digest

SIGNATURE = "intuit-signature"

_CLOUD_EVENTS = TypeAdapter(tuple[CloudEvent, ...])
_KINDS_BY_NAME: Mapping[str, EntityKind] = {name.lower(): kind for name, kind in KINDS.items()}
_SUFFIXES = {
    "created": "create",
    "updated": "update",
    "deleted": "delete",
    "merged": "merge",
    "voided": "void",
    "emailed": "emailed",
}


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a genuine delivery says: events with the company each is about, and how many of each type mean nothing here."""

    events: tuple[tuple[str, ChangeEvent], ...]
    unknown: Mapping[str, int]


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
    """The events of a delivery, of CloudEvents or in the older format, companies mixed.

    Raises InvalidValueError naming the field that is missing or wrong.
    """
    try:
        moved = tuple(_cloud_events(body) if body.lstrip().startswith(b"[") else _legacy(body))
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise InvalidValueError(f"webhook: {place or 'not a delivery'}") from error
    events: dict[tuple[str, ChangeEvent], None] = {}
    unknown: Counter[str] = Counter()
    for each in moved:
        _check(each.realm_id, "company")
        kind = _KINDS_BY_NAME.get(each.name.lower())
        if kind is None or each.operation.lower() not in _SUFFIXES.values():
            unknown[f"{each.name}.{each.operation}"] += 1
            continue
        events |= {(each.realm_id, _event(each, kind, one)): None for one in each.ids}
    return Delivery(tuple(events), unknown)


def _event(moved: _Moved, kind: EntityKind, record_id: str) -> ChangeEvent:
    _check(record_id, f"id of {moved.name}")
    return ChangeEvent(ref(kind, record_id), moved.at, f"{moved.identity}:{record_id}")


def _check(given: str, what: str) -> None:
    if not is_id(given):
        raise InvalidValueError(f"webhook: {what}")


def _cloud_events(body: bytes) -> Iterator[_Moved]:
    for event in _CLOUD_EVENTS.validate_json(body):
        prefix, _, rest = event.type.lower().partition(".")
        name, _, operation = rest.partition(".")
        suffix = operation.partition(".")[0]
        deleted = event.data.get("deletedId") or event.data.get("deletedid")
        yield _Moved(
            realm_id=event.intuitaccountid,
            name=name if prefix == "qbo" else event.type,
            operation=_SUFFIXES.get(suffix, suffix),
            ids=tuple(filter(None, (event.intuitentityid, str(deleted) if deleted else ""))),
            at=_moment(event.time),
            identity=event.id,
        )


def _legacy(body: bytes) -> Iterator[_Moved]:
    for notification in LegacyDelivery.model_validate_json(body).eventNotifications:
        for entity in notification.dataChangeEvent.entities:
            parts = (notification.realmId, entity.name, entity.id, entity.operation, entity.lastUpdated.isoformat())
            yield _Moved(
                realm_id=notification.realmId,
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
        raise InvalidValueError("webhook: time") from error
