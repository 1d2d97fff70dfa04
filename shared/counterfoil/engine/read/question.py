"""What a plan is asked about."""

from collections.abc import Mapping
from dataclasses import field
from types import MappingProxyType

from counterfoil.domain.errors import Failure
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Records of one kind that are to be brought into agreement.

    `needed` says that another document needs their counterparts. `read_both` reads both sides even where the agreement would
    do; a pair that is not known to be in sync is always read on both sides. `references_anew` reads what they refer to
    again, although it is linked. `rivals` are refusals of these records' creates that name another record in the way, which
    may be the counterpart. `currencies` are those in which documents need customers that may have to be made.
    """

    kind: EntityKind
    refs: tuple[RecordRef, ...]
    needed: bool = False
    read_both: bool = False
    references_anew: bool = False
    rivals: Mapping[RecordRef, Failure] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    currencies: Mapping[RecordRef, str] = field(default_factory=lambda: MappingProxyType({}), hash=False)

    def holder_of(self, ref: RecordRef) -> RecordRef | None:
        """The record that is in the way of this one, as its refusal says."""
        rival = self.rivals.get(ref)
        return rival.existing if rival else None
