"""A record as one system showed it at one moment."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from types import MappingProxyType

from counterfoil.domain.identity import RecordRef
from counterfoil.domain.records.customer import Customer
from counterfoil.domain.records.invoice import Invoice
from counterfoil.domain.records.payment import Payment
from counterfoil.domain.records.product import Product
from counterfoil.domain.records.record import Fields
from counterfoil.domain.values import dataclass

AnyRecord = Customer | Product | Invoice | Payment


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """One record, read once.

    `version` is the vendor's own mark of the state (SyncToken; last-modified time). `source` is the record that this one
    was made from, read from the marker that our own create left on it; None for records that we did not make. `merged` are
    the ids of records that were merged into this one; `paid_by` are the ids of the payments that an invoice itself shows:
    QuickBooks' invoices show them all, HubSpot's none. `extra` are the values of the further properties that the rule names,
    by the vendor's names, "" for nothing. `own` are the values of the rule's own mappings, by the mappings' ids: the
    `outgoing` ones go to the other system, which takes only the beginning of the `lengthy` ones, that merely inform.
    `looks` is a digest of what the vendor shows of the record itself, but for what we show on it, where polls show the same;
    "" elsewhere. `dropped` are the further properties, or then the own mappings, of which the vendor did not keep what was
    just written, or which it has no more, `untaken` the fields that merely inform and that it left as they were, though they
    were to be changed. `fields` is the record as compared, own mappings included, asked for once.
    """

    ref: RecordRef
    version: str
    record: AnyRecord
    created_at: datetime
    modified_at: datetime
    source: RecordRef | None = None
    merged: tuple[str, ...] = ()
    paid_by: tuple[str, ...] = ()
    extra: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    own: Fields = field(default_factory=lambda: MappingProxyType({}), hash=False)
    lengthy: tuple[str, ...] = ()
    outgoing: frozenset[str] = frozenset()
    looks: str = ""
    dropped: tuple[str, ...] = ()
    untaken: tuple[str, ...] = ()
    fields: Fields = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "fields", {**self.record.fields(), **self.own} if self.own else self.record.fields())
