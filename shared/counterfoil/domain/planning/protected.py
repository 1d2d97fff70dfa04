"""What must not be edited in QuickBooks on an invoice made in HubSpot.

Source of the list: HubSpot's own app stops where lines are added or removed, or prices or tax are changed; what merely
describes (a line's wording) may be corrected there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from counterfoil.domain.choices import Verb, the
from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import System
from counterfoil.domain.kinds import carried, field_of, protected
from counterfoil.domain.link import Link
from counterfoil.domain.names import amount, day
from counterfoil.domain.planning.chosen import is_sent_again
from counterfoil.domain.planning.decision import Decision, Update, in_sync, stopped
from counterfoil.domain.planning.pair import Pair
from counterfoil.domain.planning.versions import versions
from counterfoil.domain.records.invoice import Origin
from counterfoil.domain.rules import SyncRule
from counterfoil.domain.texts import reasons

_LINES = frozenset({"lines", "descriptions"})
_LEFT = frozenset({"customer"})
"""What a bookkeeper may change, and goes its own way (see `handover`)."""


def decide_protected(pair: Pair, link: Link, rule: SyncRule) -> Decision | None:
    """Stops where a protected field was edited in QuickBooks; None where nothing is in the way.

    A total that has come to be HubSpot's was put right, with its lines where it differed when both sides last agreed. What
    a person wants to be overwritten is overwritten.
    """
    hubspot, quickbooks = pair.sides[System.HUBSPOT], pair.sides[System.QUICKBOOKS]
    if hubspot.fields["origin"] != Origin.NATIVE or is_left_by_us(pair, link):
        return None
    agreed = link.agreements[System.QUICKBOOKS].fields
    edited = sorted(name for name in protected(pair.kind) if quickbooks.fields[name] != agreed.get(name, ""))
    if again := _sent_again(pair, link, rule):
        return again
    if not edited and quickbooks.fields["total"] in {agreed.get("total", ""), hubspot.fields["total"]}:
        return None
    if _is_put_right(pair, link):
        return None
    what = [field_of(pair.kind, name).label for name in edited] or [reasons.TAX_OR_TOTAL()]
    before, now = (amount(fields.get("total", ""), fields.get("currency", "")) for fields in (agreed, quickbooks.fields))
    return stopped(
        Failure(
            category=ErrorCategory.EDITED_IN_QUICKBOOKS,
            cure=Cure.PERSON,
            text=_edited(quickbooks.name, what, before, now),
            versions=versions(pair),
        )
    )


def settle_what_was_put_right(
    pair: Pair, link: Link, changed: Mapping[System, set[str]], settled: Mapping[System, set[str]]
) -> None:
    """Let the lines that somebody corrected in QuickBooks count as agreed on, rather than as `changed`."""
    corrected = changed[System.QUICKBOOKS] & protected(pair.kind)
    if corrected and _is_put_right(pair, link):
        settled[System.QUICKBOOKS].update(corrected)
        changed[System.QUICKBOOKS].difference_update(corrected)


def _is_put_right(pair: Pair, link: Link) -> bool:
    """Whether both sides, whose totals differed when they last agreed, come to the same amount now, as E9 asks for."""
    before = {link.agreements[system].fields.get("total", "") for system in System}
    now = {(side.fields["total"], side.fields["currency"]) for side in pair.sides.values()}
    return len(before) > 1 and len(now) == 1


def _sent_again(pair: Pair, link: Link, rule: SyncRule) -> Decision | None:
    """HubSpot's version in the place of QuickBooks', in all that was edited there, if a person wants it so."""
    choice = the(Verb.SENT_AGAIN, pair.choices)
    if choice is None or not is_sent_again(pair) or not rule.direction.carries_from(System.HUBSPOT):
        return None
    changed = {name for system in System for name in _changed(pair, link, system)}
    sent = carried(pair.kind, System.QUICKBOOKS, rule.left_out) & (changed | _LINES) - _LEFT
    told = reasons.SENT_AGAIN_BY(who=choice.who, day=day(choice.at.date().isoformat()), reason=choice.why)
    decision = in_sync(told, Update(System.QUICKBOOKS, sent))
    return replace(decision, settled={System.HUBSPOT: sent})


def _changed(pair: Pair, link: Link, system: System) -> set[str]:
    agreed = link.agreements[system].fields
    return {name for name, value in pair.sides[system].fields.items() if value != agreed.get(name, "")}


def _edited(name: str, fields: Sequence[str], before: str, now: str) -> str:
    if before == now:
        return reasons.EDITED_SAME_TOTAL(name=name, fields=fields, now=now)
    return reasons.EDITED(name=name, fields=fields, now=now, before=before)


def is_left_by_us(pair: Pair, link: Link) -> bool:
    """Whether QuickBooks shows the total of an update that was never settled: the lines are ours, and are sent again."""
    return pair.sides[System.QUICKBOOKS].fields.get("total", "") in link.attempted
