"""What a person decides about records, as use cases: each is checked, kept with who and why, and takes effect at once.

No vendor is called: the records are called up, and whoever works on them obeys (see `domain.planning.chosen`). Each may be
repeated. Records may be named by either side's reference.
All raise ImpossibleChoiceError, with the reason for people, where nothing can be done, and then change nothing;
ConcurrentChangeError when somebody else decided about the same record at the same moment; QueueError when the choice is
kept but nobody was called up: repeat it.
"""

from counterfoil.domain.choices import Choice, Choices, Verb, apart_from, the
from counterfoil.domain.errors import ErrorCategory, ImpossibleChoiceError
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.link import Link, LinkState
from counterfoil.domain.planning.differences import is_acceptable
from counterfoil.domain.texts import impossible
from counterfoil.domain.values import dataclass
from counterfoil.engine.choose.author import Author
from counterfoil.engine.choose.desk import Desk, error
from counterfoil.engine.ports import ChangeQueue, ChoiceStore, Clock, LinkStore, OutcomeStore

_WITHDRAWN = {Verb.LEFT_OUT, Verb.UNLINKED, Verb.ACCEPTED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choosing:
    """A person's decisions about the records of connections."""

    choices: ChoiceStore
    links: LinkStore
    outcomes: OutcomeStore
    queue: ChangeQueue
    clock: Clock

    def choose(self, connection_id: str, record: RecordRef, candidate: RecordRef, author: Author) -> None:
        """Let one of the several records that match be the counterpart of one that fails for that (E8)."""
        desk = self._at(connection_id)
        outcome = desk.outcome(record)
        if outcome is None or outcome.category is not ErrorCategory.AMBIGUOUS_MATCH:
            raise ImpossibleChoiceError(impossible.NOTHING_TO_CHOOSE(name=desk.name(record)))
        if candidate not in {one.ref for one in outcome.candidates}:
            names = [f"{one.name}: {one.ref}" for one in outcome.candidates]
            raise ImpossibleChoiceError(impossible.NO_CANDIDATE(other=str(candidate), name=desk.name(record), names=names))
        _link(desk, outcome.ref, candidate, author, lost=True)

    def link(self, connection_id: str, one: RecordRef, other: RecordRef, author: Author) -> None:
        """Let two existing records that are not linked be each other's counterpart, whatever their keys say.

        What both sides then show is agreed upon, as with any pair that is found; a link whose other side is gone is ended.
        """
        _link(self._at(connection_id), one, other, author)

    def unlink(self, connection_id: str, record: RecordRef, author: Author) -> None:
        """End the link of a record: neither side is made anew, nor are the two matched again, unless somebody says so.

        Of one that is unlinked already nothing is decided anew: both are called up again.
        """
        desk = self._at(connection_id)
        link = desk.link(record)
        if link is None or link.state is LinkState.RESERVED:
            desk.call_up([record, *_unlinked_from(desk, link, record)])
            return
        here, there = link.refs[System.HUBSPOT], link.refs[System.QUICKBOOKS]
        desk.decide(Verb.UNLINKED, author, here, there)
        desk.free(link, link.refs[link.source.other])
        desk.call_up([here, there])

    def leave_out(self, connection_id: str, record: RecordRef, author: Author) -> None:
        """Leave a record out for good, linked or not: nothing is carried from it or to it until that is taken back.

        Payments of an invoice, or invoices of a customer, are records of their own.
        """
        desk = self._at(connection_id)
        (stored,) = desk.of(record)
        desk.save(stored.with_choice(desk.choice(Verb.LEFT_OUT, author)))
        desk.call_up([desk.source(record)])

    def take_back(self, connection_id: str, record: RecordRef, author: Author) -> None:
        """Let it hold no longer that a record is left out, is unlinked, or differs with somebody's consent.

        Likewise that it is to be linked with another, while it is not.
        """
        desk = self._at(connection_id)
        link = desk.link(record)
        refs = {record, *(link.refs.values() if link else ())}
        verbs = _WITHDRAWN if link and link.state is LinkState.LINKED else {*_WITHDRAWN, Verb.LINKED}
        ended = [choice for one in desk.of(*sorted(refs)) for choice in one.holding if choice.verb in verbs]
        if not ended:
            raise ImpossibleChoiceError(impossible.NOTHING_TO_TAKE_BACK(name=desk.name(record)))
        others = {choice.other for choice in ended if choice.other}
        because = desk.choice(Verb.TAKEN_BACK, author)
        every = desk.of(*sorted(refs | others))
        desk.save(*(one.without(*_withdrawn(one, refs, verbs), because=because) for one in every))
        desk.call_up([desk.source(record), *others])

    def accept(self, connection_id: str, record: RecordRef, author: Author) -> None:
        """Accept what a record fails for as it is now; when it changes again it is reported again."""
        desk = self._at(connection_id)
        outcome = desk.failing(record)
        category, title = error(outcome)
        if not outcome.difference or not is_acceptable(outcome.kind, ErrorCategory(category)):
            text = impossible.NOT_ACCEPTABLE(name=desk.name(record), category=category, title=title)
            raise ImpossibleChoiceError(text)
        (stored,) = desk.of(outcome.ref)
        desk.save(stored.with_choice(desk.choice(Verb.ACCEPTED, author, about=outcome.difference)))
        desk.call_up([outcome.ref])

    def send_again(self, connection_id: str, record: RecordRef, author: Author) -> None:
        """Once, put HubSpot's version in the place of what was edited in QuickBooks (E4).

        An invoice is overwritten there; a payment that was removed there is made again.
        """
        desk = self._at(connection_id)
        outcome = desk.failing(record)
        category, title = error(outcome)
        link = desk.link(outcome.ref)
        if link is None or category != ErrorCategory.EDITED_IN_QUICKBOOKS or not outcome.difference:
            raise ImpossibleChoiceError(impossible.NOT_EDITED(name=desk.name(record), category=category, title=title))
        (stored,) = desk.of(outcome.ref)
        desk.save(stored.with_choice(desk.choice(Verb.SENT_AGAIN, author, about=outcome.difference)))
        if outcome.kind is EntityKind.PAYMENT and (removed := link.ref(link.source.other)):
            desk.free(link, removed)
        desk.call_up([outcome.ref])

    def _at(self, connection_id: str) -> Desk:
        return Desk(
            connection_id=connection_id,
            choices=self.choices,
            links=self.links,
            outcomes=self.outcomes,
            queue=self.queue,
            clock=self.clock,
        )


def _link(desk: Desk, one: RecordRef, other: RecordRef, author: Author, *, lost: bool = False) -> None:
    """Let two records be each other's counterpart; `lost` says that a link of `one` has lost its other side."""
    here, there = _each_of_one_system(desk, one, other)
    ended = [end for ref in (here, there) for end in _ended(desk, ref, {here, there}, lost=lost and ref == one)]
    desk.decide(Verb.LINKED, author, here, there)
    for link, freed in ended:
        desk.free(link, freed)
    desk.call_up([here])


def _each_of_one_system(desk: Desk, one: RecordRef, other: RecordRef) -> tuple[RecordRef, RecordRef]:
    """HubSpot's record, then QuickBooks'. Raises ImpossibleChoiceError for two that can never be a pair."""
    if one.kind is not other.kind:
        raise ImpossibleChoiceError(impossible.OTHER_KIND(one=desk.name(one), other=desk.name(other)))
    if one.system is other.system:
        text = impossible.SAME_SYSTEM(one=desk.name(one), other=desk.name(other), system=one.system.brand)
        raise ImpossibleChoiceError(text)
    return (one, other) if one.system is System.HUBSPOT else (other, one)


def _ended(desk: Desk, ref: RecordRef, pair: set[RecordRef], *, lost: bool) -> list[tuple[Link, RecordRef]]:
    """The link that ends so that a record may be linked, with the record of it that is freed.

    A HubSpot record keeps the place in which its link begins, with all that is known of earlier tries. Raises
    ImpossibleChoiceError where the record is not free.
    """
    if left := the(Verb.LEFT_OUT, desk.of(ref)[0].holding):
        raise ImpossibleChoiceError(impossible.LEFT_OUT_NOW(name=desk.name(ref), who=left.who))
    link = desk.link(ref)
    if link is None:
        return []
    if link.state is LinkState.LINKED and not lost:
        _refuse_linked(desk, link, ref, pair)
    if link.state is LinkState.RESERVED and link.key:
        raise ImpossibleChoiceError(impossible.IN_THE_MAKING(name=desk.name(ref)))
    begins_here = link.source_ref == ref
    if begins_here and ref.system is System.QUICKBOOKS:
        return [(link, ref)]
    return [] if link.state is LinkState.RESERVED else [(link, link.refs[link.source.other])]


def _unlinked_from(desk: Desk, link: Link | None, record: RecordRef) -> frozenset[RecordRef]:
    """The records that one was unlinked from. Raises ImpossibleChoiceError where nobody did, or its counterpart is made."""
    if link and link.key:
        raise ImpossibleChoiceError(impossible.IN_THE_MAKING(name=desk.name(record)))
    if apart := apart_from(desk.of(record)[0].holding):
        return apart
    raise ImpossibleChoiceError(impossible.NOT_LINKED(name=desk.name(record)))


def _refuse_linked(desk: Desk, link: Link, ref: RecordRef, pair: set[RecordRef]) -> None:
    if pair == set(link.refs.values()):
        one, other = (desk.name(one) for one in sorted(pair))
        raise ImpossibleChoiceError(impossible.LINKED_ALREADY(one=one, other=other))
    holder = link.refs[ref.system.other]
    raise ImpossibleChoiceError(impossible.LINKED_ELSEWHERE(name=desk.name(ref), other=f"{desk.name(holder)} ({holder})"))


def _withdrawn(choices: Choices, refs: set[RecordRef], verbs: set[Verb]) -> list[Choice]:
    """What ends with these records: all that was decided about them, and of others that they are not their counterparts."""
    own = choices.ref in refs
    return [one for one in choices.holding if one.verb in verbs and (own or one.other in refs)]
