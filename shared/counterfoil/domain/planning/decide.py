"""The heart: what to do about a pair of records, decided field by field against what both sides last agreed on.

Pure and total: no clock, no I/O, an answer for every input. The live sync, the plan, "explain" and replay all ask here.
"""

from collections.abc import Mapping

from counterfoil.domain.carried import PROTECTED, carried
from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.link import Link, LinkState
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.planning.decision import Action, Adopt, Create, Decision, Pair, Recover, Side, Update, Void, failing
from counterfoil.domain.planning.eligibility import excluding_clause
from counterfoil.domain.planning.gone import decide_gone
from counterfoil.domain.planning.totals import difference
from counterfoil.domain.records.invoice import InvoiceStatus, Origin
from counterfoil.domain.records.payment import PaymentStatus
from counterfoil.domain.rules import Direction, SyncRule


def decide(pair: Pair, rule: SyncRule) -> Decision:
    """What to do about `pair` under `rule`."""
    if pair.link is None:
        return _decide_unlinked(pair, rule)
    if pair.link.state is LinkState.RESERVED:
        return _decide_reserved(pair, pair.link, rule)
    return _decide_linked(pair, pair.link, rule)


def _decide_unlinked(pair: Pair, rule: SyncRule) -> Decision:
    if not pair.sides:
        return Decision(status=OutcomeStatus.EXCLUDED, reasons=("The record does not exist and was never linked.",))
    (side,) = pair.sides.values()
    if len(pair.candidates) == 1:
        reason = f"Matched with {pair.candidates[0]}."
        return Decision(status=OutcomeStatus.IN_SYNC, reasons=(reason,), actions=(Adopt(pair.candidates[0]),))
    if clause := excluding_clause(side, rule, needed=pair.needed):
        return Decision(status=OutcomeStatus.EXCLUDED, reasons=(clause,))
    if pair.candidates:
        found = ", ".join(map(str, pair.candidates))
        return failing(ErrorCategory.AMBIGUOUS_MATCH, f"Several records match: {found}.")
    if _is_refunded_in_part(side):
        return _refunded_too_early(side)
    reason = f"{side.ref} has no counterpart yet."
    return Decision(status=OutcomeStatus.IN_SYNC, reasons=(reason,), actions=(Create(side.ref.system.other),))


def _decide_reserved(pair: Pair, link: Link, rule: SyncRule) -> Decision:
    target, source = link.source.other, pair.sides.get(link.source)
    if (made := pair.sides.get(target)) and not _is_half_made(made):
        return Decision(
            status=OutcomeStatus.IN_SYNC,
            reasons=(f"{made.ref} was made for it by an earlier try.",),
            actions=(Adopt(made.ref),),
        )
    if source is None and not link.key:
        return Decision(status=OutcomeStatus.EXCLUDED, reasons=(f"{link.source_ref} was deleted before it was carried.",))
    if source is None:
        return failing(ErrorCategory.RECORD_DELETED, f"{link.source_ref} was deleted while its counterpart was being made.")
    if clause := excluding_clause(source, rule, needed=pair.needed):
        return Decision(status=OutcomeStatus.EXCLUDED, reasons=(clause,), actions=(Recover(target, again=False),))
    if _is_refunded_in_part(source):
        return _refunded_too_early(source, Recover(target, again=False))
    return Decision(
        status=OutcomeStatus.IN_SYNC,
        reasons=("An earlier try to make the counterpart was never finished.",),
        actions=(Recover(target),),
    )


def _is_refunded_in_part(side: Side) -> bool:
    return side.ref.kind is EntityKind.PAYMENT and side.fields["status"] == PaymentStatus.PARTIALLY_REFUNDED


def _refunded_too_early(side: Side, *actions: Action) -> Decision:
    """The rest of the money counts in one system and is unknown in the other; only a person knows how it was booked."""
    text = f"{side.ref} was partially refunded before it was carried."
    return failing(ErrorCategory.PAYMENT_REVERSED, text, *actions)


def _is_half_made(made: Side) -> bool:
    """HubSpot takes a payment and its place on an invoice in two calls; the try may have ended between them."""
    return made.ref.kind is EntityKind.PAYMENT and not made.fields["invoice"]


def _decide_linked(pair: Pair, link: Link, rule: SyncRule) -> Decision:
    """A closed link is decided the same way: it opens again when the side that was gone is back."""
    if rule.direction is Direction.OFF:
        return Decision(status=OutcomeStatus.EXCLUDED, reasons=(f"The rule for {rule.kind}s is switched off.",))
    if gone := [system for system in System if system not in pair.sides or not pair.sides[system].active]:
        return decide_gone(pair, link, gone)
    if pair.kind is EntityKind.INVOICE and (decision := _decide_invoice_status(pair, link)):
        return decision
    if pair.kind is EntityKind.PAYMENT and (decision := _decide_payment_status(pair, link)):
        return decision
    if pair.kind is EntityKind.INVOICE and (decision := _decide_protected(pair, link)):
        return decision
    return _finished(pair, _merge(pair, link, rule))


def _decide_invoice_status(pair: Pair, link: Link) -> Decision | None:
    """Voids go before everything else: a voided document has no lines or totals left to compare."""
    voided = {system for system, side in pair.sides.items() if side.fields["status"] == InvoiceStatus.VOIDED}
    if not voided:
        return None
    if len(voided) == len(System):
        return Decision(status=OutcomeStatus.IN_SYNC, reasons=("Voided on both sides.",), settled=_everything(pair))
    (origin,) = voided
    remaining = pair.sides[origin.other]
    if remaining.fields["balance"] != remaining.fields["total"]:
        return failing(
            ErrorCategory.PAYMENT_IN_THE_WAY,
            f"{link.refs[origin]} was voided, but a payment is applied to {remaining.ref}.",
        )
    return Decision(
        status=OutcomeStatus.IN_SYNC,
        reasons=(f"Voided in {origin.brand}.",),
        actions=(Void(origin.other),),
        settled=_everything(pair),
    )


def _decide_payment_status(pair: Pair, link: Link) -> Decision | None:
    """Money that went back is told to a person; it is not carried by itself."""
    reversed_states = {PaymentStatus.REFUNDED, PaymentStatus.PARTIALLY_REFUNDED, PaymentStatus.VOIDED, PaymentStatus.FAILED}
    for system, side in pair.sides.items():
        status = side.fields["status"]
        if status in reversed_states and status != pair.sides[system.other].fields["status"]:
            told = status.replace("_", " ")
            return failing(
                ErrorCategory.PAYMENT_REVERSED,
                f"The payment {link.refs[system]} is {told} in {system.brand}, and counts in full in {system.other.brand}.",
            )
    return None


def _decide_protected(pair: Pair, link: Link) -> Decision | None:
    hubspot, quickbooks = pair.sides[System.HUBSPOT], pair.sides[System.QUICKBOOKS]
    if hubspot.fields["origin"] != Origin.NATIVE:
        return None
    agreed = link.agreements[System.QUICKBOOKS].fields
    edited = sorted(name for name in PROTECTED if quickbooks.fields[name] != agreed.get(name, ""))
    tax_changed = not edited and quickbooks.fields["total"] != agreed.get("total", "")
    if not edited and not tax_changed:
        return None
    if _is_left_by_us(pair, link):
        return None
    told = "tax or total" if tax_changed else " and ".join(edited)
    total = f"total now {quickbooks.fields['total']}, agreed {agreed.get('total', 'unknown')}"
    return failing(ErrorCategory.EDITED_IN_QUICKBOOKS, f"{quickbooks.ref}: {told} changed in QuickBooks ({total}).")


def _is_left_by_us(pair: Pair, link: Link) -> bool:
    """Whether QuickBooks shows the total of an update that was never settled: the lines are ours, and are sent again."""
    return pair.sides[System.QUICKBOOKS].fields.get("total", "") in link.attempted


def _merge(pair: Pair, link: Link, rule: SyncRule) -> Decision:
    """Field by field: a change on one side is carried, the same change on both is settled, a conflict has its winner."""
    outgoing: dict[System, set[str]] = {system: set() for system in System}
    settled: dict[System, set[str]] = {system: set() for system in System}
    reasons: list[str] = []
    changed = {system: _changed(pair.sides[system], link) for system in System}
    if _is_left_by_us(pair, link):
        changed[System.HUBSPOT] |= {"lines"}
    for name in sorted(changed[System.HUBSPOT] | changed[System.QUICKBOOKS]):
        source = _source_of(name, changed, pair, rule, reasons)
        if source is None:
            for system in System:
                settled[system].add(name)
        elif _carries(name, source, rule):
            outgoing[source.other].add(name)
            settled[source].add(name)
    actions: list[Action] = [Update(system, frozenset(names)) for system, names in outgoing.items() if names]
    reasons += [
        f"{', '.join(sorted(names))} changed: carried to {system.brand}." for system, names in outgoing.items() if names
    ]
    return Decision(
        status=OutcomeStatus.IN_SYNC,
        reasons=tuple(reasons) or ("Nothing changed since both sides last agreed.",),
        actions=tuple(actions),
        settled={system: frozenset(names) for system, names in settled.items()},
    )


def _source_of(
    name: str, changed: Mapping[System, frozenset[str]], pair: Pair, rule: SyncRule, reasons: list[str]
) -> System | None:
    """The side whose value of a changed field counts; None when both sides hold the same value by now."""
    values = {system: side.fields[name] for system, side in pair.sides.items()}
    if values[System.HUBSPOT] == values[System.QUICKBOOKS]:
        return None
    sources = [system for system in System if name in changed[system]]
    carrying = [system for system in sources if _carries(name, system, rule)]
    if len(carrying) == 1:
        return carrying[0]
    if len(sources) == 1:
        return sources[0]
    if carrying:
        reasons.append(f"{name} changed on both sides; the rule says that {rule.winner.brand} wins.")
    return rule.winner


def _carries(name: str, source: System, rule: SyncRule) -> bool:
    return rule.direction.carries_from(source) and name in carried(rule.kind, source.other, rule.left_out)


def _changed(side: Side, link: Link) -> frozenset[str]:
    agreed = link.agreements[side.ref.system].fields
    return frozenset(name for name, value in side.fields.items() if value != agreed.get(name, ""))


def _finished(pair: Pair, decision: Decision) -> Decision:
    """Amounts are compared whenever nothing is left to carry; a difference is never accepted silently."""
    if decision.actions:
        return decision
    failure = difference(pair.kind, {system: side.fields for system, side in pair.sides.items()})
    return Decision(status=OutcomeStatus.FAILING, reasons=(failure.text,), failure=failure) if failure else decision


def _everything(pair: Pair) -> dict[System, frozenset[str]]:
    return {system: frozenset(side.fields) for system, side in pair.sides.items()}
