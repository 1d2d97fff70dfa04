"""A write: what one system is asked to make of a record, once and only once."""

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from types import MappingProxyType

from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.records.record import digest
from counterfoil.domain.shown import ShownState
from counterfoil.domain.snapshot import AnyRecord
from counterfoil.domain.values import dataclass


class Operation(StrEnum):
    """What is asked."""

    CREATE = "create"
    UPDATE = "update"
    VOID = "void"


def write_key(connection_id: str, source: RecordRef, source_fingerprint: str, replaced_version: str) -> str:
    """The key of an intent: the same change of the same record over the same state always has the same key.

    32 hexadecimal characters, short enough for QuickBooks' `requestid` (50; 36 for a batch).
    """
    return digest([connection_id, str(source), source_fingerprint, replaced_version])


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """One record to create, update or void at `system`.

    `source` is the record whose change is carried; a create leaves it on the new record as a marker. `record` has the
    target's own references. `target` and `version` (the state that is replaced) are set for update and void; `fields`
    are the ones that an update changes. `again` is set for a create that an earlier try began: what that try left half
    made is to be completed, not to be written over. `replaces` is the customer whom the target was for when both sides last
    agreed, where that changes. `shown` is what a new invoice or payment in HubSpot shows of its sync at once. `own` are the
    values of a person's own mappings, by the names and in the spelling of `system`.
    """

    key: str
    operation: Operation
    system: System
    kind: EntityKind
    source: RecordRef
    record: AnyRecord
    target: RecordRef | None = None
    version: str = ""
    fields: frozenset[str] = field(default_factory=frozenset)
    again: bool = False
    replaces: RecordRef | None = None
    shown: ShownState | None = None
    own: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), hash=False)
