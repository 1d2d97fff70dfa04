"""Stores and a queue in memory whose every stored record is an effect, after which the worker may die."""

from collections.abc import Sequence

from counterfoil.domain.change import ChangeBatch
from counterfoil.domain.choices import Choices
from counterfoil.domain.connection import Connection
from counterfoil.domain.identity import RecordRef
from counterfoil.domain.link import Link
from counterfoil.domain.outcome import SyncOutcome
from counterfoil.domain.rules import RuleVersion
from tests.fake_ledger import Effects
from tests.fake_outcomes import InMemoryOutcomeStore
from tests.fake_stores import InMemoryChoiceStore, InMemoryConnectionStore, InMemoryLinkStore
from tests.fakes import InMemoryChangeQueue, InMemoryCursorStore


class KillableConnectionStore(InMemoryConnectionStore):
    """Every stored connection is an effect."""

    def __init__(self, effects: Effects) -> None:
        super().__init__()
        self._effects = effects

    def save(self, connection: Connection, versions: Sequence[RuleVersion] = ()) -> Connection:
        stored = super().save(connection, versions)
        self._effects.happened()
        return stored


class KillableLinkStore(InMemoryLinkStore):
    """Every link is stored on its own."""

    def __init__(self, effects: Effects) -> None:
        super().__init__()
        self._effects = effects

    def reserve(self, links: Sequence[Link]) -> Sequence[Link | None]:
        return [self._counted(super(KillableLinkStore, self).reserve([link])) for link in links]

    def save(self, links: Sequence[Link]) -> Sequence[Link | None]:
        return [self._counted(super(KillableLinkStore, self).save([link])) for link in links]

    def complete(self, links: Sequence[Link]) -> Sequence[Link | None]:
        return [self._counted(super(KillableLinkStore, self).complete([link])) for link in links]

    def move(self, link: Link, ref: RecordRef) -> Link | None:
        return self._counted([super().move(link, ref)])

    def hand_over(self, link: Link, ref: RecordRef) -> Link | None:
        return self._counted([InMemoryLinkStore.hand_over(self, link, ref)])

    def free(self, link: Link, ref: RecordRef) -> bool:
        done = super().free(link, ref)
        if done:
            self._effects.happened()
        return done

    def _counted(self, stored: Sequence[Link | None]) -> Link | None:
        if stored[0]:
            self._effects.happened()
        return stored[0]


class KillableChoiceStore(InMemoryChoiceStore):
    """Every change of choices is an effect."""

    def __init__(self, effects: Effects) -> None:
        super().__init__()
        self._effects = effects

    def save(self, changed: Sequence[Choices]) -> bool:
        done = super().save(changed)
        if done:
            self._effects.happened()
        return done


class KillableOutcomeStore(InMemoryOutcomeStore):
    """Remembers `every` outcome ever recorded, in order."""

    def __init__(self, effects: Effects) -> None:
        super().__init__()
        self._effects = effects
        self.every: list[SyncOutcome] = []

    def record(self, outcomes: Sequence[SyncOutcome]) -> None:
        for outcome in outcomes:
            super().record([outcome])
            self.every.append(outcome)
            self._effects.happened()


class KillableCursorStore(InMemoryCursorStore):
    """Every stored cursor is an effect."""

    def __init__(self, effects: Effects) -> None:
        super().__init__()
        self._effects = effects

    def put(self, connection_id: str, name: str, cursor: str) -> None:
        super().put(connection_id, name, cursor)
        self._effects.happened()


class KillableChangeQueue(InMemoryChangeQueue):
    """Every batch that is sent is an effect."""

    def __init__(self, effects: Effects) -> None:
        super().__init__()
        self._effects = effects

    def send(self, batches: Sequence[ChangeBatch]) -> None:
        for batch in batches:
            super().send([batch])
            self._effects.happened()
