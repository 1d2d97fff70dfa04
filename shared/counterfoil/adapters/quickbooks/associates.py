"""What records are associated with, as far as a filter asks for it: the customers of invoices, many with each statement."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from counterfoil.adapters.quickbooks.members import member_text
from counterfoil.adapters.quickbooks.reading import RecordReader
from counterfoil.domain.errors import Failure
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.rules import Holder
from counterfoil.domain.rules.clauses import Values
from counterfoil.domain.snapshot import Snapshot


class AssociateReader:
    """Reads what records of one company are associated with."""

    def __init__(self, reader: RecordReader) -> None:
        self._reader = reader

    def read(
        self, snapshots: Sequence[Snapshot], wanted: Mapping[Holder, AbstractSet[str]]
    ) -> Mapping[str, Values | Failure]:
        """`RecordSystem.associated`. A customer that cannot be read fails only its own invoices."""
        customers = {one.ref.id: one.fields.get("customer", "") for one in snapshots}
        rows = self._reader.rows(EntityKind.CUSTOMER, customers.values()) if Holder.CUSTOMER in wanted else {}
        found: dict[str, Values | Failure] = {}
        for record_id, customer in customers.items():
            row = rows.get(customer)
            if isinstance(row, Failure):
                found[record_id] = row
            elif row is not None:
                found[record_id] = {Holder.CUSTOMER: [{path: member_text(row, path) for path in wanted[Holder.CUSTOMER]}]}
        return found
