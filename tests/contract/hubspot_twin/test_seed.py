"""The account a seeded twin starts with."""

from collections import Counter
from decimal import Decimal

from infra.sandbox.seed import company
from tests.contract.hubspot_twin.client import Portal


def _all(seeded: Portal, kind: str, *names: str) -> list[dict[str, str | None]]:
    found = seeded.call("GET", f"/crm/v3/objects/{kind}?limit=100&properties={','.join(names)}")
    return [record["properties"] for record in found["results"]]


def test_sizes(seeded: Portal) -> None:
    counts = {kind: len(_all(seeded, kind, "hs_object_id")) for kind in ("contacts", "companies", "products", "invoices")}
    assert counts["contacts"] >= 30
    assert counts["companies"] >= 20
    assert counts["products"] >= 18
    assert counts["invoices"] >= 12


def test_products_match_the_items(seeded: Portal) -> None:
    products = {found["name"]: found for found in _all(seeded, "products", "name", "hs_sku", "price")}
    for item in company()["items"]:
        found = products[item["name"]]
        assert (found["hs_sku"] or "") == item.get("sku", "")
        assert Decimal(found["price"] or "0") == Decimal(item["unit_price"])


def test_contacts_have_the_customers_emails_in_lower_case(seeded: Portal) -> None:
    emails = {found["email"] for found in _all(seeded, "contacts", "email")}
    assert {customer["email"].lower() for customer in company()["customers"] if "email" in customer} <= emails


def test_trouble_is_built_in(seeded: Portal) -> None:
    contacts = _all(seeded, "contacts", "email", "lastname", "hs_additional_emails")
    assert any(found["email"] is None for found in contacts)
    assert any(found["hs_additional_emails"] for found in contacts)
    assert any("\t" in (found["lastname"] or "") for found in contacts)
    names = Counter(found["name"] for found in _all(seeded, "companies", "name"))
    assert names["Cool Cars"] == 2
    products = _all(seeded, "products", "name", "hs_sku")
    assert any(found["hs_sku"] is None for found in products)
    invoices = _all(seeded, "invoices", "hs_comments", "hs_number")
    assert max(len(found["hs_comments"] or "") for found in invoices) > 4_000
    assert max(len(found["hs_number"] or "") for found in invoices) > 21
    assert len(_all(seeded, "deals", "dealname")) == 1


def test_invoices_in_every_state_add_up(seeded: Portal) -> None:
    names = ("hs_invoice_status", "hs_amount_billed", "hs_amount_paid", "hs_balance_due", "hs_invoice_billable")
    invoices = _all(seeded, "invoices", *names)
    assert {found["hs_invoice_status"] for found in invoices} == {"draft", "open", "paid", "voided"}
    for found in invoices:
        billed, paid, due = (Decimal(found[name] or "0") for name in names[1:4])
        assert due == (0 if found["hs_invoice_status"] == "voided" else billed - paid)
    assert any(found["hs_invoice_billable"] == "false" for found in invoices)


def test_history_is_dated_back(seeded: Portal) -> None:
    created = [found["hs_createdate"] or "" for found in _all(seeded, "invoices", "hs_createdate")]
    assert max(created) < "2026-10-05"
    assert min(created) > "2026-07-01"
