"""How a case stands, as an outcome for people, and when a waiting one is tried again."""

from dataclasses import replace
from datetime import datetime, timedelta

from counterfoil.domain.blockers import blockers_of
from counterfoil.domain.choices import Verb, the
from counterfoil.domain.errors import ErrorCategory, Failure
from counterfoil.domain.identity import System
from counterfoil.domain.link import LinkState, Showing
from counterfoil.domain.listing import Listing
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.planning.decision import Adopt, status_of
from counterfoil.domain.planning.differences import difference_of
from counterfoil.domain.texts import reasons
from counterfoil.domain.texts.catalogue import ERROR_TEXTS, explanation_of
from counterfoil.domain.texts.sentence import capital
from counterfoil.engine.case import Case
from counterfoil.engine.conclude.found_by import found_by
from counterfoil.engine.conclude.listed import amount_of, listing_from
from counterfoil.engine.conclude.paying import paying_of
from counterfoil.engine.context import Context

_FIRST_RETRY = timedelta(seconds=30)
_LAST_RETRY = timedelta(minutes=4)
_ENDED_BY_WORKERS = {ErrorCategory.WAITS_FOR_INVOICE, ErrorCategory.IN_OTHER_HANDS}
"""With the round that calls up what is due, everything is tried again within ten minutes after any trouble has ended."""


_PASSING = {reasons.NOTHING_CHANGED(), *(reasons.NO_COUNTERPART_YET(system=system.brand) for system in System)}


def outcome_of(context: Context, case: Case, previous: SyncOutcome | None) -> SyncOutcome:
    """How a case stands: as it was decided, unless something happened on the way."""
    failure, verdict = case.trouble, case.verdict
    outcome = SyncOutcome(
        connection_id=context.connection.id,
        ref=case.ref,
        kind=case.kind,
        status=status_of(failure) if failure else verdict.status if verdict else OutcomeStatus.IN_SYNC,
        at=context.clock(),
        counterpart=case.target_ref(),
        label=previous.label if previous and not case.pair.sides else capital(case.pair.label),
        listing=_listing(case, previous),
        reasons=_reasons(case),
        remarks=_remarks(case) if not failure else (),
        blockers=verdict.blockers if verdict else (),
        needed=case.needed and failure is not None,
        paying=paying_of(case, previous),
        rule_version=verdict.rule_version if verdict else 0,
        plan=context.applied.id if context.applied else "",
        showing=_showing(case, previous),
    )
    if failure:
        outcome = failing(outcome, failure, previous)
        blames = bool(verdict and verdict.blames)
        outcome = outcome if blames else replace(outcome, difference=difference_of(case.pair, failure.category))
    keys = found_by(case)
    return replace(outcome, blockers=(*outcome.blockers, *keys)) if keys else outcome


def _showing(case: Case, previous: SyncOutcome | None) -> Showing | None:
    """What is kept for the link until that is stored again."""
    kept = case.showing or (previous.showing if previous else None)
    return kept if kept and case.link and case.link.revision == kept.revision else None


def _listing(case: Case, previous: SyncOutcome | None) -> Listing:
    """What is shown of the side that the pair started from; what it does not show as the other side has it, or as it was."""
    listing = replace(
        listing_from(case), counterpart_amount=amount_of(case.kind, case.pair.sides.get(case.ref.system.other))
    )
    known = previous.listing if previous else Listing()
    return (
        replace(known.beside(listing), counterpart_amount=listing.counterpart_amount)
        if case.glimpses
        else listing.beside(known)
    )


def _remarks(case: Case) -> tuple[str, ...]:
    """What is remarked about the pair as it is now, and about its having been linked just now."""
    adopted = case.decision.remarks if case.decision and any(isinstance(one, Adopt) for one in case.decision.actions) else ()
    return tuple(dict.fromkeys((*adopted, *(case.verdict.remarks if case.verdict else ()))))


def _reasons(case: Case) -> tuple[str, ...]:
    """What it ended with: what was done, then what was decided last; what was thought before is not repeated."""
    if case.event:
        return (*case.done, explanation_of(case.event.failure))
    decided = case.verdict.reasons if case.verdict else ()
    if case.check and case.decision:
        carried = case.decision.reasons if not case.decision.failure else ()
        return tuple(dict.fromkeys((*_lasting(carried), *case.done, *_lasting(decided)))) or decided
    return decided


def _lasting(decided: tuple[str, ...]) -> tuple[str, ...]:
    """Without what is no longer true, or says nothing, once the decision was carried out."""
    return tuple(reason for reason in decided if reason not in _PASSING)


def failing(outcome: SyncOutcome, failure: Failure, previous: SyncOutcome | None) -> SyncOutcome:
    """`outcome` with the failure in the words of the catalogue; one that waiting may cure gets its next attempt."""
    text = ERROR_TEXTS[failure.category]
    attempts, retry_at, since = (0, None, None)
    if outcome.status is OutcomeStatus.WAITING:
        attempts, retry_at = _next_attempt(outcome.at, failure, previous)
        since = (previous.waiting_since if previous else None) or outcome.at
    return replace(
        outcome,
        category=failure.category,
        cause=text.cause,
        remedy=text.remedy,
        explanation=explanation_of(failure),
        vendor_text=failure.vendor_text,
        vendor_code=failure.code,
        request_ids=(failure.request_id,) if failure.request_id else (),
        attempts=attempts,
        retry_at=retry_at,
        waiting_since=since,
        blockers=blockers_of(failure) if _ends_elsewhere(outcome, failure) else (),
        candidates=failure.candidates,
        versions=failure.versions,
    )


def _ends_elsewhere(outcome: SyncOutcome, failure: Failure) -> bool:
    """Whether it ends by what people, or other workers, do elsewhere: trouble that passes is tried again soon enough."""
    return outcome.status is OutcomeStatus.FAILING or failure.category in _ENDED_BY_WORKERS


def _next_attempt(now: datetime, failure: Failure, previous: SyncOutcome | None) -> tuple[int, datetime]:
    """How many tries were made so far, and when the next one is due.

    Tries that other events make do not count or put it off, and neither do those that a state of our own ended at once.
    What else was waited for before, for an hour perhaps, says nothing of how long this takes.
    """
    pause = failure.retry_after or timedelta()
    if failure.category is ErrorCategory.IN_OTHER_HANDS:
        pause = min(pause, _FIRST_RETRY)  # a lease mostly ends before its time
    soonest = now + pause
    waited = previous.attempts if previous and previous.status is OutcomeStatus.WAITING else 0
    if failure.category.is_our_own and failure.retry_after:
        return waited, soonest
    if waited and previous and previous.retry_at and previous.retry_at > now:
        latest = previous.retry_at if previous.category is failure.category else now + _LAST_RETRY
        return waited, max(min(previous.retry_at, latest), soonest)
    doubled: int = 2 ** min(waited, 16)
    return waited + 1, max(now + min(_FIRST_RETRY * doubled, _LAST_RETRY), soonest)


def is_news(outcome: SyncOutcome, previous: SyncOutcome | None) -> bool:
    """Whether an outcome says anything that the previous one did not."""
    if previous is None or _kept_beside(outcome) != _kept_beside(previous):
        return True
    if outcome.status is OutcomeStatus.IN_SYNC:
        return is_newly_in_sync(outcome, previous) or outcome.remarks != previous.remarks
    return shown_of(outcome) != shown_of(previous)


def _kept_beside(outcome: SyncOutcome) -> tuple[object, ...]:
    """What other pages and the next try go by, whatever is said of the record itself."""
    return outcome.retry_at, outcome.difference, outcome.paying


def is_newly_unlinked(case: Case, previous: SyncOutcome | None) -> bool:
    """Whether somebody has unlinked a record since it was last told how it stands, and it is not linked again."""
    unlinked = the(Verb.UNLINKED, case.choices)
    return unlinked is not None and is_unlinked(case) and (previous is None or previous.at <= unlinked.at)


def is_unlinked(case: Case) -> bool:
    """Whether somebody has unlinked a record that is not linked again."""
    linked = case.link is not None and case.link.state is LinkState.LINKED
    return the(Verb.UNLINKED, case.choices) is not None and not linked


def is_newly_in_sync(outcome: SyncOutcome, previous: SyncOutcome | None) -> bool:
    """Whether a record was not in sync before, as far as is known."""
    return outcome.status is OutcomeStatus.IN_SYNC and (previous is None or previous.status is not OutcomeStatus.IN_SYNC)


def shown_of(outcome: SyncOutcome) -> tuple[object, ...]:
    """What a person sees: the same failure is reported once, however it came about; anything else by its reasons."""
    failure = outcome.explanation, outcome.vendor_text
    return outcome.status, outcome.category, failure, () if outcome.category else outcome.reasons
