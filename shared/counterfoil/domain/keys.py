"""What a record has to be found by."""

from counterfoil.domain.kinds import MatchKey
from counterfoil.domain.records.customer import Customer
from counterfoil.domain.records.invoice import Invoice
from counterfoil.domain.records.product import Product
from counterfoil.domain.snapshot import AnyRecord


def held_by(record: AnyRecord, key: MatchKey) -> tuple[str, ...]:
    """The values that `record` has of a key, none where that says nothing of its kind; letters as they are written."""
    match record:
        case Customer():
            values = {MatchKey.EMAIL: record.emails, MatchKey.NAME: (record.display_name,)}
        case Product():
            values = {MatchKey.SKU: (record.sku,), MatchKey.NAME: (record.name,)}
        case Invoice():
            day = record.issue_date.isoformat() if record.issue_date else ""
            values = {MatchKey.NUMBER_CUSTOMER_TOTAL: (record.number,), MatchKey.DAY: (day,)}
        case _:
            values = {}
    return tuple(value for value in values.get(key, ()) if value)
