"""Change data capture: everything that changed since a moment, deletions included.

https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/changedatacapture
"""

from datetime import datetime, timedelta

from infra.sandbox.quickbooks.company import Company
from infra.sandbox.quickbooks.comparisons import moment_of
from infra.sandbox.quickbooks.entities import BY_SEGMENT
from infra.sandbox.quickbooks.entity import Entity
from infra.sandbox.quickbooks.errors import QuickBooksError, missing
from infra.sandbox.quickbooks.presentation import shown, tombstone
from infra.sandbox.quickbooks.wire import Document


def captured(company: Company, entities: str, since_text: str) -> Document:
    """The value of `CDCResponse[0]`: one query response per kind, in the order asked. Raises 500 when too old."""
    if not entities or not since_text:
        raise missing("entities" if not entities else "changedSince")
    since = moment_of(since_text.replace(" ", "+"))
    if since < company.clock.now() - timedelta(days=company.switches.capture_days):
        detail = f"Operation cdc with changedSince date {since_text} which is older than fixed days is not supported."
        raise QuickBooksError(company.switches.capture_too_old_code, detail, kind="ValidationFault")
    kinds = [_kind(company, name.strip()) for name in entities.split(",")]
    changed = [(kind, row) for kind in kinds for row in _changed(company, kind, since)]
    changed.sort(key=lambda pair: _updated(pair[1]))
    oldest, most = company.switches.capture_limit_keeps == "oldest", company.switches.capture_limit
    kept = changed[:most] if oldest else changed[-most:]
    return {"QueryResponse": [_response(company, kind, kept) for kind in kinds]}


def _kind(company: Company, name: str) -> Entity:
    entity = BY_SEGMENT.get(name.lower())
    if entity is None or not entity.captured or name == company.switches.not_captured:
        raise QuickBooksError("2000", f"Unsupported Object Name : {name} is not captured", "entities")
    return entity


def _changed(company: Company, kind: Entity, since: datetime) -> list[Document]:
    stored = [*company.records.all(kind.name), *company.records.tombstones[kind.name].values()]
    return [row for row in stored if _after(company, row, since)]


def _updated(row: Document) -> datetime:
    return datetime.fromisoformat(row["MetaData"]["LastUpdatedTime"])


def _after(company: Company, row: Document, since: datetime) -> bool:
    return _updated(row) >= since if company.switches.capture_includes_bound else _updated(row) > since


def _response(company: Company, kind: Entity, kept: list[tuple[Entity, Document]]) -> Document:
    rows = [row for owner, row in kept if owner is kind]
    if not rows:
        return {}
    objects = [tombstone(row) if row.get("status") == "Deleted" else shown(company, row) for row in rows]
    return {kind.name: objects, "startPosition": 1, "maxResults": len(rows), "totalCount": len(rows)}
