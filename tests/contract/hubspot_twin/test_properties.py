"""Property definitions and groups."""

from typing import Any

import pytest

from tests.contract.hubspot_twin.client import Portal

NEW = {
    "name": "qbo_balance",
    "label": "QBO balance",
    "type": "number",
    "fieldType": "number",
    "groupName": "invoiceinformation",
}


def _definition(portal: Portal, kind: str, name: str) -> dict[str, Any]:
    found: dict[str, Any] = portal.call("GET", f"/crm/properties/{{v}}/{kind}/{name}")
    return found


def test_hubspots_own_definitions_tell_what_can_be_written(portal: Portal) -> None:
    balance = _definition(portal, "invoices", "hs_balance_due")
    assert (balance["calculated"], balance["modificationMetadata"]["readOnlyValue"]) == (True, True)
    assert balance["hubspotDefined"]
    status = _definition(portal, "0-53", "hs_invoice_status")
    assert [option["value"] for option in status["options"]] == ["draft", "open", "paid", "voided"]
    assert _definition(portal, "contacts", "email")["hasUniqueValue"]
    processors = [option["value"] for option in _definition(portal, "commerce_payment", "hs_processor_type")["options"]]
    assert "quickbooks" in processors
    for kind, least in (("invoices", 60), ("commerce_payments", 60), ("line_items", 45), ("contacts", 30)):
        assert len(portal.call("GET", f"/crm/v3/properties/{kind}")["results"]) >= least


def test_creating_and_using_a_property(portal: Portal) -> None:
    created = portal.call("POST", "/crm/properties/{v}/invoices", NEW, status=201)
    assert created["modificationMetadata"] == {
        "archivable": True,
        "readOnlyDefinition": False,
        "readOnlyOptions": False,
        "readOnlyValue": False,
    }
    again = portal.call("POST", "/crm/properties/{v}/invoices", NEW, status=409)
    assert again["category"] == "OBJECT_ALREADY_EXISTS"
    invoice = portal.create("invoices", hs_currency="USD", qbo_balance="12.30")
    assert portal.properties("invoices", invoice, "qbo_balance") == {"qbo_balance": "12.30"}
    portal.call("PATCH", "/crm/properties/{v}/invoices/qbo_balance", {"label": "Balance"})
    assert _definition(portal, "invoices", "qbo_balance")["label"] == "Balance"
    portal.call("DELETE", "/crm/properties/{v}/invoices/qbo_balance", status=204)
    portal.update("invoices", invoice, qbo_balance="1", status=400)
    portal.call("GET", "/crm/properties/{v}/invoices/qbo_balance", status=404)
    assert portal.call("GET", "/crm/properties/{v}/invoices/qbo_balance?archived=true")["archived"]


def test_groups(portal: Portal) -> None:
    group = {"name": "counterfoil", "label": "Counterfoil", "displayOrder": 3}
    assert portal.call("POST", "/crm/properties/{v}/invoices/groups", group, status=201) == {**group, "archived": False}
    portal.call("POST", "/crm/properties/{v}/invoices/groups", group, status=409)
    assert portal.call("GET", "/crm/properties/{v}/invoices/groups/counterfoil")["label"] == "Counterfoil"
    names = [found["name"] for found in portal.call("GET", "/crm/v3/properties/invoices/groups")["results"]]
    assert names == ["invoiceinformation", "counterfoil"]
    portal.call("GET", "/crm/properties/{v}/contacts/groups/counterfoil", status=404)


@pytest.mark.parametrize(
    "change",
    [
        {"name": "hs_own"},
        {"name": "With Capitals"},
        {"type": "money"},
        {"fieldType": "slider"},
        {"groupName": "nonsense"},
        {"label": ""},
    ],
)
def test_what_no_property_can_be(portal: Portal, change: dict[str, str]) -> None:
    portal.call("POST", "/crm/properties/{v}/invoices", {**NEW, **change}, status=400)


def test_hubspots_own_definitions_cannot_be_changed(portal: Portal) -> None:
    portal.call("PATCH", "/crm/properties/{v}/invoices/hs_title", {"label": "X"}, status=400)
    portal.call("DELETE", "/crm/properties/{v}/invoices/hs_title", status=400)


def test_batches_of_properties(portal: Portal) -> None:
    path = "/crm/properties/{v}/invoices/batch"
    created = portal.call("POST", f"{path}/create", {"inputs": [NEW, NEW]}, status=207)
    assert (len(created["results"]), created["errors"][0]["category"]) == (1, "OBJECT_ALREADY_EXISTS")
    names = {"inputs": [{"name": "qbo_balance"}, {"name": "nonsense"}], "archived": False}
    read = portal.call("POST", f"{path}/read", names, status=207)
    assert (read["results"][0]["name"], read["numErrors"]) == ("qbo_balance", 1)
    portal.call("POST", f"{path}/archive", {"inputs": [{"name": "qbo_balance"}]}, status=204)
    portal.call("POST", f"{path}/read", {"inputs": [{"name": "qbo_balance"}], "archived": True}, status=200)


def test_at_most_ten_unique_properties(portal: Portal) -> None:
    for index in range(10):
        own = {**NEW, "name": f"key_{index}", "type": "string", "fieldType": "text", "hasUniqueValue": True}
        portal.call("POST", "/crm/properties/{v}/contacts", {**own, "groupName": "contactinformation"}, status=201)
    one_more = {**NEW, "name": "key_10", "groupName": "contactinformation", "hasUniqueValue": True}
    portal.call("POST", "/crm/properties/{v}/contacts", one_more, status=400)


def test_choices_of_ones_own(portal: Portal) -> None:
    options = [{"label": value.upper(), "value": value, "hidden": False} for value in ("red", "blue")]
    colours = {**NEW, "name": "colours", "type": "enumeration", "fieldType": "checkbox", "options": options}
    portal.call("POST", "/crm/properties/{v}/invoices", colours, status=201)
    invoice = portal.create("invoices", hs_currency="USD", colours="red")
    portal.update("invoices", invoice, colours=";blue")
    assert portal.properties("invoices", invoice, "colours") == {"colours": "red;blue"}
    refused = portal.update("invoices", invoice, colours="green", status=400)
    assert refused["errors"][0]["code"] == "INVALID_OPTION"


def test_products_take_no_unique_properties_unless_the_switch_says_so(portal: Portal) -> None:
    own = {**NEW, "name": "key", "groupName": "productinformation", "hasUniqueValue": True}
    portal.call("POST", "/crm/properties/{v}/products", own, status=400)
    portal.switch(product_unique_properties=True)
    portal.call("POST", "/crm/properties/{v}/products", own, status=201)
