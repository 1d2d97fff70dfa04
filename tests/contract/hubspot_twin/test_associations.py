"""Associations in all their shapes."""

from typing import Any

import pytest

from tests.contract.hubspot_twin.client import Portal

PRIMARY = {"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 1}
BILLING = {"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 931}


def _types(portal: Portal, contact: str, company: str) -> set[int]:
    found = portal.call("GET", f"/crm/objects/{{v}}/contacts/{contact}/associations/companies")["results"]
    return {kind["typeId"] for entry in found if entry["toObjectId"] == company for kind in entry["associationTypes"]}


def test_the_default_association_answers_both_directions(portal: Portal) -> None:
    contact, invoice = portal.create("contacts", firstname="A"), portal.create("invoices", hs_currency="USD")
    answer = portal.associate("invoice", invoice, "0-1", contact, status=200)
    ends = [(found["from"]["id"], found["to"]["id"], found["associationSpec"]) for found in answer["results"]]
    assert ends == [
        (invoice, contact, {"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 177}),
        (contact, invoice, {"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 178}),
    ]
    assert answer["status"] == "COMPLETE"


def test_lists_by_version(portal: Portal) -> None:
    contact = portal.create("contacts", firstname="A")
    invoice = portal.create("invoices", ("contacts", contact), hs_currency="USD")
    path = f"invoices/{invoice}/associations/contacts"
    entry = {"category": "HUBSPOT_DEFINED", "typeId": 177, "label": None}
    v4 = portal.call("GET", f"/crm/v4/objects/{path}")
    assert v4 == {"results": [{"toObjectId": int(contact), "associationTypes": [entry]}]}
    dated = portal.call("GET", f"/crm/objects/2026-03/{path}")
    assert dated == {"results": [{"toObjectId": contact, "associationTypes": [entry]}]}
    v3 = {"results": [{"id": contact, "type": "invoice_to_contact"}]}
    assert portal.call("GET", f"/crm/v3/objects/{path}") == v3
    portal.switch(dated_association_list_as_v3=True)
    assert portal.call("GET", f"/crm/objects/2026-03/{path}") == v3


def test_associations_in_a_read_are_keyed_by_list_name(portal: Portal) -> None:
    company = portal.create("companies", name="C")
    contact = portal.create("contacts", ("companies", company), firstname="A")
    invoice = portal.create("invoices", ("contacts", contact), hs_currency="USD")
    line = portal.create("line_items", ("invoices", invoice), name="L")
    path = f"/crm/v3/objects/invoices/{invoice}?associations=line_items,contact,deals,nonsense"
    assert portal.call("GET", path)["associations"] == {
        "line items": {"results": [{"id": line, "type": "invoice_to_line_item"}]},
        "contacts": {"results": [{"id": contact, "type": "invoice_to_contact"}]},
    }
    portal.switch(line_items_association_key="line_items")
    assert "line_items" in portal.call("GET", path)["associations"]
    both = portal.call("GET", f"/crm/v3/objects/contacts/{contact}?associations=companies")["associations"]
    names = {found["type"] for found in both["companies"]["results"]}
    assert names == {"contact_to_company", "contact_to_company_unlabeled"}


def test_one_primary_company_at_a_time(portal: Portal) -> None:
    contact = portal.create("contacts", firstname="A")
    first, second = (portal.create("companies", name=name) for name in "AB")
    portal.associate("contacts", contact, "companies", first)
    portal.associate("contacts", contact, "companies", second)
    assert (_types(portal, contact, first), _types(portal, contact, second)) == ({1, 279}, {279})
    path = f"/crm/objects/{{v}}/contacts/{contact}/associations/companies/{second}"
    labelled = portal.call("PUT", path, [PRIMARY, BILLING], status=201)
    assert labelled["labels"] == ["Primary", "Billing contact"]
    assert (_types(portal, contact, first), _types(portal, contact, second)) == ({279}, {1, 279, 931})
    assert portal.properties("contacts", contact, "associatedcompanyid") == {"associatedcompanyid": second}
    portal.call("PUT", path, [PRIMARY], status=201)
    assert _types(portal, contact, second) == {1, 279}


def _primary_name(portal: Portal, contact: str) -> str | None:
    found: str | None = portal.properties("contacts", contact, "associatedcompanyid")["associatedcompanyid"]
    return found


@pytest.mark.parametrize("end", ["association removed", "label removed", "company deleted"])
def test_a_contact_names_its_company_only_while_it_is_the_primary_one(portal: Portal, end: str) -> None:
    company, contact = portal.create("companies", name="A"), portal.create("contacts", firstname="A")
    portal.associate("companies", company, "contacts", contact)
    assert _primary_name(portal, contact) == company
    pair = {"from": {"id": contact}, "to": {"id": company}, "types": [PRIMARY]}
    match end:
        case "association removed":
            portal.call("DELETE", f"/crm/v4/objects/companies/{company}/associations/contacts/{contact}", status=204)
        case "label removed":
            path = "/crm/associations/2026-09/contacts/companies/batch/labels/archive"
            portal.call("POST", path, {"inputs": [pair]}, status=200)
        case _:
            portal.delete("companies", company)
    assert not _primary_name(portal, contact)


def test_a_contact_of_merged_companies_names_the_one_that_is_left(portal: Portal) -> None:
    kept, lost = (portal.create("companies", name=name) for name in "AB")
    contact = portal.create("contacts", ("companies", lost), firstname="A")
    body = {"primaryObjectId": kept, "objectIdToMerge": lost}
    survivor = portal.call("POST", "/crm/v3/objects/companies/merge", body)["id"]
    assert _primary_name(portal, contact) == survivor


def test_the_first_company_may_stay_unlabelled(portal: Portal) -> None:
    portal.switch(first_company_becomes_primary=False)
    company = portal.create("companies", name="C")
    contact = portal.create("contacts", ("companies", company), firstname="A")
    assert _types(portal, contact, company) == {279}


def test_removing_all_or_some_labels(portal: Portal) -> None:
    company = portal.create("companies", name="C")
    contact = portal.create("contacts", ("companies", company), firstname="A")
    pair = {"from": {"id": contact}, "to": {"id": company}}
    path = "/crm/associations/2026-09/contacts/companies/batch"
    portal.call("POST", f"{path}/labels/archive", {"inputs": [{**pair, "types": [PRIMARY]}]}, status=200)
    assert _types(portal, contact, company) == {279}
    portal.call("DELETE", f"/crm/v4/objects/contacts/{contact}/associations/companies/{company}", status=204)
    assert _types(portal, contact, company) == set()


def test_batches_of_associations(portal: Portal) -> None:
    contact = portal.create("contacts", firstname="A")
    invoices = [portal.create("invoices", hs_currency="USD") for _ in range(3)]
    path = "/crm/associations/{v}/invoices/contacts/batch"
    pairs = [{"from": {"id": invoice}, "to": {"id": contact}} for invoice in invoices]
    portal.call("POST", f"{path}/associate/default", {"inputs": pairs[:1]}, status=200)
    spec = [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 177}]
    legacy = path.replace("associations/{v}", "v4/associations")
    portal.call("POST", f"{legacy}/create", {"inputs": [{**pairs[1], "types": spec}]}, status=201)
    found = portal.call("POST", f"{path}/read", {"inputs": [{"id": invoice} for invoice in invoices]}, status=207)
    assert [(entry["from"]["id"], entry["to"][0]["toObjectId"]) for entry in found["results"]] == [
        (invoices[0], contact),
        (invoices[1], contact),
    ]
    assert found["errors"][0]["subCategory"] == "crm.associations.NO_ASSOCIATIONS_FOUND"
    portal.switch(missing_associations_reported=False)
    assert "errors" not in portal.call("POST", f"{path}/read", {"inputs": [{"id": invoices[2]}]}, status=200)
    archived = {"inputs": [{"from": {"id": invoices[0]}, "to": [{"id": contact}]}]}
    portal.call("POST", f"{legacy}/archive", archived, status=204)
    portal.call("POST", f"{path}/archive", archived, status=200)
    named = portal.call("POST", "/crm/v3/associations/invoices/contacts/batch/read", {"inputs": [{"id": invoices[1]}]})
    assert named["results"][0]["to"] == [{"id": contact, "type": "invoice_to_contact"}]


def test_a_batch_reports_the_pairs_that_fail(portal: Portal) -> None:
    contact, invoice = portal.create("contacts", firstname="A"), portal.create("invoices", hs_currency="USD")
    pairs = [{"from": {"id": invoice}, "to": {"id": other}} for other in (contact, "5")]
    answer = portal.call(
        "POST", "/crm/associations/{v}/invoices/contacts/batch/associate/default", {"inputs": pairs}, status=207
    )
    assert (len(answer["results"]), answer["errors"][0]["context"]["toObjectId"]) == (2, ["5"])


@pytest.mark.parametrize(("action", "most"), [("read", 1_000), ("create", 2_000), ("archive", 100)])
def test_limits(portal: Portal, action: str, most: int) -> None:
    body = {"inputs": [{"id": "1"}] * (most + 1)}
    refused = portal.call("POST", f"/crm/associations/{{v}}/invoices/contacts/batch/{action}", body, status=400)
    assert f"supported in a batch is {most}" in refused["message"]


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        ({"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 178}, "invalid from object type 0-53"),
        ({"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 179}, "invalid to object type 0-1"),
        ({"associationCategory": "USER_DEFINED", "associationTypeId": 177}, "No association type exists"),
        ({"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 4}, "invalid from object type"),
    ],
)
def test_a_type_must_fit_the_records(portal: Portal, spec: dict[str, Any], words: str) -> None:
    contact, invoice = portal.create("contacts", firstname="A"), portal.create("invoices", hs_currency="USD")
    path = f"/crm/objects/{{v}}/invoices/{invoice}/associations/contacts/{contact}"
    assert words in portal.call("PUT", path, [spec], status=400)["message"]


def test_a_create_with_an_invalid_association_leaves_nothing_behind(portal: Portal) -> None:
    refused = portal.create("invoices", ("contacts", "5"), hs_currency="USD", status=400)
    assert refused["message"] == "One or more associations are invalid"
    assert refused["context"]["objectId"] == ["5"]
    assert portal.search("invoices")["total"] == 0


def test_labels_of_a_pair_and_labels_of_ones_own(portal: Portal) -> None:
    found = portal.call("GET", "/crm/associations/{v}/contacts/companies/labels")["results"]
    assert [(entry["typeId"], entry["label"]) for entry in found] == [
        (279, None),
        (1, "Primary"),
        (931, "Billing contact"),
    ]
    own = portal.call("POST", "/crm/v4/associations/contacts/companies/labels", {"label": "Owner", "name": "owner"})
    assert own["results"][0]["category"] == "USER_DEFINED"
    types = portal.call("GET", "/crm/v3/associations/invoices/line_items/types")["results"]
    assert types == [{"id": "409", "name": "invoice_to_line_item"}]


def test_long_lists_are_paged(portal: Portal) -> None:
    contact = portal.create("contacts", firstname="A")
    for _ in range(3):
        portal.create("invoices", ("contacts", contact), hs_currency="USD")
    path = f"/crm/v4/objects/contacts/{contact}/associations/invoices?limit=2"
    first = portal.call("GET", path)
    second = portal.call("GET", f"{path}&after={first['paging']['next']['after']}")
    assert (len(first["results"]), len(second["results"]), "paging" in second) == (2, 1, False)


def test_v3_associations_by_name(portal: Portal) -> None:
    contact, invoice = portal.create("contacts", firstname="A"), portal.create("invoices", hs_currency="USD")
    path = f"/crm/v3/objects/invoices/{invoice}/associations/contacts/{contact}/invoice_to_contact"
    assert portal.call("PUT", path)["associations"]["contacts"]["results"][0]["id"] == contact
    portal.call("DELETE", path, status=204)
    pair = {"from": {"id": invoice}, "to": {"id": contact}, "type": "invoice_to_contact"}
    portal.call("POST", "/crm/v3/associations/invoices/contacts/batch/create", {"inputs": [pair]}, status=201)
    portal.call("PUT", path.replace("invoice_to_contact", "nonsense"), status=400)
    assert portal.call("GET", f"/crm/v3/objects/invoices/{invoice}/associations/contacts")["results"]


def test_products_have_no_associations(portal: Portal) -> None:
    product, contact = portal.create("products", name="A"), portal.create("contacts", firstname="A")
    portal.associate("products", product, "contacts", contact, status=400)
