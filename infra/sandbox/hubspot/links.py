"""Who is associated with whom, in both directions."""

from collections.abc import Iterable
from functools import partial

from infra.sandbox.hubspot.association_types import ASSOCIATION_TYPES, AssociationType, types_between
from infra.sandbox.hubspot.journal import Journal
from infra.sandbox.hubspot.object_types import ObjectType
from infra.sandbox.hubspot.records import Record

FIRST_LABEL_ID = 30_001
_Targets = dict[str, set[int]]  # record id -> association type ids, oldest association first


class Links:
    """The associations of one portal, and its own association labels."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._by_record: dict[tuple[str, str], dict[str, _Targets]] = {}
        self._labels: dict[int, AssociationType] = {}

    def targets(self, record: Record, kind: ObjectType) -> _Targets:
        """The associated record ids of `kind`, each with its association type ids."""
        return self._by_record.get((record.kind.id, record.id), {}).get(kind.id, {})

    def kinds(self, record: Record) -> list[str]:
        """The object type ids `record` is associated with."""
        return [kind for kind, targets in self._by_record.get((record.kind.id, record.id), {}).items() if targets]

    def type(self, type_id: int) -> AssociationType | None:
        """An association type by id, HubSpot's or the portal's own."""
        return ASSOCIATION_TYPES.get(type_id) or self._labels.get(type_id)

    def types(self, origin: ObjectType, target: ObjectType) -> list[AssociationType]:
        """Every type from `origin` to `target`."""
        own = [kind for kind in self._labels.values() if (kind.origin, kind.target) == (origin, target)]
        return [*types_between(origin, target), *own]

    def add_label(
        self, origin: ObjectType, target: ObjectType, label: str, inverse: str
    ) -> tuple[AssociationType, AssociationType]:
        """A new label of the portal's own, both directions."""
        forth_id = FIRST_LABEL_ID + len(self._labels)
        forth = AssociationType(forth_id, origin, target, forth_id + 1, False, label, "USER_DEFINED")  # noqa: FBT003
        back = AssociationType(forth_id + 1, target, origin, forth_id, False, inverse, "USER_DEFINED")  # noqa: FBT003
        self._labels |= {forth.id: forth, back.id: back}
        self._journal.did(lambda: (self._labels.pop(forth.id), self._labels.pop(back.id)))
        return forth, back

    def add(self, origin: Record, target: Record, types: Iterable[AssociationType]) -> list[AssociationType]:
        """Associate both ways; the types (seen from `origin`) that are new."""
        new = [kind for kind in types if kind.id not in self.targets(origin, target.kind).get(target.id, set())]
        for kind in new:
            self._put(origin, target, kind.id)
            self._put(target, origin, kind.inverse_id)
            self._journal.did(partial(self._take_both, origin, target, kind))
        return new

    def remove(self, origin: Record, target: Record, types: Iterable[AssociationType]) -> list[AssociationType]:
        """Dissociate both ways; the types (seen from `origin`) that were there."""
        present = self.targets(origin, target.kind).get(target.id, set())
        gone = [kind for kind in types if kind.id in present]
        for kind in gone:
            self._take_both(origin, target, kind)
            self._journal.did(partial(self._put_both, origin, target, kind))
        return gone

    def between(self, origin: Record, target: Record) -> list[AssociationType]:
        """The types that associate the two, seen from `origin`."""
        ids = self.targets(origin, target.kind).get(target.id, set())
        return [kind for type_id in sorted(ids) if (kind := self.type(type_id))]

    def _put_both(self, origin: Record, target: Record, kind: AssociationType) -> None:
        self._put(origin, target, kind.id)
        self._put(target, origin, kind.inverse_id)

    def _take_both(self, origin: Record, target: Record, kind: AssociationType) -> None:
        self._take(origin, target, kind.id)
        self._take(target, origin, kind.inverse_id)

    def _put(self, origin: Record, target: Record, type_id: int) -> None:
        of_record = self._by_record.setdefault((origin.kind.id, origin.id), {})
        of_record.setdefault(target.kind.id, {}).setdefault(target.id, set()).add(type_id)

    def _take(self, origin: Record, target: Record, type_id: int) -> None:
        targets = self._by_record.get((origin.kind.id, origin.id), {}).get(target.kind.id, {})
        targets.get(target.id, set()).discard(type_id)
        if not targets.get(target.id):
            targets.pop(target.id, None)
