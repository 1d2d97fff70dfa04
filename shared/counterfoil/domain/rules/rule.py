"""A rule: how one kind of record is synced on one connection."""

from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from datetime import datetime
from types import MappingProxyType
from typing import Literal, Self

from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.kinds import KINDS
from counterfoil.domain.rules.direction import Direction
from counterfoil.domain.rules.filter import Filter, Holder
from counterfoil.domain.rules.mapping import FieldMapping, predefined_mappings
from counterfoil.domain.rules.matching import Matching
from counterfoil.domain.rules.options import DEFAULT_OPTIONS, Options
from counterfoil.domain.values import dataclass

CreatePolicy = Literal["always", "when_needed", "never"]
"""Whether new counterparts are made: always, only for a document that needs them, or never."""

_EVERYTHING = Filter()


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncRule:
    """How one kind is synced on one connection; nothing changes a version of it.

    `winner` counts only when both sides changed the same field since they last agreed. `filters` say, for each system, which
    of its records may be carried from there. A field without a mapping is carried. `after_unmatch` says what becomes of the
    edits of a linked record that the filter does not admit any more: held back, or carried all the same.
    """

    kind: EntityKind
    direction: Direction
    switched_on_at: datetime
    version: int = 1
    winner: System = System.HUBSPOT
    filters: Mapping[System, Filter] = field(default_factory=lambda: MappingProxyType({}))
    matching: Matching
    mappings: tuple[FieldMapping, ...]
    create: CreatePolicy = "always"
    after_unmatch: Literal["hold", "keep"] = "hold"
    options: Options

    def filter_of(self, source: System) -> Filter:
        """Which records of `source` are admitted."""
        return self.filters.get(source, _EVERYTHING)

    @property
    def left_out(self) -> frozenset[str]:
        """The fields that are carried neither way."""
        return frozenset(one.id for one in self.mappings if not one.own and not one.enabled)

    def with_every_mapping(self) -> Self:
        """The same rule with a mapping for every field of its kind, those first; what was not named is switched on."""
        own = tuple(one for one in self.mappings if one.own)
        return replace(self, mappings=(*predefined_mappings(self.kind, self.left_out), *own))

    def without(self, name: str) -> Self:
        """The same rule with one field more that is carried neither way."""
        own = tuple(one for one in self.mappings if one.own)
        return replace(self, mappings=(*predefined_mappings(self.kind, self.left_out | {name}), *own))

    @property
    def own_mappings(self) -> tuple[FieldMapping, ...]:
        """What a person mapped, as far as it is switched on."""
        return tuple(one for one in self.mappings if one.own and one.enabled)

    def own(self, name: str) -> FieldMapping | None:
        """The mapping of a person's own that has this id, if it is switched on."""
        return next((one for one in self.own_mappings if one.id == name), None)

    def further(self, system: System) -> frozenset[str]:
        """The properties of a vendor, by its own names, that are read beside the fields; snapshots show them as `extra`."""
        mapped = {name for one in self.own_mappings if (name := one.property_of(system))}
        named = {clause.field for clause in self.filter_of(system).clauses if clause.on is Holder.SELF}
        return frozenset(mapped | named)


def new_rule(kind: EntityKind, direction: Direction, switched_on_at: datetime, winner: System = System.HUBSPOT) -> SyncRule:
    """The rule that a new connection begins with: everything is admitted, matched and mapped as the kind's table says."""
    return SyncRule(
        kind=kind,
        direction=direction,
        switched_on_at=switched_on_at,
        winner=winner,
        matching=Matching(KINDS[kind].keys),
        mappings=predefined_mappings(kind),
        create="when_needed" if kind is EntityKind.CUSTOMER else "always",
        options=DEFAULT_OPTIONS[kind],
    )


Further = Mapping[EntityKind, frozenset[str]]
"""The further properties of one vendor that rules name, by kind."""


def further_of(rules: Iterable[SyncRule], system: System) -> Further:
    """What the rules name of this vendor's further properties."""
    return {rule.kind: named for rule in rules if (named := rule.further(system))}
