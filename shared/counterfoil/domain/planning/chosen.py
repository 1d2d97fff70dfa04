"""What a person decided comes before every key and rule, for just the records and the difference that it was about."""

from dataclasses import replace

from counterfoil.domain.choices import Choice, Verb, the
from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.link import LinkState
from counterfoil.domain.names import day, name_of
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.planning.decision import Adopt, Decision, Recover, failing, in_sync, left_out
from counterfoil.domain.planning.differences import category_of, counts_on_both_sides, difference_of
from counterfoil.domain.planning.pair import Pair
from counterfoil.domain.rules import Direction, SyncRule
from counterfoil.domain.texts import reasons, words
from counterfoil.domain.texts.catalogue import explanation_of


def decide_chosen(pair: Pair, rule: SyncRule) -> Decision | None:
    """What a person decided about a pair; None where nobody did, or where the rule has its say as well."""
    if left := the(Verb.LEFT_OUT, pair.choices):
        begun = pair.link is not None and pair.link.state is LinkState.RESERVED and pair.link.key
        looking = [Recover(pair.link.source.other, again=False)] if begun and pair.link else []
        return left_out(reasons.LEFT_OUT_BY(who=left.who, day=_day(left), reason=left.why), *looking)
    if not pair.sides or not is_alone(pair):
        return None
    if linked := the(Verb.LINKED, pair.choices):
        return _linked(pair, linked, rule)
    unlinked = the(Verb.UNLINKED, pair.choices)
    return _unlinked(unlinked) if unlinked and not pair.candidates else None


def is_alone(pair: Pair) -> bool:
    """Whether the record has no counterpart, and none is being made."""
    return pair.link is None or (pair.link.made_nothing and len(pair.sides) == 1)


def with_acceptance(pair: Pair, decision: Decision) -> Decision:
    """`decision`, unless it comes from the difference that a person has accepted: that stays, with a remark."""
    choice = the(Verb.ACCEPTED, pair.choices)
    if choice is None or not is_accepted(pair, category_of(choice.about)):
        return decision
    remark, category = reasons.ACCEPTED_BY(who=choice.who, day=_day(choice), reason=choice.why), category_of(choice.about)
    failure = decision.failure
    if failure and failure.category is not category:
        return decision
    if not counts_on_both_sides(category):
        return _left(decision, remark)
    if not failure:
        return decision if decision.actions else replace(decision, remarks=(*decision.remarks, remark))
    told = (*decision.remarks, *decision.reasons, remark)
    return replace(decision, status=OutcomeStatus.IN_SYNC, failure=None, reasons=(remark,), remarks=told)


def is_accepted(pair: Pair, category: ErrorCategory) -> bool:
    """Whether a person has accepted what differs now and is reported as this."""
    choice = the(Verb.ACCEPTED, pair.choices)
    return choice is not None and choice.about == difference_of(pair, category) != ""


def is_sent_again(pair: Pair) -> bool:
    """Whether a person wants HubSpot's version in the place of what QuickBooks shows now."""
    choice = the(Verb.SENT_AGAIN, pair.choices)
    return choice is not None and choice.about == difference_of(pair, ErrorCategory.EDITED_IN_QUICKBOOKS)


def _left(decision: Decision, remark: str) -> Decision:
    """Nothing is tried any more; what an earlier try may have left is only looked for. What was accepted is still said."""
    if decision.failure:
        told = (explanation_of(decision.failure), remark)
        return replace(decision, status=OutcomeStatus.EXCLUDED, failure=None, reasons=told)
    looking = [replace(action, again=False) for action in decision.actions if isinstance(action, Recover)]
    return left_out(remark, *looking) if decision.actions else decision


def _linked(pair: Pair, choice: Choice, rule: SyncRule) -> Decision:
    if rule.direction is Direction.OFF:
        return left_out(reasons.RULE_OFF(kinds=words.SEVERAL[rule.kind]))
    if len(pair.candidates) == 1:
        ((counterpart, name),) = pair.candidates.items()
        return in_sync(reasons.LINKED_BY(who=choice.who, name=name, day=_day(choice), reason=choice.why), Adopt(counterpart))
    name = name_of(choice.other, None) if choice.other else ""
    text = reasons.CHOSEN_IS_LOST(who=choice.who, name=name, day=_day(choice))
    return failing(ErrorCategory.RECORD_DELETED, text)


def _unlinked(choice: Choice) -> Decision:
    name = name_of(choice.other, None) if choice.other else ""
    return left_out(reasons.UNLINKED_BY(who=choice.who, name=name, day=_day(choice), reason=choice.why))


def _day(choice: Choice) -> str:
    return day(choice.at.date().isoformat())
