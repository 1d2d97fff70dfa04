"""What people prefer, in memory. Held to the same contract suite as the real store."""

from counterfoil_console.domain.preferences import Preferences
from counterfoil_console.ports import PreferenceStore


class InMemoryPreferenceStore(PreferenceStore):
    """What people chose, by their id."""

    def __init__(self) -> None:
        self.chosen: dict[str, Preferences] = {}

    def of(self, person_id: str) -> Preferences:
        return self.chosen.get(person_id, Preferences())

    def save(self, person_id: str, preferences: Preferences) -> None:
        self.chosen[person_id] = preferences

    def forget(self, person_id: str) -> None:
        self.chosen.pop(person_id, None)
