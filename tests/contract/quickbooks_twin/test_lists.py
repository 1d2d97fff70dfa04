"""Names, items and accounts.

https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/customer
"""

from typing import Any

import pytest

from tests.contract.quickbooks_twin.client import Books


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"DisplayName": "cool cars"}, "6240"),
        ({"DisplayName": "Bob's Burger Joint"}, "6240"),
        ({"DisplayName": "Gone Fishing Charters"}, "6240"),
        ({}, "6080"),
        ({"DisplayName": " "}, "6080"),
        ({"GivenName": " ", "FamilyName": " "}, "6080"),
        ({"DisplayName": "a:b"}, "2040"),
        ({"GivenName": "a\tb"}, "2040"),
        ({"DisplayName": "x" * 501}, "2050"),
        ({"DisplayName": "X", "PrimaryEmailAddr": {"Address": "x@y"}}, "2210"),
        ({"DisplayName": "X", "ParentRef": {"value": "9999"}, "Job": True}, "2500"),
        ({"DisplayName": "X", "Job": True}, "6150"),
        ({"DisplayName": "X", "CurrencyRef": {"value": "EUR"}}, "6000"),
    ],
)
def test_customers_that_cannot_be(books: Books, members: dict[str, Any], code: str) -> None:
    assert books.refused("Customer", members)[0] == code


def test_a_duplicate_name_says_so(books: Books) -> None:
    _, detail = books.refused("Customer", {"DisplayName": "COOL CARS"})
    assert "Another customer, vendor or employee is already using this name." in detail
    books.switch(case_sensitive_names=True)
    books.write("Customer", {"DisplayName": "COOL CARS"})


def test_no_name_is_made_of_nothing_but_spaces(books: Books) -> None:
    customer = books.write("Customer", {"DisplayName": "Ada Byron"})
    blank = {"Id": customer["Id"], "SyncToken": customer["SyncToken"], "sparse": True, "DisplayName": "  "}
    assert books.refused("Customer", blank)[0] == "6080"
    books.switch(blank_name_code="2050")
    assert books.refused("Customer", blank)[0] == "2050"


def test_a_name_is_made_of_its_parts(books: Books) -> None:
    customer = books.write("Customer", {"GivenName": "Ada", "FamilyName": "Byron", "CompanyName": "Engines"})
    assert (customer["DisplayName"], customer["PrintOnCheckName"]) == ("Ada Byron", "Engines")
    assert (customer["Active"], customer["Balance"], customer["CurrencyRef"]["value"]) == (True, 0, "USD")


def test_jobs_nest_five_levels_deep(books: Books) -> None:
    parent = books.write("Customer", {"DisplayName": "Level 0"})
    for level in range(1, 5):
        body = {"DisplayName": f"Level {level}", "Job": True, "ParentRef": {"value": parent["Id"]}}
        parent = books.write("Customer", body)
    assert parent["FullyQualifiedName"] == "Level 0:Level 1:Level 2:Level 3:Level 4"
    body = {"DisplayName": "Level 5", "Job": True, "ParentRef": {"value": parent["Id"]}}
    assert books.refused("Customer", body)[0] == "6180"


def test_a_jobs_balance_reaches_its_parent(books: Books) -> None:
    parent = books.named("Customer", "Freeman Sporting Goods")
    books.write("Invoice", books.invoice(customer="55 Twin Lane"))
    now = books.get("Customer", parent["Id"])
    assert now["Balance"] == parent["Balance"]
    assert now["BalanceWithJobs"] == parent["BalanceWithJobs"] + 10


def test_a_jobs_balance_follows_it_to_another_parent(books: Books) -> None:
    job, before = books.named("Customer", "55 Twin Lane"), books.named("Customer", "Freeman Sporting Goods")
    books.write("Invoice", books.invoice(customer="55 Twin Lane"))
    after = books.write("Customer", {"DisplayName": "Twin Lane Trust"})
    owed = books.get("Customer", job["Id"])
    body = {
        "Id": job["Id"],
        "SyncToken": owed["SyncToken"],
        "sparse": True,
        "Job": True,
        "ParentRef": {"value": after["Id"]},
    }
    moved = books.write("Customer", body)
    assert (moved["FullyQualifiedName"], moved["Level"]) == ("Twin Lane Trust:55 Twin Lane", 1)
    assert books.get("Customer", after["Id"])["BalanceWithJobs"] == owed["BalanceWithJobs"] > 0
    was = before["BalanceWithJobs"] + 10 - owed["BalanceWithJobs"]
    assert books.get("Customer", before["Id"])["BalanceWithJobs"] == was


def test_inactive_rows_hide_and_come_back(books: Books) -> None:
    customer = books.named("Customer", "Cool Cars")
    change = {"Id": customer["Id"], "SyncToken": "0", "sparse": True, "Active": False}
    assert books.write("Customer", change)["DisplayName"] == "Cool Cars (deleted)"
    assert books.rows("Customer", f"where Id = '{customer['Id']}'") == []
    assert len(books.rows("Customer", f"where Id = '{customer['Id']}' and Active in (true, false)")) == 1
    assert books.refused("Customer", {"DisplayName": "Cool Cars"})[0] == "6240"
    again = books.write("Customer", {**change, "SyncToken": "1", "Active": True})
    assert again["DisplayName"] == "Cool Cars"


def test_names_are_not_deleted(books: Books) -> None:
    assert books.refused("Customer", {"Id": "1", "SyncToken": "0"}, operation="delete")[0] == "500"


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"Name": "Design"}, "6240"),
        ({"Name": "X", "IncomeAccountRef": None}, "2020"),
        ({"Name": "X", "IncomeAccountRef": {"value": "35"}}, "6430"),
        ({"Name": "X", "Type": "Inventory"}, "2020"),
        ({"Name": "X", "Type": "Wish"}, "2170"),
        ({"Name": None}, "2020"),
        ({"Name": "X", "Sku": "s" * 101}, "2050"),
        ({"Name": "a:b"}, "2040"),
        ({"Name": " "}, "6080"),
    ],
)
def test_items_that_cannot_be(books: Books, members: dict[str, Any], code: str) -> None:
    assert books.refused("Item", {"Name": "New", "IncomeAccountRef": {"value": "1"}, **members})[0] == code


def test_skus_are_not_unique_and_may_have_to_be_asked_for(books: Books) -> None:
    books.write("Item", {"Name": "Twin", "Sku": "SVC-DESIGN", "IncomeAccountRef": {"value": "1"}})
    assert len(books.rows("Item", "where Sku = 'SVC-DESIGN'")) == 2
    books.switch(sku_without_asking=False)
    assert "Sku" not in books.rows("Item", "where Sku = 'SVC-DESIGN'")[0]
    assert "Sku" in books.query("select *, Sku from Item where Sku = 'SVC-DESIGN'")["Item"][0]


def test_an_items_type_stays(books: Books) -> None:
    item = books.named("Item", "Design")
    change = {"Id": item["Id"], "SyncToken": "0", "sparse": True, "Type": "NonInventory"}
    assert books.refused("Item", change)[0] == "6000"


def test_accounts(books: Books) -> None:
    account = books.write("Account", {"Name": "Web sales", "AccountSubType": "ServiceFeeIncome"})
    assert (account["AccountType"], account["Classification"]) == ("Income", "Revenue")
    assert books.refused("Account", {"Name": "X"})[0] == "6010"
    assert books.refused("Account", {"Name": "Services", "AccountType": "Income"})[0] == "6240"


def test_small_lists(books: Books) -> None:
    assert books.write("Term", {"Name": "Net 7", "DueDays": 7})["Type"] == "STANDARD"
    assert books.write("PaymentMethod", {"Name": "HubSpot"})["Type"] == "NON_CREDIT_CARD"
    assert books.write("Class", {"Name": "North"})["FullyQualifiedName"] == "North"
    assert books.write("Department", {"Name": "Shop"})["Active"] is True
    assert books.refused("Term", {"Name": "T" * 32})[0] == "2050"


def test_the_seed_is_a_believable_company(books: Books) -> None:
    counts = {kind: books.query(f"select count(*) from {kind}")["totalCount"] for kind in ("Customer", "Item", "Invoice")}
    assert counts == {"Customer": 30, "Item": 18, "Invoice": 10}
    assert len(books.rows("Customer", "where Active = false")) == 1
    shared = [one.get("PrimaryEmailAddr", {}).get("Address") for one in books.rows("Customer")]
    assert shared.count("qbwebsamplecompany@yahoo.com") == 2
    assert {one["Id"] for one in books.rows("TaxCode")} >= {"TAX", "NON"}
    states = {(one["Balance"] == 0, one["Balance"] == one["TotalAmt"]) for one in books.rows("Invoice")}
    assert states == {(True, False), (False, True), (False, False)}


def test_money_out_and_by_hand(books: Books) -> None:
    bank, fees = (books.named("Account", name)["Id"] for name in ("Checking", "Bank Charges"))
    detail = {
        "DetailType": "AccountBasedExpenseLineDetail",
        "AccountBasedExpenseLineDetail": {"AccountRef": {"value": fees}},
    }
    purchase = {"AccountRef": {"value": bank}, "PaymentType": "Cash", "Line": [{"Amount": "2.50", **detail}]}
    assert books.write("Purchase", {**purchase, "DocNumber": "P1"})["TotalAmt"] == 2.5
    assert books.refused("Purchase", {**purchase, "DocNumber": "P1"})[0] == "6140"
    assert books.refused("Purchase", {**purchase, "PaymentType": None})[0] == "2020"
    journal = [
        {
            "Amount": amount,
            "DetailType": "JournalEntryLineDetail",
            "JournalEntryLineDetail": {"PostingType": side, "AccountRef": {"value": bank}},
        }
        for side, amount in (("Debit", "5"), ("Credit", "5.00"))
    ]
    assert books.write("JournalEntry", {"Line": journal})["TotalAmt"] == 5
    assert books.refused("JournalEntry", {"Line": journal[:1]})[0] == "2300"
    vendor = books.named("Vendor", "Bob's Burger Joint")
    assert books.write("Bill", {"VendorRef": {"value": vendor["Id"]}, "Line": purchase["Line"]})["TotalAmt"] == 2.5
