"""Every kind of write that the functions have, to vendors and to stores, with a scenario whose crash points cover it.

A new one is entered here with a scenario in which it happens; a run by chance in which another one happens is a violation.
"""

from collections.abc import Mapping
from types import MappingProxyType

_NEW = "invoice with new customer and custom item"
_SHOWN, _EDITED = "invoices of QuickBooks shown", "shown invoice edited"
_MOVED, _PAID_THERE = "shown invoice for somebody new", "payment in QuickBooks"
_MOVED_FIRM, _FIRM_PAID = "a firm's invoice is for another firm", "a firm pays in QuickBooks"
_PLANNED, _APPLIED, _BOTH_WAYS = "first plan made", "first plan applied", "first plan applied to invoices of both sides"

TO_VENDORS: Mapping[str, str] = MappingProxyType(
    {
        "quickbooks create Customer": _NEW,
        "quickbooks create Item": _NEW,
        "quickbooks create Invoice": _NEW,
        "quickbooks create Payment": "payment in HubSpot",
        "quickbooks update Customer": "customer edit",
        "quickbooks update Item": "product renamed",
        "quickbooks update Invoice": "invoice update",
        "quickbooks update Payment": "payment's reference corrected",
        "quickbooks void Invoice": "void in HubSpot",
        "hubspot show invoices": _NEW,
        "hubspot upsert contacts": _SHOWN,
        "hubspot create products": "new item",
        "hubspot upsert commerce_payments": _PAID_THERE,
        "hubspot create invoices": _SHOWN,
        "hubspot create line_items": _SHOWN,
        "hubspot create discounts": _SHOWN,
        "hubspot update contacts": "telephone corrected where customers go both ways",
        "hubspot update products": "item renamed",
        "hubspot update invoices": _EDITED,
        "hubspot update commerce_payments": "payment changed",
        "hubspot update line_items": _EDITED,
        "hubspot update discounts": "shown invoice's discount changed",
        "hubspot archive line_items": _EDITED,
        "hubspot archive discounts": _EDITED,
        "hubspot archive invoices": _BOTH_WAYS,
        "hubspot void invoices": "void in QuickBooks",
        "hubspot associate commerce_payments contacts": _PAID_THERE,
        "hubspot associate commerce_payments invoices": _PAID_THERE,
        "hubspot associate invoices contacts": _MOVED,
        "hubspot dissociate invoices contacts": _MOVED,
        "hubspot define properties": _APPLIED,
        "hubspot upsert companies": "a firm is billed in QuickBooks",
        "hubspot update companies": "a firm's telephone corrected",
        "hubspot associate invoices companies": _MOVED_FIRM,
        "hubspot dissociate invoices companies": _MOVED_FIRM,
        "hubspot associate commerce_payments companies": _FIRM_PAID,
        "hubspot show commerce_payments": "payment in HubSpot",
    }
)
"""By the kinds of `seen_writes.kinds_of`."""

TO_STORES: Mapping[str, str] = MappingProxyType(
    {
        "links.reserve": _NEW,
        "links.complete": _NEW,
        "links.save": "invoice update",
        "links.move": "contacts merged",
        "links.hand_over": "a company takes over",
        "links.free": "a refused company takes over",
        "outcomes.record": _NEW,
        "choices.save": "edits overwritten again",
        "plan_jobs.save": _PLANNED,
        "plan_jobs.put_rows": _PLANNED,
        "plan_jobs.conclude": _APPLIED,
        "connections.save": _APPLIED,
        "checks.save": _APPLIED,
        "ledgers.save": "much is missed and found at night",
        "cursors.put": _NEW,
        "cursors.put_for": _NEW,
        "cursors.swap": _NEW,
        "poll_queue.ask": _NEW,
        "reported.remember": "sold while not let into QuickBooks",
        "queue.send": _NEW,
        "reports.remember": "refund",
        "reports.forget": "edits overwritten again",
    }
)
"""By the store, as the bundle names it, and the method of its port."""

OF_PEOPLE = frozenset({"connections.keep_version", "plan_queue.wake"})
"""What is written while a person waits for a command, and repeats it when it fails.

A planner, too, wakes its successor when its time is over; until it has, the message that woke it comes again.
"""


def written_in(scenario: str) -> set[str]:
    """The kinds of writes that are played in a scenario so that workers die before them."""
    return {kind for kind, name in {**TO_VENDORS, **TO_STORES}.items() if name == scenario}
