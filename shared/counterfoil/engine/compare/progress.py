"""How far the compare of one side has come, stored as a cursor between runs; and when its results are not believed."""

from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Self

from pydantic import TypeAdapter, ValidationError

from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.values import dataclass

HANDFUL = 5
"""So many records may vanish from a side at once, whatever their share: people do delete a few."""

MOST_VANISHED = 1_000
"""So many vanished records are stored for enqueueing, to fit a table's item; the next pass finds the others."""


class Stage(StrEnum):
    """What is done next for a side."""

    CHECKING = "checking"  # whether the records that have links still exist
    CHECKED = "checked"  # waits for the other side's check before anything is enqueued
    WALKING = "walking"  # through all its records, for what differs from the links
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far the pass over one side has come. `step` counts what is done of the stage, `after` is its page's cursor.

    `known` and `vanished` count linked records, and those of them that cannot be found, by kind; `vanished_refs` are
    the latter, as text. `halves` are records, as text, that fail for a counterpart that is gone and may be gone by now as
    well. `unreadable` says that the vendor failed at the last run. `served_at` is when the side last
    came a step further, or failed to.
    """

    stage: Stage = Stage.DONE
    step: int = 0
    after: str = ""
    known: Mapping[EntityKind, int] = field(default_factory=dict)
    vanished: Mapping[EntityKind, int] = field(default_factory=dict)
    vanished_refs: tuple[str, ...] = ()
    halves: tuple[str, ...] = ()
    unreadable: bool = False
    served_at: datetime | None = None

    @classmethod
    def parse(cls, cursor: str) -> "Progress":
        """The stored progress. A side never compared before (""), or only by another version of this, begins anew."""
        try:
            return _adapter().validate_json(cursor) if cursor else Progress()
        except ValidationError:
            return Progress()

    def __str__(self) -> str:
        return _adapter().dump_json(self, exclude_defaults=True).decode()

    def at_next_pass(self) -> Self:
        """The beginning of the next pass."""
        anew = self.at(Stage.CHECKING)
        return replace(anew, known={}, vanished={}, vanished_refs=(), halves=(), unreadable=False)

    def at(self, stage: Stage) -> Self:
        """The beginning of this stage."""
        return replace(self, stage=stage, step=0, after="")

    def at_walk(self) -> Self:
        """The beginning of the walk, after everything that vanished was enqueued."""
        return replace(self.at(Stage.WALKING), vanished={}, vanished_refs=(), halves=())

    def at_end(self) -> Self:
        """The end of the pass."""
        return replace(self.at(Stage.DONE), vanished_refs=(), halves=())

    def at_next_page(self, after: str) -> Self:
        """One page further; "" ends the step."""
        step = self.step if after else self.step + 1
        return replace(self, step=step, after=after, unreadable=False)

    def with_checked(self, kind: EntityKind, known: int, vanished: list[RecordRef]) -> Self:
        """With so many more records of a kind checked, of which these cannot be found."""
        return replace(
            self,
            known={**self.known, kind: self.known.get(kind, 0) + known},
            vanished={**self.vanished, kind: self.vanished.get(kind, 0) + len(vanished)},
            vanished_refs=(*self.vanished_refs, *map(str, vanished))[:MOST_VANISHED],
        )

    def with_halves(self, halves: Iterable[RecordRef]) -> Self:
        """With more records whose counterparts are gone."""
        return replace(self, halves=(*self.halves, *map(str, halves))[:MOST_VANISHED])

    @property
    def is_suspicious(self) -> bool:
        """Whether so much has vanished that the vendor's answer is likelier to be wrong than true.

        Either nothing known is left on the whole side (a single record may well have been deleted), or, of one kind,
        more than a handful and more than half have vanished. vdirsyncer refuses an empty storage for the same reason
        (https://vdirsyncer.pimutils.org/en/stable/problems.html).
        """
        known, vanished = sum(self.known.values()), sum(self.vanished.values())
        return 1 < known == vanished or any(
            lost > HANDFUL and 2 * lost > self.known.get(kind, 0) for kind, lost in self.vanished.items()
        )

    @property
    def was_halted(self) -> bool:
        """Whether the last pass ended because its results were not believed."""
        return self.stage is Stage.DONE and self.is_suspicious


def cursor_name(system: System) -> str:
    """Under which name the progress of a side is stored among the connection's cursors."""
    return f"compare:{system}"


@cache
def _adapter() -> TypeAdapter[Progress]:
    """Built once, when it is first wanted."""
    return TypeAdapter(Progress)
