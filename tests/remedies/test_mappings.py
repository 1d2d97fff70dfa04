"""What people map to each other, and a value that the other side has no place for."""

from collections.abc import Mapping
from decimal import Decimal

import pytest

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.rules import Direction
from counterfoil.engine.rules.document import written
from counterfoil.engine.rules.keeper import Author
from tests.contract.systems.test_quickbooks_own import custom as custom_fields
from tests.remedies.office import Office

CLASS = {"id": "class", "own": True, "hubspot": "hs_purchase_order_number", "quickbooks": "ClassRef.name"}

CLASS_OF_LINES = {"id": "class", "own": True, "hubspot": "line.branch", "quickbooks": "EachLine.ClassRef.name"}


def save(office: Office, mapping: Mapping[str, object]) -> None:
    """An operator saves the rule for invoices with this mapping: `poe rules save`."""
    rules, connection = office.house.operator.rules, office.connection.id
    current = office.house.operator.connections.get(connection).rules[EntityKind.INVOICE]
    document = {**written(current), "mappings": [{"direction": "hubspot_to_quickbooks", **mapping}]}
    rules.save(connection, document, Author(who="Ada", why="Classes"))


@pytest.mark.feature("F2", "F3", "X18")
def test_e15_the_class_is_entered_in_quickbooks(office: Office) -> None:
    """Without a retry: the poll sees that a list of the company has changed."""
    office.bookkeeper.enter("Class", Name="Web")
    office.poll()
    save(office, CLASS)
    invoice = office.invoice(hs_purchase_order_number="Retail")
    assert office.fails(invoice) is ErrorCategory.VALUE_DOES_NOT_FIT
    assert office.outcome(invoice).explanation == "The company's QuickBooks has no active class called Retail."
    office.bookkeeper.enter("Class", Name="Retail")
    assert office.is_in_sync(invoice)
    assert office.booked(invoice)["ClassRef"]["name"] == "Retail"


def classes(office: Office, invoice: RecordRef) -> list[str]:
    """The class of each line of a booked invoice, "" for none."""
    lines = [line["SalesItemLineDetail"] for line in office.booked(invoice)["Line"] if "SalesItemLineDetail" in line]
    return [line.get("ClassRef", {}).get("name", "") for line in lines]


@pytest.mark.feature("F2", "F3", "X18")
def test_e15_each_line_is_given_its_class(office: Office) -> None:
    office.portal.add_property("line_items", "branch", "lineiteminformation")
    for name in ("Web", "Retail"):
        office.bookkeeper.enter("Class", Name=name)
    office.poll()
    save(office, CLASS_OF_LINES)
    lines = [{"name": name, "quantity": "1", "price": "10.00", "branch": branch} for name, branch in
             (("Pump", ""), ("Valve", "Retail"), ("Hose", "Web"), ("Seal", ""))]  # fmt: skip
    contact = office.contact()
    invoice = office.invoice(contact, *lines)
    assert office.is_in_sync(invoice), office.outcome(invoice)
    assert classes(office, invoice) == ["", "Retail", "Web", ""]
    wholesale = office.invoice(contact, {**lines[0], "branch": "Wholesale"})
    assert office.fails(wholesale) is ErrorCategory.VALUE_DOES_NOT_FIT
    assert office.outcome(wholesale).explanation == "The company's QuickBooks has no active class called Wholesale."
    office.bookkeeper.enter("Class", Name="Wholesale")
    assert office.is_in_sync(wholesale)
    assert classes(office, wholesale) == ["Wholesale"]


@pytest.mark.feature("F4", "X18")
def test_what_a_bookkeeper_gave_lines_without_a_branch_stays(office: Office) -> None:
    office.portal.add_property("line_items", "branch", "lineiteminformation")
    made = {name: office.bookkeeper.enter("Class", Name=name)["Id"] for name in ("Web", "Retail")}
    line = {"name": "Pump", "quantity": "1", "price": "10.00"}
    invoice = office.invoice("", line, {**line, "branch": "Retail"})
    assert office.is_in_sync(invoice)
    booked = office.booked(invoice)
    detail = {**booked["Line"][0]["SalesItemLineDetail"], "ClassRef": {"value": made["Web"]}}
    office.bookkeeper.change(
        "Invoice", booked["Id"], Line=[{**booked["Line"][0], "SalesItemLineDetail": detail}, *booked["Line"][1:]]
    )
    office.poll()
    assert office.is_in_sync(invoice)
    save(office, CLASS_OF_LINES)
    office.house.vendors.hubspot.switches().edit_finalised_invoices = True
    office.portal.change("invoices", invoice.id, hs_comments="Thank you")
    assert office.is_in_sync(invoice)
    assert classes(office, invoice) == ["Web", "Retail"]


ORDER = {"id": "order", "own": True, "hubspot": "hs_purchase_order_number", "quickbooks": "CustomField.1", "blanks": "clear"}


@pytest.mark.feature("F2", "F3")
def test_a_custom_field_that_an_answer_lacks_is_not_blank() -> None:
    with Office.opened(invoices=Direction.BOTH) as office:
        office.house.vendors.hubspot.switches().edit_finalised_invoices = True
        office.bookkeeper.set_preferences(SalesFormsPrefs=custom_fields("Order"))
        office.poll()
        save(office, {**ORDER, "direction": "both"})
        invoice = office.invoice(hs_purchase_order_number="4711")
        assert office.is_in_sync(invoice)
        booked = office.booked(invoice)["Id"]
        switches = office.house.vendors.quickbooks.switches()
        switches.omitted_members = "CustomField"
        office.bookkeeper.change("Invoice", booked, PrivateNote="Called first")
        office.poll()
        office.poll()
        assert ordered(office, invoice) == ("4711", "4711")
        switches.omitted_members = ""
        office.bookkeeper.change("Invoice", booked, CustomField=[{"DefinitionId": "1", "StringValue": ""}])
        office.poll()
        office.poll()
        assert ordered(office, invoice) == ("", "")


@pytest.mark.feature("F2", "R3", "E4")
@pytest.mark.parametrize(("property_name", "taken"), [("dock", True), ("hs_purchase_order_number", False)])
def test_a_field_goes_beside_a_memo_that_hubspot_does_not_take(property_name: str, *, taken: bool) -> None:
    """HubSpot lets nobody edit a finalised invoice, but for properties of its own customers'."""
    with Office.opened(invoices=Direction.BOTH) as office:
        office.portal.add_property("invoices", "dock", "invoiceinformation")
        office.bookkeeper.set_preferences(SalesFormsPrefs=custom_fields("Order"))
        office.poll()
        save(office, {**ORDER, "hubspot": property_name, "direction": "both"})
        invoice = office.invoice()
        assert office.is_in_sync(invoice)
        field = {"DefinitionId": "1", "StringValue": "4711"}
        office.bookkeeper.change(
            "Invoice", office.booked(invoice)["Id"], CustomerMemo={"value": "Thank you"}, CustomField=[field]
        )
        assert office.fails(invoice) is (None if taken else ErrorCategory.EDITED_IN_QUICKBOOKS)
        assert office.portal.read("invoices", invoice.id, property_name)[property_name] == ("4711" if taken else "")
        told = office.outcome(invoice).explanation
        assert taken or told == f"It was changed in QuickBooks, and HubSpot does not take a new {property_name} of it."


@pytest.mark.feature("E15", "F2", "F3")
def test_e15_a_custom_field_is_in_use_again(office: Office) -> None:
    office.bookkeeper.set_preferences(SalesFormsPrefs=custom_fields("Order"))
    office.poll()
    save(office, ORDER)
    contact = office.contact()
    office.bookkeeper.set_preferences(SalesFormsPrefs=custom_fields())
    office.poll()
    invoice, plain = office.invoice(contact, hs_purchase_order_number="4711"), office.invoice(contact)
    assert office.fails(invoice) is ErrorCategory.VALUE_DOES_NOT_FIT
    assert office.outcome(invoice).explanation.startswith("QuickBooks' invoices have no active custom field 1 ")
    assert office.is_in_sync(plain)
    office.bookkeeper.set_preferences(SalesFormsPrefs=custom_fields("Order"))
    assert office.is_in_sync(invoice)
    assert ordered(office, invoice) == ("4711", "4711")


@pytest.mark.feature("F2", "X18")
def test_a_class_that_was_made_inactive_is_still_called_as_it_was() -> None:
    """QuickBooks adds to the name of what is inactive that it is."""
    with Office.opened(invoices=Direction.BOTH) as office:
        web = office.bookkeeper.enter("Class", Name="Web")["Id"]
        office.portal.add_property("invoices", "branch", "invoiceinformation", "enumeration", ("Web",))
        office.poll()
        save(office, {**CLASS, "hubspot": "branch", "direction": "both"})
        invoice = office.invoice(branch="Web")
        assert office.is_in_sync(invoice)
        booked = office.booked(invoice)
        office.bookkeeper.make_inactive("Class", web)
        office.bookkeeper.receive_payment(booked["CustomerRef"]["value"], (booked["Id"], Decimal(40)))
        office.poll()
        office.poll()
        assert office.booked(invoice)["ClassRef"]["name"] == "Web (deleted)"
        assert office.portal.read("invoices", invoice.id, "branch") == {"branch": "Web"}
        assert office.is_in_sync(invoice)


def ordered(office: Office, invoice: RecordRef) -> tuple[str, str]:
    """The number of the order in HubSpot and in QuickBooks."""
    here = office.portal.read("invoices", invoice.id, "hs_purchase_order_number")["hs_purchase_order_number"]
    there = office.house.vendors.quickbooks.switches()
    omitted, there.omitted_members = there.omitted_members, ""
    (field,) = office.booked(invoice)["CustomField"]
    there.omitted_members = omitted
    return here, field.get("StringValue", "")
