"""The generic contract of every object type."""

import json

import pytest

from infra.sandbox.hubspot.object_types import OBJECT_TYPES
from tests.contract.hubspot_twin.client import Portal

MINIMAL = {
    "contact": {"firstname": "A"},
    "company": {"name": "A"},
    "deal": {"dealname": "A"},
    "invoice": {"hs_currency": "USD"},
    "commerce_payment": {"hs_initial_amount": "1", "hs_initiated_date": "2026-10-01T00:00:00Z"},
    "discount": {"hs_type": "FIXED", "hs_value": "1"},
    "fee": {"hs_type": "FIXED", "hs_value": "1"},
    "tax": {"hs_type": "PERCENT", "hs_value": "1"},
}


@pytest.mark.parametrize("kind", OBJECT_TYPES, ids=lambda kind: kind.name)
@pytest.mark.parametrize("base", ["/crm/v3/objects", "/crm/objects/2026-03", "/crm/objects/2026-09"])
def test_every_type_answers_to_its_names_under_every_version(portal: Portal, kind: object, base: str) -> None:
    name, plural, type_id = kind.name, kind.plural, kind.id  # type: ignore[attr-defined]
    body = {"properties": MINIMAL.get(name, {"name": "A"})}
    created = portal.call("POST", f"{base}/{plural}", body, status=201)
    for alias in (name, plural, type_id):
        assert portal.call("GET", f"{base}/{alias}/{created['id']}")["id"] == created["id"]
        assert [found["id"] for found in portal.call("GET", f"{base}/{alias}")["results"]] == [created["id"]]
    portal.call("DELETE", f"{base}/{name}/{created['id']}", status=204)
    portal.call("GET", f"{base}/{name}/{created['id']}", status=404)
    archived = portal.call("GET", f"{base}/{name}/{created['id']}?archived=true")
    assert (archived["archived"], archived["archivedAt"]) == (True, "2026-10-05T08:30:00Z")


def test_a_created_record_has_an_address_and_its_origin(portal: Portal) -> None:
    body = {"properties": {"firstname": "A", "email": " MiXed@Example.COM "}}
    response = portal.http.post("/crm/objects/2026-09/contacts", json=body)
    record = response.json()
    assert response.headers["Location"] == f"http://twin/crm/objects/2026-09/contacts/{record['id']}"
    assert response.headers["Content-Type"] == "application/json;charset=utf-8"
    assert record["properties"]["email"] == "mixed@example.com"
    assert record["properties"]["hs_object_source"] == "INTEGRATION"
    assert record["createdAt"] == record["properties"]["createdate"] == "2026-10-05T08:30:00Z"


def test_a_read_shows_the_usual_properties_or_those_asked_for(portal: Portal) -> None:
    contact = portal.create("contacts", firstname="A", jobtitle="Gardener")
    usual = portal.call("GET", f"/crm/v3/objects/contacts/{contact}")["properties"]
    assert set(usual) == {"firstname", "lastname", "email", "createdate", "lastmodifieddate", "hs_object_id"}
    asked = portal.call("GET", f"/crm/v3/objects/contacts/{contact}?properties=jobtitle,phone&properties=nonsense")
    found = asked["properties"]
    assert (found["jobtitle"], found["phone"], "nonsense" in found) == ("Gardener", None, False)
    assert found["hs_object_id"] == contact


def test_raw_numbers_and_booleans_are_read_as_text_and_empty_text_clears(portal: Portal) -> None:
    body = '{"properties": {"name": "A", "price": 1234567.891234, "hs_discountable": true}}'
    created = portal.http.post("/crm/v3/objects/products", content=body).json()
    assert (created["properties"]["price"], created["properties"]["hs_discountable"]) == ("1234567.891234", "true")
    portal.update("products", created["id"], price="", name=None)
    assert portal.properties("products", created["id"], "price", "name") == {"price": None, "name": "A"}


def test_dates_are_read_from_both_forms_and_written_in_one(portal: Portal) -> None:
    invoice = portal.create("invoices", hs_currency="USD", hs_due_date="1790000000123")
    assert portal.properties("invoices", invoice, "hs_due_date") == {"hs_due_date": "2026-09-21T14:13:20.123Z"}
    portal.update("invoices", invoice, hs_due_date="2026-12-24")
    assert portal.properties("invoices", invoice, "hs_due_date") == {"hs_due_date": "2026-12-24T00:00:00Z"}
    refused = portal.update("invoices", invoice, hs_due_date="1790000000", status=400)
    assert refused["errors"][0]["code"] == "INVALID_DATE"


def test_every_bad_property_is_listed(portal: Portal) -> None:
    sent = {
        "hs_currency": "dollars",
        "hs_invoice_status": "shipped",
        "hs_balance_due": "5",
        "hs_due_date": "soon",
        "nonsense": "1",
    }
    refused = portal.create("invoices", **sent, status=400)
    assert refused["category"] == "VALIDATION_ERROR"
    prefix, _, listed = refused["message"].partition(": ")
    assert prefix == "Property values were not valid"
    codes = {problem["name"]: problem["error"] for problem in json.loads(listed)}
    assert codes == {
        "hs_currency": "INVALID_OPTION",
        "hs_invoice_status": "INVALID_OPTION",
        "hs_balance_due": "READ_ONLY_VALUE",
        "hs_due_date": "INVALID_LONG",
        "nonsense": "PROPERTY_DOESNT_EXIST",
    }
    assert {error["code"]: error["context"] for error in refused["errors"]}["READ_ONLY_VALUE"] == {
        "propertyName": ["hs_balance_due"]
    }
    assert not portal.call("GET", "/crm/v3/objects/invoices")["results"]


@pytest.mark.parametrize(
    ("kind", "sent", "code"),
    [
        ("contacts", {"email": "nobody"}, "INVALID_EMAIL"),
        ("products", {"name": "A", "price": "cheap"}, "INVALID_INTEGER"),
        ("products", {"name": "A", "price": "1e400"}, "INVALID_INTEGER"),
        ("products", {"name": "A", "hs_discountable": "perhaps"}, "INVALID_OPTION"),
        ("line_items", {"name": "A", "hs_recurring_billing_start_date": "1790000000123"}, "INVALID_DATE"),
        ("commerce_payments", {"hs_initial_amount": "1", "hs_currency_code": "JPY"}, "INVALID_OPTION"),
    ],
)
def test_a_value_that_does_not_fit_its_property_is_refused(
    portal: Portal, kind: str, sent: dict[str, str], code: str
) -> None:
    assert portal.create(kind, **sent, status=400)["errors"][0]["code"] == code


def test_required_properties(portal: Portal) -> None:
    assert portal.create("invoices", hs_title="A", status=400)["context"] == {"properties": ["hs_currency"]}
    assert portal.create("contacts", phone="1", status=400)["category"] == "VALIDATION_ERROR"
    invoice = portal.create("invoices", hs_currency="USD")
    portal.update("invoices", invoice, hs_currency="", status=400)


def test_a_second_contact_with_the_same_email_conflicts(portal: Portal) -> None:
    first = portal.create("contacts", email="a@example.com", hs_additional_emails="b@example.com")
    for taken in ("A@example.com", "b@example.com"):
        refused = portal.create("contacts", email=taken, status=409)
        assert (refused["message"], refused["category"]) == (
            f"Contact already exists. Existing ID: {first}",
            "CONFLICT",
        )
    second = portal.create("contacts", email="c@example.com")
    portal.update("contacts", second, email="a@example.com", status=409)
    portal.delete("contacts", first, status=204)
    portal.update("contacts", second, email="a@example.com")


def test_a_unique_property_names_the_record_that_has_the_value(portal: Portal) -> None:
    portal.call(
        "POST",
        "/crm/properties/{v}/invoices",
        {
            "name": "qbo_id",
            "label": "Id",
            "type": "string",
            "fieldType": "text",
            "groupName": "invoiceinformation",
            "hasUniqueValue": True,
        },
    )
    first = portal.create("invoices", hs_currency="USD", qbo_id="7")
    refused = portal.create("invoices", hs_currency="USD", qbo_id="7", status=400)
    assert f"{first} already has that value" in refused["message"]
    assert portal.call("GET", "/crm/objects/{v}/invoices/7?idProperty=qbo_id")["id"] == first
    portal.call("PATCH", "/crm/objects/{v}/invoices/7?idProperty=qbo_id", {"properties": {"hs_title": "T"}})
    portal.call("GET", "/crm/objects/{v}/invoices/T?idProperty=hs_title", status=400)
    portal.update("invoices", first, qbo_id="8")
    portal.create("invoices", hs_currency="USD", qbo_id="7")


def test_history_is_kept_newest_first(portal: Portal) -> None:
    contact = portal.create("contacts", firstname="A")
    portal.advance(60)
    portal.update("contacts", contact, firstname="B")
    portal.act("edit", object_type="contacts", id=contact, properties={"firstname": ""})
    found = portal.call("GET", f"/crm/v3/objects/contacts/{contact}?propertiesWithHistory=firstname")
    versions = found["propertiesWithHistory"]["firstname"]
    assert [(version["value"], version["sourceType"]) for version in versions] == [
        ("", "CRM_UI"),
        ("B", "INTEGRATION"),
        ("A", "INTEGRATION"),
    ]
    assert (versions[1]["timestamp"], versions[0]["sourceId"]) == ("2026-10-05T08:31:00Z", "userId:51234567")


def test_only_a_real_change_moves_the_last_modified_date(portal: Portal) -> None:
    contact = portal.create("contacts", firstname="A")
    portal.advance(60)
    assert portal.update("contacts", contact, firstname="A")["updatedAt"] == "2026-10-05T08:30:00Z"
    changed = portal.update("contacts", contact, firstname="B")
    assert changed["updatedAt"] == changed["properties"]["lastmodifieddate"] == "2026-10-05T08:31:00Z"


def test_lists_are_paged_by_an_opaque_mark(portal: Portal) -> None:
    ids = [portal.create("products", name=f"P{index}") for index in range(5)]
    first = portal.call("GET", "/crm/v3/objects/products?limit=2&properties=name")
    after = first["paging"]["next"]["after"]
    assert f"after={after}" in first["paging"]["next"]["link"]
    second = portal.call("GET", f"/crm/v3/objects/products?limit=2&after={after}")
    third = portal.call("GET", f"/crm/v3/objects/products?limit=2&after={second['paging']['next']['after']}")
    assert [found["id"] for page in (first, second, third) for found in page["results"]] == ids
    assert "paging" not in third
    portal.call("GET", "/crm/v3/objects/products?limit=101", status=400)


def test_deleting_what_is_not_there_is_answered_like_deleting(portal: Portal) -> None:
    contact = portal.create("contacts", firstname="A")
    portal.delete("contacts", contact, status=204)
    for record_id in (contact, "999"):
        portal.delete("contacts", record_id, status=204)
    assert portal.search("contacts")["total"] == 0


def test_unknown_ids_types_and_paths(portal: Portal) -> None:
    numeric = portal.call("GET", "/crm/v3/objects/contacts/999", status=404)
    assert (numeric["message"], "category" in numeric) == ("resource not found", False)
    other = portal.call("GET", "/crm/v3/objects/contacts/abc", status=404)
    assert (other["message"], other["category"], other["context"]) == (
        "Object not found.  objectId are usually numeric.",
        "OBJECT_NOT_FOUND",
        {"id": ["abc"]},
    )
    assert "Unable to infer" in portal.call("GET", "/crm/v3/objects/sprockets", status=400)["message"]
    portal.call("GET", "/crm/v9/nothing", status=404)
    portal.call("PUT", "/crm/v3/objects/contacts", status=405)


@pytest.mark.parametrize(
    "content",
    [
        "{",
        "[]",
        '{"properties": []}',
        '{"properties": {"firstname": {}}}',
        '{"properties": {"firstname": "A"}, "associations": "x"}',
        '{"properties": {"firstname": "A"}, "associations": [{"to": {"id": "1"}, "types": ["x"]}]}',
        b'{"properties": {"firstname": "\xff"}}',
    ],
)
def test_a_malformed_body_is_refused_and_leaves_no_trace(portal: Portal, content: str | bytes) -> None:
    response = portal.http.post("/crm/v3/objects/contacts", content=content)
    assert (response.status_code, response.json()["category"]) == (400, "VALIDATION_ERROR")
    assert not portal.call("GET", "/crm/v3/objects/contacts")["results"]


@pytest.mark.parametrize("survivor_is_new", [True, False])
def test_merged_records_answer_for_one_another(portal: Portal, survivor_is_new: bool) -> None:  # noqa: FBT001
    portal.switch(merge_creates_record=survivor_is_new)
    company = portal.create("companies", name="C")
    first = portal.create("contacts", email="a@example.com", firstname="A")
    second = portal.create("contacts", ("companies", company), email="b@example.com", lastname="B")
    merged = portal.call("POST", "/crm/v3/objects/contacts/merge", {"primaryObjectId": first, "objectIdToMerge": second})
    assert (merged["id"] == first) is not survivor_is_new
    for old in (first, second):
        assert portal.call("GET", f"/crm/v3/objects/contacts/{old}")["id"] == merged["id"]
    names = portal.properties("contacts", merged["id"], "email", "firstname", "lastname", "hs_additional_emails")
    assert list(names.values()) == ["a@example.com", "A", "B", "b@example.com"]
    found = portal.call("GET", f"/crm/v4/objects/contacts/{merged['id']}/associations/companies")
    assert [entry["toObjectId"] for entry in found["results"]] == [int(company)]
    assert len(portal.call("GET", "/crm/v3/objects/contacts")["results"]) == 1
    portal.create("contacts", email="b@example.com", status=409)
