"""The heart: what to do about a pair of records, decided field by field against what both sides last agreed on.

Pure and total: no clock, no I/O, an answer for every input. The live sync, the plan, "explain" and replay all ask here, and
nothing changes a decision afterwards: what happens while it is carried out is kept beside it.
"""

from dataclasses import replace

from counterfoil.domain.blockers import concerned, rule_key
from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.link import Link, LinkState
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.parties import is_company
from counterfoil.domain.planning.balances import explained
from counterfoil.domain.planning.chosen import decide_chosen, is_accepted, with_acceptance
from counterfoil.domain.planning.decision import (
    Action,
    Adopt,
    Create,
    Decision,
    Follow,
    Recover,
    ambiguous,
    failing,
    in_sync,
    left_out,
    stopped,
    waiting,
)
from counterfoil.domain.planning.eligibility import excluding_clause
from counterfoil.domain.planning.gone import decide_gone, without_what_is_gone
from counterfoil.domain.planning.handover import decide_handover
from counterfoil.domain.planning.merge import merge
from counterfoil.domain.planning.mirrored import decide_mirrored_status, hold, is_mirrored, mirror
from counterfoil.domain.planning.misfits import unless_misfit
from counterfoil.domain.planning.overpaid import as_whole, counts_whole, payment_remarks, with_rest
from counterfoil.domain.planning.pair import Pair, Side
from counterfoil.domain.planning.parents import decide_parent
from counterfoil.domain.planning.protected import decide_protected
from counterfoil.domain.planning.references import with_references
from counterfoil.domain.planning.refunds import refund_remarks
from counterfoil.domain.planning.status import decide_invoice_status, decide_payment_status
from counterfoil.domain.planning.totals import difference
from counterfoil.domain.records.payment import PaymentStatus
from counterfoil.domain.rules import Direction, SyncRule
from counterfoil.domain.texts import reasons, words


def decide(pair: Pair, rule: SyncRule) -> Decision:
    """What to do about `pair` under `rule`."""
    decision = stopped(pair.unreadable) if pair.unreadable else _decide_readable(pair, rule)
    noted = [remark for side in pair.sides.values() for remark in side.remarks]
    refunds = () if decision.failure else refund_remarks(pair)
    remarks = (*decision.remarks, *payment_remarks(pair), *refunds, *noted)
    decision = replace(decision, remarks=remarks, rule_version=rule.version, blockers=_blockers(pair, decision, rule))
    if pair.merged is None or pair.link is None:
        return decision
    survivor = pair.link.refs[pair.merged.system]
    return replace(
        decision,
        reasons=(_taken_over(pair.merged, survivor, pair), *decision.reasons),
        actions=(Follow(pair.merged, survivor), *decision.actions),
    )


def _decide_readable(pair: Pair, rule: SyncRule) -> Decision:
    return without_what_is_gone(pair, with_acceptance(pair, unless_misfit(pair, _decide(pair, rule), rule)))


def _taken_over(before: RecordRef, survivor: RecordRef, pair: Pair) -> str:
    """A contact and a company are never merged: the rule says now that the other one is the customer."""
    name = pair.name(survivor.system)
    merged = is_company(before) == is_company(survivor)
    return reasons.MERGED_INTO(name=name) if merged else reasons.CUSTOMER_BY_RULE(name=name)


def _blockers(pair: Pair, decision: Decision, rule: SyncRule) -> tuple[str, ...]:
    """What is left out while its rule is off is called up when that is on again, and a further contact with its customer."""
    if decision.status is not OutcomeStatus.EXCLUDED:
        return ()
    is_off = rule.direction is Direction.OFF
    return (*((rule_key(rule.kind),) if is_off else ()), *(concerned([pair.instead]) if pair.instead else ()))


def _decide(pair: Pair, rule: SyncRule) -> Decision:
    if chosen := decide_chosen(pair, rule):
        return _unless_held(pair, chosen)
    if pair.candidates and pair.held_for:
        return _held_by_another(pair)
    if pair.link is None:
        return with_references(pair, _decide_unlinked(pair, rule))
    if pair.link.state is LinkState.RESERVED:
        return _unless_held(pair, with_references(pair, _decide_reserved(pair, pair.link, rule)))
    return with_references(pair, _decide_linked(pair, pair.link, rule))


def _decide_unlinked(pair: Pair, rule: SyncRule) -> Decision:
    if not pair.sides:
        return left_out(pair.ending or reasons.NEVER_EXISTED())
    (side,) = pair.sides.values()
    return _decide_match(pair, side, rule) or _decide_new(pair, side, rule)


def _decide_match(pair: Pair, side: Side, rule: SyncRule) -> Decision | None:
    """A record with one match is linked with it, and one that no rule carries is left out; None for one to be made."""
    if len(pair.candidates) == 1 and not pair.uncertain:
        return _adopted(pair)
    if clause := excluding_clause(side, rule, needed=pair.needed):
        return left_out(clause)
    if pair.candidates:
        told = reasons.PERHAPS_THE_SAME if pair.uncertain else reasons.SEVERAL_MATCH
        return ambiguous(told(names=list(pair.candidates.values())), pair.candidates)
    return stopped(pair.refused) if pair.refused else None


def _adopted(pair: Pair) -> Decision:
    """What was there already is linked; of an invoice that is worth a remark, since somebody may have entered it by hand."""
    ((counterpart, name),) = pair.candidates.items()
    decision = in_sync(reasons.MATCHED(name=name), Adopt(counterpart))
    if pair.kind is not EntityKind.INVOICE:
        return decision
    return replace(decision, remarks=(reasons.WAS_THERE(name=name, system=counterpart.system.brand),))


def _decide_new(pair: Pair, side: Side, rule: SyncRule) -> Decision:
    if rule.create == "never":
        return left_out(reasons.CREATES_NONE(kinds=words.SEVERAL[rule.kind]))
    if pair.unsearchable_for:
        text = reasons.SEARCH_RUNS_BEHIND(system=side.ref.system.other.brand)
        return waiting(ErrorCategory.WAITS_FOR_SEARCH, text, pair.unsearchable_for)
    if _is_refunded_in_part(side):
        return _refunded_too_early(side)
    target = side.ref.system.other
    return in_sync(reasons.NO_COUNTERPART_YET(system=target.brand), Create(target))


def _decide_reserved(pair: Pair, link: Link, rule: SyncRule) -> Decision:
    target, source = link.source.other, pair.sides.get(link.source)
    if (made := pair.sides.get(target)) and not _is_half_made(made):
        return in_sync(reasons.MADE_EARLIER(system=target.brand), Adopt(made.ref))
    if source is None and not link.key:
        return left_out(reasons.DELETED_BEFORE(system=link.source.brand))
    if source is None:
        text = reasons.DELETED_MEANWHILE(source=link.source.brand, target=target.brand)
        return failing(ErrorCategory.RECORD_DELETED, text)
    if not link.key and (pair.candidates or pair.refused) and (matched := _decide_match(pair, source, rule)):
        return matched
    return _decide_unfinished(pair, source, target, rule)


def _decide_unfinished(pair: Pair, source: Side, target: System, rule: SyncRule) -> Decision:
    """Nobody knows what the earlier try left; what must not be made any more is only looked for."""
    if clause := excluding_clause(source, rule, needed=pair.needed):
        return left_out(clause, Recover(target, again=False))
    if rule.create == "never":
        return left_out(reasons.CREATES_NONE(kinds=words.SEVERAL[rule.kind]), Recover(target, again=False))
    if _is_refunded_in_part(source):
        return _refunded_too_early(source, Recover(target, again=False))
    return in_sync(reasons.NEVER_FINISHED(system=target.brand), Recover(target))


def _unless_held(pair: Pair, decision: Decision) -> Decision:
    """What an earlier try began is only touched once nobody can be at work on it any more."""
    begun = any(isinstance(action, Recover) or _is_made_in_stages(action) for action in decision.actions)
    return _held_by_another(pair) if begun and pair.held_for else decision


def _held_by_another(pair: Pair) -> Decision:
    return waiting(ErrorCategory.IN_OTHER_HANDS, reasons.MAY_BE_AT_WORK(), pair.held_for)


def _is_made_in_stages(action: Action) -> bool:
    """HubSpot takes an invoice and its lines in two calls: one that is there may lack lines that are being made."""
    ref = action.counterpart if isinstance(action, Adopt) else None
    return ref is not None and (ref.system, ref.kind) == (System.HUBSPOT, EntityKind.INVOICE)


def _is_refunded_in_part(side: Side) -> bool:
    """Whether a part went back, and nobody knows how much."""
    fields = side.fields if side.ref.kind is EntityKind.PAYMENT else {}
    return fields.get("status") == PaymentStatus.PARTIALLY_REFUNDED and not fields.get("refunded")


def _refunded_too_early(side: Side, *actions: Recover) -> Decision:
    """How much is left of the money is not told; only a person knows how it was booked."""
    text = reasons.REFUNDED_BEFORE(name=side.name)
    return failing(ErrorCategory.PAYMENT_REVERSED, text, *actions)


def _is_half_made(made: Side) -> bool:
    """HubSpot takes a payment and its place on an invoice in two calls; the try may have ended between them."""
    return made.ref.kind is EntityKind.PAYMENT and not made.fields["invoice"]


def _decide_linked(pair: Pair, link: Link, rule: SyncRule) -> Decision:
    """A closed link is decided the same way: it opens again when the side that was gone is back."""
    if rule.direction is Direction.OFF:
        return left_out(reasons.RULE_OFF(kinds=words.SEVERAL[rule.kind]))
    if gone := [system for system in System if system not in pair.sides or not pair.sides[system].active]:
        return decide_gone(pair, link, gone)
    if decision := _decide_money(pair, link, rule) or _held(pair, link, rule) or _decide_party(pair, link, rule):
        return decision
    if counts_whole(pair, link):
        return with_rest(_finished(*as_whole(pair, link), rule), pair, link, rule)
    return _finished(pair, link, rule)


def _decide_money(pair: Pair, link: Link, rule: SyncRule) -> Decision | None:
    """What a document's status or protected figures decide, before anything else is carried."""
    match pair.kind:
        case EntityKind.INVOICE if is_mirrored(pair):
            return decide_mirrored_status(pair, rule) or decide_invoice_status(pair, link)
        case EntityKind.INVOICE:
            return decide_invoice_status(pair, link) or decide_protected(pair, link, rule)
        case EntityKind.PAYMENT:
            return decide_payment_status(pair, link)
        case _:
            return None


def _decide_party(pair: Pair, link: Link, rule: SyncRule) -> Decision | None:
    """What stands in the way of following whom a record belongs to."""
    return decide_parent(pair, link, rule) or decide_handover(pair, link, rule)


def _held(pair: Pair, link: Link, rule: SyncRule) -> Decision | None:
    """The edits of a linked record that the filter does not admit any more are held, not lost: nothing counts as agreed.

    What ends it, and what is paid, was decided before: money does not drift because of a filter.
    """
    clause = pair.sides[link.source].unadmitted
    if not clause or rule.after_unmatch != "hold":
        return None
    return hold(pair, link, rule, clause) if is_mirrored(pair) else left_out(clause)


def _finished(pair: Pair, link: Link, rule: SyncRule) -> Decision:
    """Amounts are compared whenever nothing is left to carry; a difference is never accepted silently."""
    decision = mirror(pair, link, rule) if is_mirrored(pair) else merge(pair, link, rule)
    if decision.actions or decision.status is not OutcomeStatus.IN_SYNC:
        return decision
    failure = difference(pair)
    if failure and not is_accepted(pair, failure.category):
        return stopped(failure)
    return explained(pair, decision)
