"""Decisions about own mappings whose custom field QuickBooks did not show: nothing is known of it, and it is no blank."""

from dataclasses import replace

import pytest

from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.link import Link
from counterfoil.domain.planning.decide import decide
from counterfoil.domain.planning.decision import Decision, Update
from counterfoil.domain.planning.pair import Pair, Side
from counterfoil.domain.records.invoice import Origin
from counterfoil.domain.rules import FieldMapping
from counterfoil.domain.rules.own import own_fields
from tests.builders import a_rule, an_invoice
from tests.unit.domain.pairs import agreed, side

INVOICE = EntityKind.INVOICE
ORDER = FieldMapping(id="order", hubspot="po", quickbooks="CustomField.1", own=True, blanks="clear")
RULE = a_rule(INVOICE, mappings=(ORDER,))


def decided(here: str, there: str | None, *, origin: Origin = Origin.NATIVE) -> Decision:
    """What is decided about an invoice whose sides agreed on the order 4711; `there` is None where it was not shown."""
    record = an_invoice(origin=origin)
    sides = {system: side(system, record, INVOICE) for system in System}
    values = {System.HUBSPOT: here, System.QUICKBOOKS: there}
    shown: dict[System, Side] = {
        system: one if values[system] is None else replace(one, fields={**one.fields, "order": values[system] or ""})
        for system, one in sides.items()
    }
    link = agreed(INVOICE, System.HUBSPOT if origin is Origin.NATIVE else System.QUICKBOOKS)
    return decide(Pair(kind=INVOICE, sides=shown, link=_agreed_on(link, record.fields()["origin"])), RULE)


def _agreed_on(link: Link, origin: str) -> Link:
    agreements = {
        system: replace(one, fields={**one.fields, "origin": origin, "order": "4711"})
        for system, one in link.agreements.items()
    }
    return replace(link, agreements=agreements)


@pytest.mark.parametrize("origin", [Origin.NATIVE, Origin.MIRRORED])
def test_what_was_not_shown_overwrites_nothing(origin: Origin) -> None:
    decision = decided("4711", None, origin=origin)
    assert decision.actions == ()
    assert "order" not in decision.settled.get(System.QUICKBOOKS, frozenset())
    assert decided("4711", "", origin=origin).actions == (Update(System.HUBSPOT, frozenset({"order"})),)


@pytest.mark.parametrize("now", ["4712", ""])
def test_what_was_changed_in_hubspot_is_carried(now: str) -> None:
    assert decided(now, None).actions == (Update(System.QUICKBOOKS, frozenset({"order"})),)


def test_only_custom_fields_and_properties_may_be_missing() -> None:
    named = a_rule(INVOICE, mappings=(ORDER, replace(ORDER, id="class", hubspot="branch", quickbooks="ClassRef.name")))
    assert own_fields(named, System.QUICKBOOKS, {}) == {"class": ""}
    assert own_fields(named, System.QUICKBOOKS, {"CustomField.1": ""}) == {"order": "", "class": ""}
    assert own_fields(named, System.HUBSPOT, {"branch": ""}) == {"class": ""}
