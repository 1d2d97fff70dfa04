"""A link: two records that are one, and what both sides last agreed on."""

from collections.abc import Mapping
from dataclasses import field, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Self

from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.records.record import Fields, fingerprint
from counterfoil.domain.values import dataclass


class LinkState(StrEnum):
    """How far a link has come."""

    RESERVED = "reserved"  # a create may be under way; nobody else may create
    LINKED = "linked"
    CLOSED = "closed"  # one side is gone; kept as memory


@dataclass(frozen=True, slots=True)
class Agreement:
    """One side of what was agreed: the version last seen there and the field values that count as settled.

    `modified_at` is when the vendor says that this version came about; None where that was not kept.
    """

    version: str
    fields: Fields
    modified_at: datetime | None = None

    @property
    def fingerprint(self) -> str:
        """A short digest of the settled fields."""
        return fingerprint(self.fields)


@dataclass(frozen=True, slots=True)
class Showing:
    """What its outcome keeps for a link, `shown` and `seen` as there: it holds while the link is at this very `revision`."""

    revision: int
    shown: str
    seen: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Two records, one in each system, that are the same thing.

    `source` is the side that the pair started from. While RESERVED only that side has a ref, `key` is the WriteKey of the
    create under way, which started at `reserved_at` and may still be running until `lease_until`; "" when it is known that
    nothing was made.
    `attempted` are the totals that updates of an invoice's lines may have left in QuickBooks, and the contacts that a move
    may have left in HubSpot, until one is settled.
    `adopted_at` is when both were found to be one; None where the counterpart was made for its source.
    `shown` is the fingerprint of the sync state last shown on the HubSpot record. `seen` is what a HubSpot invoice looked
    like when it was last read and agreed upon (see `seen_as`), at the version that our own showing has left since.
    `revision` grows with every stored change.
    """

    connection_id: str
    kind: EntityKind
    source: System
    state: LinkState
    refs: Mapping[System, RecordRef]
    agreements: Mapping[System, Agreement] = field(default_factory=lambda: MappingProxyType({}))
    key: str = ""
    reserved_at: datetime | None = None
    lease_until: datetime | None = None
    attempted: tuple[str, ...] = ()
    shown: str = ""
    seen: str = ""
    adopted_at: datetime | None = None
    revision: int = 0

    @property
    def source_ref(self) -> RecordRef:
        """The record that the pair started from."""
        return self.refs[self.source]

    @property
    def made_nothing(self) -> bool:
        """Whether it is a reservation of which it is known that nothing was made."""
        return self.state is LinkState.RESERVED and not self.key

    def ref(self, system: System) -> RecordRef | None:
        """The record at `system`, if it is known yet."""
        return self.refs.get(system)

    def showing(self, kept: Showing | None) -> Self:
        """This link with what was shown since it was stored, which is kept beside it; unchanged if that is of another."""
        if kept is None or kept.revision != self.revision:
            return self
        return replace(self, shown=kept.shown, seen=kept.seen)

    def completed(self, target: RecordRef, agreements: Mapping[System, Agreement]) -> Self:
        """This reservation with its counterpart found or made."""
        return replace(
            self,
            state=LinkState.LINKED,
            refs={**self.refs, target.system: target},
            agreements=dict(agreements),
            lease_until=None,
        )

    def alone(self) -> Self:
        """This link without its counterpart: nothing is being made for its source, and whatever was made is not its own."""
        return replace(
            self,
            state=LinkState.RESERVED,
            refs={self.source: self.source_ref},
            agreements={system: one for system, one in self.agreements.items() if system is self.source},
            key="",
            lease_until=None,
            attempted=(),
            shown="",
            seen="",
            adopted_at=None,
        )


def seen_as(version: str, looks: str) -> str:
    """A record at a version, by its looks; "" for one whose looks nobody tells."""
    return f"{version} {looks}" if looks else ""
