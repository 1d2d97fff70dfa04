"""The fields of a rule in the console: switched, and mapped by people themselves."""

from dataclasses import replace
from datetime import date
from html import unescape

import pytest

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.rules import FieldType, Holder
from counterfoil.domain.rules.vendor_field import VendorField
from tests.builders import a_link, an_invoice
from tests.contract.stores.values import made, native, outcome
from tests.unit.console.house import Browser, House
from tests.unit.console.setting_up import drafted, sent, spoken, standing

pytestmark = pytest.mark.usefixtures("connection_id")


@pytest.mark.feature("F1")
def test_a_field_is_switched_off(dana: Browser, house: House) -> None:
    on = [one.id for one in standing(house).current.rule.mappings if one.id != "memo"]
    sent(dana, house, "fields", {"on": on})
    assert drafted(house).left_out == {"memo"}


@pytest.mark.feature("F1")
def test_a_field_is_shown_going_no_way_that_its_rule_does_not_go(dana: Browser, house: House, connection_id: str) -> None:
    for direction, both in (("hubspot_to_quickbooks", 0), ("quickbooks_to_hubspot", 0), ("both", 10)):
        sent(dana, house, "direction", {"direction": direction}, kind=EntityKind.CUSTOMER)
        page = spoken(dana.get(f"/c/{connection_id}/rules/customer?step=fields"))
        assert page.count("\N{RIGHTWARDS ARROW OVER LEFTWARDS ARROW}") == both, direction
    sent(dana, house, "direction", {"direction": "quickbooks_to_hubspot"}, kind=EntityKind.CUSTOMER)
    page = spoken(dana.get(f"/c/{connection_id}/rules/customer?step=fields"))
    assert "Name \N{EN DASH} Name It is carried the other way only, and this rule does not go that way." in page


@pytest.mark.feature("F2", "F3")
def test_a_mapping_of_ones_own_is_added_edited_and_removed(dana: Browser, house: House, connection_id: str) -> None:
    on = [one.id for one in standing(house).current.rule.mappings]
    begun = sent(dana, house, "fields", {"on": on, "do": "begin"})
    assert all(one in begun.text for one in ('value="po_number"', 'value="CustomField.1"', "Crew #"))

    nothing = {"hubspot": "", "quickbooks": "", "way": "hubspot_to_quickbooks", "editing": "", "do": "add"}
    told = spoken(sent(dana, house, "fields", {"on": on, **nothing}))
    assert "A property of HubSpot is missing, or a fixed text in its place. A field of QuickBooks is missing." in told
    assert "A name is missing." not in told

    typed = {"hubspot": "branch", "quickbooks": "ClassRef.name", "way": "hubspot_to_quickbooks", "editing": ""}
    refused = sent(dana, house, "fields", {"on": on, **typed, "do": "add"})
    assert refused.status == 422
    assert "say in choices what each option stands for" in spoken(refused)
    assert '<option value="branch" selected>' in refused.text

    choices = "North branch = Stores\nSouth branch = Web"
    sent(dana, house, "fields", {"on": on, **typed, "choices": choices, "do": "add"})
    (own,) = drafted(house).own_mappings
    assert (own.id, own.hubspot, own.quickbooks, own.choices) == (
        "Branch",
        "branch",
        "ClassRef.name",
        {"n": "Stores", "s": "Web"},
    )

    edited = sent(dana, house, "fields", {"on": [*on, "Branch"], "do": "edit:Branch"})
    assert choices in unescape(edited.text)
    changed = {**typed, "editing": "Branch", "choices": "n = Web\ns = Stores", "do": "add"}
    sent(dana, house, "fields", {"on": [*on, "Branch"], **changed})
    (own,) = drafted(house).own_mappings
    assert own.choices == {"n": "Web", "s": "Stores"}

    fixed = {"constant": "Counterfoil", "quickbooks": "CustomField.1", "way": "hubspot_to_quickbooks", "do": "add"}
    sent(dana, house, "fields", {"on": [*on, "Branch"], **fixed})
    assert {one.id for one in drafted(house).own_mappings} == {"Branch", "Crew #"}
    assert "always" in spoken(dana.get(f"/c/{connection_id}/rules/invoice?step=fields"))
    sent(dana, house, "fields", {"on": [*on, "Branch", "Crew #"], "do": "remove:Branch"})
    assert [one.id for one in drafted(house).own_mappings] == ["Crew #"]


@pytest.mark.feature("F2", "X18")
def test_what_a_line_item_says_becomes_the_class_of_its_line(dana: Browser, house: House, connection_id: str) -> None:
    crew = VendorField(name="crew", label="Crew", type=FieldType.ENUMERATION, options={"n": "North", "s": "South"})
    house.properties.have(EntityKind.INVOICE, Holder.LINE, crew)
    on = [one.id for one in standing(house).current.rule.mappings]
    begun = sent(dana, house, "fields", {"on": on, "do": "begin"})
    assert '<option value="line.crew">Crew of each line item</option>' in begun.text

    typed = {"hubspot": "line.crew", "quickbooks": "EachLine.ClassRef.name", "choices": "North = Stores\nSouth = Web"}
    wrong = sent(dana, house, "fields", {"on": on, **typed, "way": "both", "do": "add"})
    assert wrong.status == 422
    sent(dana, house, "fields", {"on": on, **typed, "way": "hubspot_to_quickbooks", "do": "add"})

    (own,) = drafted(house).own_mappings
    assert (own.hubspot, own.quickbooks, own.choices) == (
        "line.crew",
        "EachLine.ClassRef.name",
        {"n": "Stores", "s": "Web"},
    )
    page = spoken(dana.get(f"/c/{connection_id}/rules/invoice?step=fields"))
    assert "Crew of each line item \N{RIGHTWARDS ARROW} Class of each line" in page
    edited = sent(dana, house, "fields", {"on": [*on, own.id], "do": f"edit:{own.id}"})
    assert "North = Stores" in unescape(edited.text)


def test_line_items_that_are_not_seen_hinder_no_other_mapping(dana: Browser, house: House) -> None:
    house.properties.closed = frozenset({Holder.LINE})
    begun = sent(dana, house, "fields", {"on": [], "do": "begin"})
    assert 'value="po_number"' in begun.text
    assert "line." not in begun.text


@pytest.mark.feature("F1")
def test_each_field_shows_what_the_latest_record_has_in_it(aisha: Browser, house: House, connection_id: str) -> None:
    page = f"/c/{connection_id}/rules/invoice?step=fields"
    assert "Latest value" not in aisha.get(page).text
    older, newer = (an_invoice(number=f"INV-{number}", due_date=date(2026, 12, number)) for number in (1, 2))
    for number, shown in enumerate((older, newer), start=1):
        house.links.reserve(
            [a_link(native(number), made(number), dict.fromkeys(System, shown), connection_id=connection_id)]
        )
        house.outcomes.record([outcome(native(number), OutcomeStatus.IN_SYNC, number, connection_id=connection_id)])

    told = spoken(aisha.get(page))

    assert "Latest value" in told
    assert "Number INV-2" in told.replace("\N{RIGHTWARDS ARROW} ", "")
    assert "2 Dec 2026" in told
    assert "INV-1" not in told


def test_how_many_values_do_not_fit_leads_to_their_records(aisha: Browser, house: House, connection_id: str) -> None:
    told = outcome(native(1), OutcomeStatus.FAILING, 1, connection_id=connection_id)
    house.outcomes.record([replace(told, category=ErrorCategory.VALUE_DOES_NOT_FIT)])
    page = aisha.get(f"/c/{connection_id}/rules/invoice?step=fields")
    assert "1 value does not fit its field" in spoken(page)
    there = f"/c/{connection_id}/records?kind=invoice&status=failing&category=E15"
    assert there in unescape(page.text)
    assert "does not fit its field" not in aisha.get(f"/c/{connection_id}/rules/customer?step=fields").text


@pytest.mark.feature("F2", "F3")
def test_custom_fields_beside_the_classic_ones_are_offered_with_their_options_and_types(
    dana: Browser, house: House, connection_id: str
) -> None:
    known, region, pallets = house.connections.get(connection_id), "CustomField.1149602", "CustomField.1149603"
    further = {
        "1149602": VendorField(name=region, label="Region", type=FieldType.ENUMERATION),
        "1149603": VendorField(name=pallets, label="Pallets", type=FieldType.NUMBER),
    }
    lists = {**known.company.lists, region: {"North": "1", "South": "2"}}
    company = replace(known.company, further_fields=further, lists=lists)
    house.connections.save(replace(known, company=company))
    on = [one.id for one in standing(house).current.rule.mappings]
    offered = sent(dana, house, "fields", {"on": on, "do": "begin"}).text
    assert all(one in offered for one in (f'value="{region}"', "Region", f'value="{pallets}"', "Pallets"))

    typed = {"hubspot": "branch", "quickbooks": region, "way": "both", "editing": "", "do": "add"}
    assert "say in choices what each option stands for" in spoken(sent(dana, house, "fields", {"on": on, **typed}))
    choices = "North branch = North\nSouth branch = South"
    sent(dana, house, "fields", {"on": on, **typed, "choices": choices})
    (own,) = drafted(house).own_mappings
    assert (own.quickbooks, own.choices) == (region, {"n": "North", "s": "South"})

    on = [*on, own.id]
    wrong = sent(dana, house, "fields", {"on": on, **typed, "hubspot": "po_number", "quickbooks": pallets})
    assert (wrong.status, "Pallets" in spoken(wrong)) == (422, True)
    sent(dana, house, "fields", {"on": on, **typed, "hubspot": "amount", "quickbooks": pallets})
    assert {one.quickbooks for one in drafted(house).own_mappings} == {region, pallets}
