"""What all choices have in common: how records stand, what was decided before, and how it is kept and made known."""

from collections.abc import Iterable

from counterfoil.domain.change import ChangeEvent
from counterfoil.domain.choices import Choice, Choices, Verb
from counterfoil.domain.errors import ErrorCategory, ImpossibleChoiceError
from counterfoil.domain.identity import RecordRef
from counterfoil.domain.link import Link, LinkState
from counterfoil.domain.names import name_of
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.texts import impossible
from counterfoil.domain.texts.catalogue import ERROR_TEXTS
from counterfoil.domain.values import dataclass
from counterfoil.engine.choose.author import Author
from counterfoil.engine.hints.batches import in_batches
from counterfoil.engine.ports import ChangeQueue, ChoiceStore, Clock, ConcurrentChangeError, LinkStore, OutcomeStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Everything that is stored about the records of one connection."""

    connection_id: str
    choices: ChoiceStore
    links: LinkStore
    outcomes: OutcomeStore
    queue: ChangeQueue
    clock: Clock

    # How records stand

    def link(self, record: RecordRef) -> Link | None:
        """The link of a record, complete ones before others."""
        found = self.links.find(self.connection_id, [record]).get(record, ())
        return min(found, key=lambda link: link.state is not LinkState.LINKED, default=None)

    def source(self, record: RecordRef) -> RecordRef:
        """The record under which it is recorded how this one stands."""
        link = self.link(record)
        return link.source_ref if link else record

    def outcome(self, record: RecordRef) -> SyncOutcome | None:
        """How a record stands."""
        ref = self.source(record)
        return self.outcomes.latest(self.connection_id, [ref]).get(ref)

    def failing(self, record: RecordRef) -> SyncOutcome:
        """How a record stands that needs a person. Raises ImpossibleChoiceError for any other."""
        outcome = self.outcome(record)
        if outcome is None or outcome.status is not OutcomeStatus.FAILING:
            raise ImpossibleChoiceError(impossible.NOT_FAILING(name=self.name(record)))
        return outcome

    def name(self, record: RecordRef) -> str:
        """The record as people call it."""
        outcome = self.outcome(record)
        return outcome.label if outcome and outcome.label else name_of(record, None)

    # What was decided

    def of(self, *records: RecordRef) -> list[Choices]:
        """What was decided about each of these records, as it is stored."""
        found = self.choices.of(self.connection_id, records)
        return [found.get(ref) or Choices(connection_id=self.connection_id, ref=ref) for ref in records]

    def choice(self, verb: Verb, author: Author, other: RecordRef | None = None, about: str = "") -> Choice:
        """A choice of this moment."""
        return Choice(verb=verb, who=author.who.strip(), why=author.why.strip(), at=self.clock(), other=other, about=about)

    def decide(self, verb: Verb, author: Author, one: RecordRef, other: RecordRef) -> None:
        """Keep what was decided about two records, with both of them."""
        here, there = self.of(one, other)
        self.save(here.with_choice(self.choice(verb, author, other)), there.with_choice(self.choice(verb, author, one)))

    def save(self, *changed: Choices) -> None:
        """Keep these choices, all or none. Raises ConcurrentChangeError."""
        if not self.choices.save(changed):
            raise ConcurrentChangeError(f"somebody else has just decided about {', '.join(str(one.ref) for one in changed)}")

    # What follows

    def free(self, link: Link, ref: RecordRef) -> None:
        """Let a record of a link go. Raises ConcurrentChangeError."""
        if not self.links.free(link, ref):
            raise ConcurrentChangeError(f"the link of {link.source_ref} was changed meanwhile")

    def call_up(self, records: Iterable[RecordRef]) -> None:
        """Enqueue the records, so that what was decided takes effect at once. Raises QueueError."""
        now = self.clock()
        events = [ChangeEvent(ref, now, f"choice:{ref}:{now.isoformat()}") for ref in sorted(set(records))]
        self.queue.send(in_batches(self.connection_id, events))


def error(outcome: SyncOutcome) -> tuple[str, str]:
    """What a record fails for: the error's name in the catalogue, and its title."""
    category = outcome.category or ErrorCategory.UNEXPECTED
    return category, ERROR_TEXTS[category].title
