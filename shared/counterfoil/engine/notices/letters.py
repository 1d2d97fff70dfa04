"""The messages to people about their records: their layout, from the texts of `domain.texts.mails`."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from counterfoil.domain.blockers import ListEntry
from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import RecordRef, System
from counterfoil.domain.outcome import SyncOutcome
from counterfoil.domain.telling import details_of, everything_in_the_way, particulars_of, record_of, versions_of, what_to_do
from counterfoil.domain.texts import details, mails
from counterfoil.domain.texts.catalogue import ERROR_TEXTS
from counterfoil.domain.texts.sentence import joined

Address = Callable[[RecordRef | ListEntry], str]
"""The page of a record or a list's entry in its vendor's product, "" where it has none."""

_MOST_NAMED = 20
"""Records that a message names of each cause."""


def failing_subject(connection: str, outcomes: Sequence[SyncOutcome]) -> str:
    """How many records of the connection need somebody."""
    if len(outcomes) == 1:
        return mails.ONE_FAILS(connection=connection)
    return mails.SEVERAL_FAIL(count=len(outcomes), connection=connection)


def solved_subject(connection: str, outcomes: Sequence[SyncOutcome]) -> str:
    """How many records of the connection need nobody any more."""
    if len(outcomes) == 1:
        return mails.ONE_SOLVED(connection=connection)
    return mails.SEVERAL_SOLVED(count=len(outcomes), connection=connection)


def failing_text(connection_id: str, outcomes: Sequence[SyncOutcome], address: Address) -> Iterator[Iterable[str]]:
    """A paragraph for each cause, the most frequent one first."""
    by_cause: dict[tuple[ErrorCategory | None, str, str], list[SyncOutcome]] = defaultdict(list)
    for outcome in outcomes:
        by_cause[outcome.category, outcome.cause, outcome.remedy].append(outcome)
    groups = sorted(by_cause.values(), key=len, reverse=True)
    yield from (_cause_lines(group, address) for group in groups)
    yield [mails.CONNECTION(id=connection_id)]


def solved_text(connection_id: str, outcomes: Sequence[SyncOutcome], address: Address) -> Iterator[Iterable[str]]:
    """The records, each with its pages."""
    yield [mails.SOLVED(), *_named(outcomes, lambda outcome: _pages(outcome, address))]
    yield [mails.CONNECTION(id=connection_id)]


def reconnect_text(connection_id: str) -> Iterator[Iterable[str]]:
    """What to do about a permission that has ended."""
    yield [mails.RECONNECT()]
    yield steps_to_take(ERROR_TEXTS[ErrorCategory.NEEDS_RECONNECT].steps)
    yield [mails.CONNECTION(id=connection_id)]


def _cause_lines(outcomes: Sequence[SyncOutcome], address: Address) -> Iterator[str]:
    """What was said when it failed; by the catalogue, which can be told in any language, where that says the same."""
    first = outcomes[0]
    text = ERROR_TEXTS[first.category or ErrorCategory.UNEXPECTED]
    yield _heading(first.category or ErrorCategory.UNEXPECTED, len(outcomes))
    yield text.cause if text.cause == first.cause else first.cause
    yield from steps_to_take(text.steps) if text.remedy == first.remedy else [what_to_do(first)]
    yield from _named(outcomes, lambda outcome: _failing_lines(outcome, address))


def steps_to_take(steps: Sequence[str]) -> Sequence[str]:
    """What to do, in lines: a single step stands behind the heading, several below it."""
    if len(steps) == 1:
        return [joined([details.WHAT_TO_DO(), steps[0]])]
    return [details.WHAT_TO_DO(), *(mails.STEP(number=number, step=step) for number, step in enumerate(steps, start=1))]


def _heading(category: ErrorCategory, count: int) -> str:
    title = ERROR_TEXTS[category].title
    if count == 1:
        return mails.ONE_OF_A_CAUSE(category=category, title=title)
    return mails.SEVERAL_OF_A_CAUSE(category=category, title=title, count=count)


def _named(outcomes: Sequence[SyncOutcome], more_of: Callable[[SyncOutcome], Iterator[str]]) -> list[str]:
    """The first records by name, each with what more there is to say of it, and how many more records there are."""
    lines = [
        line for outcome in outcomes[:_MOST_NAMED] for line in (mails.RECORD(name=record_of(outcome)), *more_of(outcome))
    ]
    more = len(outcomes) - _MOST_NAMED
    return [*lines, mails.MORE(count=more)] if more > 0 else lines


def _failing_lines(outcome: SyncOutcome, address: Address) -> Iterator[str]:
    if particulars := particulars_of(outcome):
        yield mails.EXPLAINED(explanation=particulars)
    for version in versions_of(outcome):
        yield mails.EXPLAINED(explanation=version)
    yield from _pages(outcome, address)
    for one in everything_in_the_way(outcome):
        if page := address(one):
            yield mails.SEE_ALSO(address=page)
    yield mails.DETAILS(details=details_of(outcome))


def _pages(outcome: SyncOutcome, address: Address) -> Iterator[str]:
    """Where the record is in both products, HubSpot first."""
    refs = {ref.system: ref for ref in (outcome.ref, outcome.counterpart) if ref}
    for system in System:
        if (ref := refs.get(system)) and (page := address(ref)):
            yield mails.ADDRESS(system=system.brand, address=page)
