"""How records stand, shown in memory on the records of the HubSpot in memory."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import RecordRef
from counterfoil.engine.ports import Displayed, ShownState, SyncStateDisplay
from tests.fake_systems import FakeSystem


@dataclass(slots=True)
class FakeDisplay(SyncStateDisplay):
    """Shows on the HubSpot records themselves, which counts there as a change."""

    hubspot: FakeSystem
    shown: dict[RecordRef, list[ShownState]] = field(default_factory=dict)
    refused: dict[RecordRef, Failure] = field(default_factory=dict)
    prepared: int = 0

    def prepare(self) -> None:
        self.prepared += 1

    def show(self, states: Mapping[RecordRef, ShownState]) -> Displayed:
        failures = {ref: failure for ref in states if (failure := self._refusal(ref))}
        for ref in (one for one in states if one not in failures):
            self.shown.setdefault(ref, []).append(states[ref])
            self.hubspot.touch(ref)
            self.hubspot.effects.happened()
        versions = {ref: self.hubspot.show(ref).version for ref in states if ref not in failures}
        return Displayed(failures, versions)

    def _refusal(self, ref: RecordRef) -> Failure | None:
        if ref in self.hubspot.records:
            return self.refused.get(ref)
        return Failure(category=ErrorCategory.RECORD_DELETED, cure=Cure.PERSON, text=f"{ref} is gone")
