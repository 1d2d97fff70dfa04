"""The vendor's own clients, unchanged but for the base address."""

from typing import Any

import pytest
from hubspot import HubSpot as LegacyHubSpot  # type: ignore[import-untyped]
from hubspot.crm.associations.v4 import BatchInputPublicFetchAssociationsBatchRequest  # type: ignore[import-untyped]
from hubspot.crm.commerce import invoices as legacy_invoices  # type: ignore[import-untyped]
from hubspot.crm.contacts import (  # type: ignore[import-untyped]
    BatchInputSimplePublicObjectBatchInputUpsert,
    BatchReadInputSimplePublicObjectId,
    SimplePublicObjectInputForCreate,
)
from hubspot.crm.contacts.exceptions import ApiException  # type: ignore[import-untyped]
from hubspot.crm.objects import SimplePublicObjectInputForCreate as GenericInput  # type: ignore[import-untyped]
from hubspot.crm.properties import PropertyCreate  # type: ignore[import-untyped]
from hubspot_sdk import ConflictError, HubSpot

from tests.contract.hubspot_twin.client import Portal

INVOICE_TO_CONTACT = {"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 177}
LINE_ITEM_TO_INVOICE = {"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 410}


@pytest.fixture
def legacy(portal: Portal, served: str) -> Any:
    """hubspot-api-client, with v3 and v4 paths."""
    return LegacyHubSpot(access_token=portal.credentials["access_token"], host=served)


@pytest.fixture
def sdk(portal: Portal, served: str) -> HubSpot:
    """hubspot-sdk, with dated paths."""
    return HubSpot(access_token=portal.credentials["access_token"], base_url=served, max_retries=0)


def test_the_legacy_client_makes_finalises_and_reads_an_invoice(legacy: Any, portal: Portal) -> None:
    contact = portal.create("contacts", email="a@example.com")
    association = {"to": {"id": contact}, "types": [INVOICE_TO_CONTACT]}
    sent = legacy_invoices.SimplePublicObjectInputForCreate(properties={"hs_currency": "USD"}, associations=[association])
    invoice = legacy.crm.commerce.invoices.basic_api.create(sent)
    line = {"to": {"id": invoice.id}, "types": [LINE_ITEM_TO_INVOICE]}
    properties = {"name": "Cake", "price": "11.90", "hs_discount_percentage": "15"}
    created = legacy.crm.objects.basic_api.create("line_items", GenericInput(properties=properties, associations=[line]))
    opened = legacy_invoices.SimplePublicObjectInput(properties={"hs_invoice_status": "open"})
    legacy.crm.commerce.invoices.basic_api.update(invoice.id, opened)
    read = legacy.crm.commerce.invoices.basic_api.get_by_id(
        invoice.id, properties=["hs_number", "hs_amount_billed"], associations=["contacts", "line_items"]
    )
    assert (created.properties["amount"], read.properties["hs_amount_billed"]) == ("10.11", "10.11")
    assert read.properties["hs_number"] == "INV-1001"
    assert read.associations["contacts"].results[0].type == "invoice_to_contact"
    assert read.associations["line items"].results[0].id == created.id


def test_the_legacy_client_pays_through_generic_objects_and_v4_associations(legacy: Any, portal: Portal) -> None:
    invoice = portal.open_invoice()
    properties = {
        "hs_initial_amount": "100",
        "hs_initiated_date": "2026-10-01T00:00:00Z",
        "hs_latest_status": "succeeded",
    }
    payment = legacy.crm.objects.basic_api.create("commerce_payments", GenericInput(properties=properties, associations=[]))
    linked = legacy.crm.associations.v4.basic_api.create_default("commerce_payments", payment.id, "invoices", invoice)
    assert {entry.association_spec.association_type_id for entry in linked.results} == {541, 542}
    assert portal.properties("invoices", invoice, "hs_invoice_status") == {"hs_invoice_status": "paid"}
    request = BatchInputPublicFetchAssociationsBatchRequest(inputs=[{"id": invoice}])
    found = legacy.crm.associations.v4.batch_api.get_page("invoices", "commerce_payments", request)
    assert [end.to_object_id for end in found.results[0].to] == [payment.id]


def test_the_legacy_client_sees_conflicts_and_partial_batches(legacy: Any, portal: Portal) -> None:
    first = portal.create("contacts", email="a@example.com")
    with pytest.raises(ApiException) as refused:
        legacy.crm.contacts.basic_api.create(
            SimplePublicObjectInputForCreate(properties={"email": "A@Example.com"}, associations=[])
        )
    assert refused.value.status == 409
    assert f"Existing ID: {first}" in refused.value.body
    read = BatchReadInputSimplePublicObjectId(
        inputs=[{"id": first}, {"id": "99"}], properties=["email"], properties_with_history=["email"]
    )
    found = legacy.crm.contacts.batch_api.read(read)
    assert (len(found.results), found.num_errors, found.errors[0].context) == (1, 1, {"ids": ["99"]})
    entry = {"id": "b@example.com", "idProperty": "email", "properties": {"lastname": "B"}}
    upsert = BatchInputSimplePublicObjectBatchInputUpsert(inputs=[entry])
    assert [legacy.crm.contacts.batch_api.upsert(upsert).results[0].new for _ in range(2)] == [True, False]


def test_the_legacy_client_defines_properties_searches_and_refreshes(legacy: Any, portal: Portal) -> None:
    definition = PropertyCreate(
        name="qbo_id", label="Q", type="string", field_type="text", group_name="invoiceinformation", has_unique_value=True
    )
    assert legacy.crm.properties.core_api.create("invoices", definition).has_unique_value
    invoice = portal.create("invoices", hs_currency="USD", qbo_id="77")
    request = legacy_invoices.PublicObjectSearchRequest(
        filter_groups=[{"filters": [{"propertyName": "qbo_id", "operator": "EQ", "value": "77"}]}], limit=5
    )
    assert [found.id for found in legacy.crm.commerce.invoices.search_api.do_search(request).results] == [invoice]
    keys = ("client_id", "client_secret", "refresh_token")
    token = legacy.oauth.tokens_api.create(grant_type="refresh_token", **{key: portal.credentials[key] for key in keys})
    assert token.expires_in == 1800
    assert legacy.oauth.access_tokens_api.get(token.access_token).hub_id == portal.credentials["portal_id"]


def test_the_dated_sdk_works_through_invoices_payments_and_batches(sdk: HubSpot, portal: Portal) -> None:
    invoice = portal.open_invoice()
    batch = sdk.crm.objects.commerce_payments.batch.create(
        inputs=[
            {
                "properties": {"hs_initial_amount": "40", "hs_initiated_date": "1790000000000"},
                "associations": [],
                "object_write_trace_id": "one",
            }
        ]
    )
    payment = batch.results[0].id
    sdk.crm.associations.create(
        invoice, from_object_type="commerce_payments", from_object_id=payment, to_object_type="invoices"
    )
    sdk.crm.objects.commerce_payments.update(payment, properties={"hs_latest_status": "succeeded"})
    read = sdk.crm.objects.invoices.get(
        invoice, properties=["hs_balance_due"], associations=["commerce_payments", "line_items"]
    )
    assert read.properties["hs_balance_due"] == "60.00"
    assert read.associations is not None
    assert read.associations["commerce_payments"].results[0].type == "invoice_to_commerce_payment"


def test_the_dated_sdk_reads_account_taxes_properties_and_conflicts(sdk: HubSpot, portal: Portal) -> None:
    assert sdk.account.get().portal_id == portal.credentials["portal_id"]
    assert not sdk.settings.tax_rates.list().results
    names = {found.name for found in sdk.crm.properties.list("invoices").results}
    assert {"hs_invoice_status", "hs_balance_due", "hs_currency"} <= names
    portal.create("contacts", email="a@example.com")
    with pytest.raises(ConflictError):
        sdk.crm.objects.contacts.create(properties={"email": "a@example.com"}, associations=[])
    found = sdk.crm.objects.contacts.search(
        after="0", filter_groups=[], limit=10, properties=["email"], query="example", sorts=[]
    )
    assert found.total == 1
