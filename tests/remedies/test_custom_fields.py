"""QuickBooks' custom fields beside the classic three, mapped to HubSpot's properties: each type, both ways, and trouble."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from counterfoil.domain.connection import ConnectionState, Told
from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.rules import Direction
from counterfoil.engine.connections.profile_due import expect_change
from counterfoil.engine.rules.document import written
from counterfoil.engine.rules.keeper import Author
from infra.sandbox.people.bookkeeper import sold
from tests.remedies.office import Office
from tests.simulation.house import SETTINGS

ALL = replace(SETTINGS, quickbooks_custom_fields="enhancedAllCustomFields")
NAMES = {"dock": "1149601", "region": "1149602", "pallets": "1149603", "due_on_site": "1149604"}
TYPES = {
    "dock": ("string", "STRING", ()),
    "region": ("enumeration", "STRING_LIST", ("North", "South")),
    "pallets": ("number", "NUMBER", ()),
    "due_on_site": ("date", "DATE", ()),
}
FIRST = {"dock": "Dock 4", "region": "South", "pallets": "7.50", "due_on_site": "2026-11-20"}
BOOKED = {"dock": "Dock 4", "region": "2", "pallets": "7.5", "due_on_site": "2026-11-20"}


@pytest.fixture
def office() -> Iterator[Office]:
    """A company with a custom field of each type, and a portal with a property for each, mapped both ways."""
    with Office.opened(settings=ALL, invoices=Direction.BOTH) as made:
        made.house.vendors.hubspot.switches().edit_finalised_invoices = True
        for name, (kind, there, options) in TYPES.items():
            made.account.pages.act("define_custom_field", label=name.title(), kind=there, options=options)
            made.portal.add_property("invoices", name, "invoiceinformation", kind, options)
        look_again(made)
        save(made, *NAMES)
        yield made


def save(office: Office, *names: str) -> None:
    """An operator saves the rule for invoices with these mappings: `poe rules save`."""
    here, usual = office.house.operator, {"own": True, "direction": "both", "blanks": "clear"}
    mappings = [{"id": name, "hubspot": name, "quickbooks": f"CustomField.{NAMES[name]}", **usual} for name in names]
    current = here.connections.get(office.connection.id).rules[EntityKind.INVOICE]
    document = {**written(current), "mappings": mappings}
    here.rules.save(office.connection.id, document, Author(who="Ada", why="Deliveries"))


def look_again(office: Office) -> None:
    """The company's profile is read again with the next poll."""
    expect_change(office.house.operator.cursors, office.connection.id)
    office.poll()


def booked(office: Office, invoice: RecordRef) -> dict[str, str]:
    """What QuickBooks has in the further custom fields of an invoice, by the mappings."""
    fields = office.bookkeeper.read("Invoice", office.booked(invoice)["Id"])["CustomField"]
    every = {one["DefinitionId"]: one for one in fields}
    members = ("StringValue", "NumberValue", "DateValue")
    shown = {name: next((str(every[key][one]) for one in members if every[key].get(one)), "")
             for name, key in NAMES.items() if key in every}  # fmt: skip
    return {name: value for name, value in shown.items() if value}


def typed(office: Office, invoice: RecordRef) -> dict[str, str]:
    """What HubSpot has in the properties of an invoice."""
    return {name: value for name, value in office.portal.read("invoices", invoice.id, *NAMES).items() if value}


def in_quickbooks(office: Office, invoice: RecordRef, **values: object) -> None:
    """The bookkeeper changes custom fields of an invoice, and leaves the others."""
    stored = office.bookkeeper.read("Invoice", office.booked(invoice)["Id"])
    of = {"dock": "StringValue", "region": "StringValue", "pallets": "NumberValue", "due_on_site": "DateValue"}
    changed = {NAMES[name]: {"DefinitionId": NAMES[name], of[name]: value} for name, value in values.items()}
    kept = {one["DefinitionId"]: one for one in stored["CustomField"]}
    office.bookkeeper.change("Invoice", stored["Id"], CustomField=[*{**kept, **changed}.values()])


@pytest.mark.feature("F2")
@pytest.mark.parametrize("blanks_shown", [0, 1])
def test_a_field_of_each_type_goes_both_ways(office: Office, blanks_shown: int) -> None:
    office.house.vendors.quickbooks.switches().blank_custom_fields_shown = bool(blanks_shown)
    invoice = office.invoice(**FIRST)
    assert office.is_in_sync(invoice), office.outcome(invoice)
    assert booked(office, invoice) == BOOKED
    in_quickbooks(office, invoice, region="1", pallets=8, due_on_site="2026-11-21")
    office.poll()
    office.poll()
    assert typed(office, invoice) == {**FIRST, "region": "North", "pallets": "8", "due_on_site": "2026-11-21"}
    office.portal.change("invoices", invoice.id, region="South", pallets="9.00", dock="")
    office.poll()
    office.poll()
    assert booked(office, invoice) == {"region": "2", "pallets": "9", "due_on_site": "2026-11-21"}
    in_quickbooks(office, invoice, dock="Dock 5")
    office.poll()
    office.poll()
    assert typed(office, invoice)["dock"] == "Dock 5"


@pytest.mark.feature("F2")
def test_what_is_only_spelled_otherwise_is_not_written(office: Office) -> None:
    invoice = office.invoice(**FIRST)
    assert office.is_in_sync(invoice)
    assert office.outcome(invoice).remarks == ()
    before = office.booked(invoice)["SyncToken"]
    office.poll()
    office.portal.change("invoices", invoice.id, pallets="7.500")
    office.poll()
    office.night()
    assert office.booked(invoice)["SyncToken"] == before
    assert typed(office, invoice) == {**FIRST, "pallets": "7.500"}


@pytest.mark.feature("F2", "F4")
def test_a_mapping_that_comes_later_finds_a_number_as_it_is(office: Office) -> None:
    save(office, "dock")
    invoice = office.invoice(**FIRST)
    assert office.is_in_sync(invoice)
    in_quickbooks(office, invoice, pallets=7.5)
    office.poll()
    office.poll()
    save(office, *NAMES)
    office.bookkeeper.change("Invoice", office.booked(invoice)["Id"], PrivateNote="Called")
    office.poll()
    office.poll()
    assert booked(office, invoice) == {**BOOKED, "pallets": "7.5"}
    assert (typed(office, invoice), office.outcome(invoice).status) == (FIRST, OutcomeStatus.IN_SYNC)


@pytest.mark.feature("F2")
def test_an_invoice_of_quickbooks_shows_them_in_hubspot(office: Office) -> None:
    customer = office.bookkeeper.enter("Customer", DisplayName="Buyer")
    item = office.bookkeeper.add_item("Pump")
    line = sold(item["Id"], Decimal(100))
    office.bookkeeper.enter("Invoice", CustomerRef={"value": customer["Id"]}, Line=[line], CustomField=[
        {"DefinitionId": NAMES["region"], "StringValue": "2"}, {"DefinitionId": NAMES["pallets"], "NumberValue": 12},
    ])  # fmt: skip
    office.poll()
    office.poll()
    [shown] = office.portal.every("invoices", ("region", "pallets"))
    assert (shown["region"], shown["pallets"]) == ("South", "12")


@pytest.mark.feature("F3", "F4")
def test_a_field_that_was_retired_is_named_and_carried_once_it_is_back(office: Office) -> None:
    office.account.pages.act("retire_custom_field", id=NAMES["dock"])
    look_again(office)
    invoice = office.invoice(dock="Dock 4")
    assert office.fails(invoice) is ErrorCategory.VALUE_DOES_NOT_FIT
    assert NAMES["dock"] in office.outcome(invoice).explanation
    office.account.pages.act("retire_custom_field", id=NAMES["dock"], active=True)
    look_again(office)
    assert office.is_in_sync(invoice)
    assert booked(office, invoice) == {"dock": "Dock 4"}


@pytest.mark.feature("F2")
def test_a_value_that_quickbooks_drops_is_a_remark(office: Office) -> None:
    office.account.pages.act("retire_custom_field", id=NAMES["dock"])
    invoice = office.invoice(dock="Dock 4", pallets="3")
    assert office.is_in_sync(invoice)
    assert "QuickBooks did not keep the dock as it was written." in "".join(office.outcome(invoice).remarks)
    before = office.booked(invoice)["SyncToken"]
    for _ in range(4):
        office.poll()
    assert (booked(office, invoice), office.booked(invoice)["SyncToken"]) == ({"pallets": "3"}, before)


@pytest.mark.feature("F2", "C6")
def test_a_new_consent_without_the_permission_stops_no_invoice(office: Office) -> None:
    office.account.quickbooks_refresh = office.account.pages.act("authorize")["refresh_token"]
    office.connect(invoices=Direction.BOTH)
    connection = office.house.operator.connections.get(office.connection.id)
    assert (connection.state, connection.company.told_further) == (ConnectionState.ACTIVE, Told.REFUSED)
    invoice = office.invoice(**FIRST)
    assert office.is_in_sync(invoice)
    assert booked(office, invoice) == BOOKED
