"""Invoices made in QuickBooks, as HubSpot shows them: QuickBooks' word counts, and what was changed in HubSpot is put back.

But an association that somebody changed by hand stays as it is.
"""

from dataclasses import replace

from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.kinds import mirrored
from counterfoil.domain.link import Link
from counterfoil.domain.names import label_of
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.planning.decision import Decision, Update, in_sync, left_out
from counterfoil.domain.planning.eligibility import negative_total
from counterfoil.domain.planning.pair import Pair
from counterfoil.domain.records.invoice import InvoiceStatus, Origin
from counterfoil.domain.records.record import Fields
from counterfoil.domain.rules import Direction, SyncRule
from counterfoil.domain.rules.own import carries
from counterfoil.domain.texts import reasons, words

_MONEY = {"status", "balance"}
"""What is shown whatever a filter says."""
_OF_ONE_SIDE = {"lines", "descriptions", "customer"}
"""What each system names in its own way, so that equal values do not show."""


def is_mirrored(pair: Pair) -> bool:
    """Whether the HubSpot side of a pair shows an invoice made elsewhere."""
    side = pair.sides.get(System.HUBSPOT)
    return pair.kind is EntityKind.INVOICE and side is not None and side.fields["origin"] == Origin.MIRRORED


def decide_mirrored_status(pair: Pair, rule: SyncRule) -> Decision | None:
    """Puts back the status of an invoice that was voided in HubSpot where HubSpot has no say; else None."""
    hubspot, quickbooks = (pair.sides[system].fields["status"] for system in (System.HUBSPOT, System.QUICKBOOKS))
    if hubspot != InvoiceStatus.VOIDED or quickbooks == InvoiceStatus.VOIDED or rule.direction is Direction.BOTH:
        return None
    if not rule.direction.carries_from(System.QUICKBOOKS):
        return left_out(reasons.RULE_ONE_WAY(kinds=words.SEVERAL[rule.kind], system=System.QUICKBOOKS.brand))
    return in_sync(reasons.VOID_PUT_BACK(), Update(System.HUBSPOT, frozenset({"status"})))


def mirror(pair: Pair, link: Link, rule: SyncRule) -> Decision:
    """Whatever differs from what was agreed on either side becomes as it is in QuickBooks."""
    if not rule.direction.carries_from(System.QUICKBOOKS):
        return left_out(reasons.RULE_ONE_WAY(kinds=words.SEVERAL[rule.kind], system=System.QUICKBOOKS.brand))
    if clause := negative_total(pair.sides[System.QUICKBOOKS]):
        return left_out(clause)
    changed = {system: _changed(pair, link, system, rule) for system in System}
    moved = changed[System.HUBSPOT] | changed[System.QUICKBOOKS]
    kept = frozenset() if _is_for_whom_we_say(pair, link) else frozenset({"customer"})
    outgoing = frozenset(name for name in moved - kept if not _agrees(pair, name))
    return Decision(
        status=OutcomeStatus.IN_SYNC,
        reasons=_because(outgoing, changed[System.QUICKBOOKS]),
        actions=(Update(System.HUBSPOT, outgoing),) if outgoing else (),
        settled={System.QUICKBOOKS: moved, System.HUBSPOT: moved - kept},
    )


def hold(pair: Pair, link: Link, rule: SyncRule, clause: str) -> Decision:
    """What was edited in QuickBooks is held, since the filter does not admit it any more; what was paid is shown."""
    shown = mirror(pair, link, rule)
    money = frozenset(name for action in shown.actions if isinstance(action, Update) for name in action.fields & _MONEY)
    actions = (Update(System.HUBSPOT, money),) if money else ()
    return replace(left_out(clause, *actions), settled=dict.fromkeys(System, money))


def as_meant(left: Fields, quickbooks: Fields) -> Fields:
    """What counts as agreed in HubSpot about an invoice that an earlier try left, made out of `quickbooks`.

    Its lines may be missing, so that they are agreed upon only once they were written.
    """
    compared = mirrored(EntityKind.INVOICE) - _OF_ONE_SIDE
    return {name: quickbooks.get(name, "") if name in compared else value for name, value in left.items() if name != "lines"}


def owner_attempted(contact_id: str) -> str:
    """What a link remembers among what was attempted, while an invoice in HubSpot is being moved to this contact."""
    return f"customer {contact_id}"


def _is_for_whom_we_say(pair: Pair, link: Link) -> bool:
    """Whether nobody has given the invoice in HubSpot to somebody else."""
    customer = pair.sides[System.HUBSPOT].fields["customer"]
    agreed = link.agreements[System.HUBSPOT].fields.get("customer", "")
    return customer == agreed or owner_attempted(customer) in link.attempted


def _changed(pair: Pair, link: Link, system: System, rule: SyncRule) -> frozenset[str]:
    fields, agreed = pair.sides[system].fields, link.agreements[system].fields
    names = mirrored(pair.kind, rule.left_out) | _own(pair, rule)
    return frozenset(name for name in names if fields.get(name, "") != agreed.get(name, ""))


def _own(pair: Pair, rule: SyncRule) -> frozenset[str]:
    """The own mappings that are shown as in QuickBooks; a blank there overwrites nothing unless it says so.

    What QuickBooks did not show is not known, and no blank; what HubSpot did not show has no property there any more.
    """
    there, here = pair.sides[System.QUICKBOOKS].fields, pair.sides[System.HUBSPOT].fields
    carried = [one for one in rule.own_mappings if one.id in here and carries(one, rule, System.QUICKBOOKS)]
    return frozenset(one.id for one in carried if there.get(one.id) or (one.blanks == "clear" and one.id in there))


def _agrees(pair: Pair, name: str) -> bool:
    hubspot, quickbooks = (pair.sides[system].fields.get(name, "") for system in (System.HUBSPOT, System.QUICKBOOKS))
    return hubspot == quickbooks and name not in _OF_ONE_SIDE


def _because(outgoing: frozenset[str], in_quickbooks: frozenset[str]) -> tuple[str, ...]:
    carried, put_back = (_labels(names) for names in (outgoing & in_quickbooks, outgoing - in_quickbooks))
    source, target = System.QUICKBOOKS.brand, System.HUBSPOT.brand
    told: tuple[str, ...] = (reasons.CARRIED(fields=carried, source=source, target=target),) if carried else ()
    told += (reasons.PUT_BACK(fields=put_back),) if put_back else ()
    return told or (reasons.NOTHING_CHANGED(),)


def _labels(names: frozenset[str]) -> list[str]:
    return [label_of(EntityKind.INVOICE, name) for name in sorted(names)]
