"""How far the compare of one side has come, kept as a cursor between runs; and when its finds are not to be believed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Self

from pydantic import TypeAdapter

from counterfoil.domain.identity import EntityKind, RecordRef, System

HANDFUL = 5
"""So many records may vanish from a side at once, whatever their share: people do delete a few."""

MOST_VANISHED = 1_000
"""So many vanished records are kept for enqueueing, to fit a table's item; the next pass finds the others."""


class Stage(StrEnum):
    """What is done next for a side."""

    CHECKING = "checking"  # whether the records known to be linked are still there
    CHECKED = "checked"  # waits for the other side's check before anything is enqueued
    WALKING = "walking"  # through all its records, for what differs from the links
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Where the pass over one side stands. `step` counts what is done of the stage, `after` is the page's cursor in it.

    `known` and `gone` count linked records by kind; `vanished` are the gone ones, as text. `unreadable` says that the
    vendor failed at the last run. `finished_at` is when the last complete pass ended.
    """

    stage: Stage = Stage.DONE
    step: int = 0
    after: str = ""
    known: Mapping[EntityKind, int] = field(default_factory=dict)
    gone: Mapping[EntityKind, int] = field(default_factory=dict)
    vanished: tuple[str, ...] = ()
    unreadable: bool = False
    finished_at: datetime | None = None

    @classmethod
    def parse(cls, cursor: str) -> "Progress":
        """The progress that a cursor tells; a side never compared before ("") counts as done."""
        return _ADAPTER.validate_json(cursor) if cursor else Progress()

    def __str__(self) -> str:
        return _ADAPTER.dump_json(self, exclude_defaults=True).decode()

    def begun(self) -> Self:
        """The beginning of the next pass."""
        return replace(self, stage=Stage.CHECKING, step=0, after="", known={}, gone={}, vanished=(), unreadable=False)

    def entered(self, stage: Stage) -> Self:
        """The beginning of the next stage."""
        return replace(self, stage=stage, step=0, after="")

    def enqueued(self) -> Self:
        """With everything that is gone handed to the workers; the walk is next."""
        return replace(self.entered(Stage.WALKING), gone={}, vanished=())

    def finished(self, now: datetime) -> Self:
        """The end of the pass."""
        return replace(self.entered(Stage.DONE), vanished=(), finished_at=now)

    def moved(self, after: str) -> Self:
        """One page further; "" when the step is through."""
        step = self.step if after else self.step + 1
        return replace(self, step=step, after=after, unreadable=False)

    def counted(self, kind: EntityKind, known: int, gone: list[RecordRef]) -> Self:
        """With so many more records of a kind looked at, and these of them gone."""
        return replace(
            self,
            known={**self.known, kind: self.known.get(kind, 0) + known},
            gone={**self.gone, kind: self.gone.get(kind, 0) + len(gone)},
            vanished=(*self.vanished, *map(str, gone))[:MOST_VANISHED],
        )

    @property
    def is_suspicious(self) -> bool:
        """Whether so much is gone that the vendor's answer is likelier to be wrong than true.

        Either nothing known is left on the whole side (a single record may well have been deleted), or, of one kind,
        more than a handful and more than half are gone. vdirsyncer refuses an empty storage for the same reason
        (https://vdirsyncer.pimutils.org/en/stable/problems.html).
        """
        known, gone = sum(self.known.values()), sum(self.gone.values())
        return 1 < known == gone or any(
            lost > HANDFUL and 2 * lost > self.known.get(kind, 0) for kind, lost in self.gone.items()
        )

    @property
    def was_refused(self) -> bool:
        """Whether the last pass ended because its finds were not to be believed."""
        return self.stage is Stage.DONE and self.is_suspicious


def cursor_name(system: System) -> str:
    """Under which name the progress of a side is kept among the connection's cursors."""
    return f"compare:{system}"


_ADAPTER = TypeAdapter(Progress)
