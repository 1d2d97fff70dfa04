"""What must not be edited in QuickBooks on an invoice made in HubSpot.

Source of the list: HubSpot's own app stops where lines are added or removed, or prices or tax are changed; what merely
describes (a line's wording) may be corrected there.
"""

from collections.abc import Sequence

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import System
from counterfoil.domain.kinds import field_of, protected
from counterfoil.domain.link import Link
from counterfoil.domain.names import amount
from counterfoil.domain.planning.decision import Decision, failing
from counterfoil.domain.planning.pair import Pair
from counterfoil.domain.records.invoice import Origin
from counterfoil.domain.texts import reasons


def decide_protected(pair: Pair, link: Link) -> Decision | None:
    """Stops where a protected field was edited in QuickBooks; None where nothing is in the way.

    A total that has come to be HubSpot's was put right.
    """
    hubspot, quickbooks = pair.sides[System.HUBSPOT], pair.sides[System.QUICKBOOKS]
    if hubspot.fields["origin"] != Origin.NATIVE or is_left_by_us(pair, link):
        return None
    agreed = link.agreements[System.QUICKBOOKS].fields
    edited = sorted(name for name in protected(pair.kind) if quickbooks.fields[name] != agreed.get(name, ""))
    if not edited and quickbooks.fields["total"] in {agreed.get("total", ""), hubspot.fields["total"]}:
        return None
    what = [field_of(pair.kind, name).label for name in edited] or [reasons.TAX_OR_TOTAL()]
    before, now = (amount(fields.get("total", ""), fields.get("currency", "")) for fields in (agreed, quickbooks.fields))
    return failing(ErrorCategory.EDITED_IN_QUICKBOOKS, _edited(quickbooks.name, what, before, now))


def _edited(name: str, fields: Sequence[str], before: str, now: str) -> str:
    if before == now:
        return reasons.EDITED_SAME_TOTAL(name=name, fields=fields, now=now)
    return reasons.EDITED(name=name, fields=fields, now=now, before=before)


def is_left_by_us(pair: Pair, link: Link) -> bool:
    """Whether QuickBooks shows the total of an update that was never settled: the lines are ours, and are sent again."""
    return pair.sides[System.QUICKBOOKS].fields.get("total", "") in link.attempted
