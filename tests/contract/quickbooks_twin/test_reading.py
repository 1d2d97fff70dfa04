"""Queries, change data capture and single reads.

https://developer.intuit.com/app/developer/qbo/docs/learn/explore-the-quickbooks-online-api/data-queries
"""

import pytest

from tests.contract.quickbooks_twin.client import Books, fault_of, line


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("select * from Invoice where DocNumber = '1037'", 1),
        ("SELECT * FROM Invoice WHERE DocNumber IN ('1001', '1002','nope')", 2),
        ("select Id, DocNumber from invoice where Balance > '0.0'", 6),
        ("select * from Invoice where Balance = 0 AND TotalAmt >= 100", 2),
        ("select * from Invoice where DocNumber like '100%'", 9),
        ("select * from Customer where DisplayName = 'Amy\\'s Bird Sanctuary'", 1),
        ("select * from Customer where DisplayName LIKE '%bird%'", 1),
        ("select * from Customer where PrimaryEmailAddr = 'Surf@Intuit.com'", 1),
        ("select * from Customer where Active = false", 1),
        ("select * from Customer where Active in (true, false) maxresults 1000", 31),
        ("select * from Invoice where TxnDate > '2026-02-01'", 3),
        ("select * from Invoice where MetaData.LastUpdatedTime >= '2026-03-01T00:00:00-08:00'", 0),
        ("select * from Account where AccountType = 'Income' and Active = true", 3),
        ("select * from Item startposition 11 maxresults 5", 5),
        ("select * from Item startposition 17 maxresults 5", 2),
        ("select * from Term orderby Name desc", 5),
        ("select * from Term where Name != 'Net 30'", 4),
        ("select * from TaxCode maxresults 1", 4),
    ],
)
def test_statements(books: Books, statement: str, found: int) -> None:
    answer = books.query(statement)
    rows = next((value for value in answer.values() if isinstance(value, list)), [])
    assert len(rows) == found
    assert answer.get("maxResults", 0) == found


def test_order_and_shape(books: Books) -> None:
    answer = books.query("select * from Invoice ORDER BY TotalAmt DESC, DocNumber STARTPOSITION 2 MAXRESULTS 3")
    assert [row["DocNumber"] for row in answer["Invoice"]] == ["1008", "1002", "1037"]
    assert (answer["startPosition"], answer["maxResults"]) == (2, 3)
    assert books.query("select * from Invoice where Id = '999'") == {}


def test_a_posted_query_is_the_same(books: Books) -> None:
    answer = books.call("POST", "query", "select count(*) from Customer").json()
    assert answer["QueryResponse"] == {"totalCount": 30}


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("select from Invoice", "4000"),
        ("update Invoice", "4000"),
        ("select * from Invoice where DocNumber = 'a' or Id = '1'", "4000"),
        ("select * from Invoice where DocNumber = 'it''s'", "4000"),
        ("select * from Invoice where PrivateNote = 'a'", "4001"),
        ("select * from Invoice where Line.Amount = '1'", "4001"),
        ("select * from Spaceship", "4001"),
        ("select * from Invoice startposition 0", "4001"),
        ("select * from Invoice where Balance > 'x'", "4001"),
        ("", "4000"),
    ],
)
def test_statements_that_are_refused(books: Books, statement: str, code: str) -> None:
    assert fault_of(books.call("POST", "query", statement))[0] == code


def test_unequal_can_be_refused(books: Books) -> None:
    books.switch(unequal_parses=False)
    assert fault_of(books.call("GET", "query", query="select * from Term where Name != 'x'"))[0] == "4000"


def test_never_more_than_a_thousand(books: Books) -> None:
    assert len(books.rows("Item")) == 18
    books.switch(above_max_results="refuse")
    assert fault_of(books.call("GET", "query", query="select * from Item maxresults 1001"))[0] == "4001"


def test_one_spoiled_address_fails_its_page(books: Books) -> None:
    books.do("spoil_email", id=books.rows("Invoice")[0]["Id"], address="a b c")
    assert fault_of(books.call("GET", "query", query="select * from Invoice"))[0] == "4002"
    assert len(books.query("select * from Invoice startposition 2")["Invoice"]) == 9


def test_single_reads(books: Books) -> None:
    answer = books.call("GET", "invoice/16").json()
    assert answer["Invoice"]["domain"] == "QBO"
    assert answer["time"] == "2026-03-16T09:00:00.000-07:00"
    assert fault_of(books.call("GET", "invoice/9999"))[0] == "610"
    assert books.call("GET", f"companyinfo/{books.credentials['realm_id']}").json()["CompanyInfo"]["Country"] == "US"
    assert books.call("GET", "preferences").json()["Preferences"]["SalesFormsPrefs"]["CustomTxnNumbers"] is True
    assert books.call("GET", "spaceship/1").status_code == 404


SINCE = "2026-03-16T09:00:00-07:00"


def test_changes_come_by_kind_in_the_order_asked(books: Books) -> None:
    invoice = books.write("Invoice", books.invoice(line("100")))
    payment = books.write("Payment", books.payment("40", invoice))
    answer = books.call("GET", "cdc", entities="Payment,Customer,Invoice", changedSince=SINCE).json()
    payments, customers, invoices = answer["CDCResponse"][0]["QueryResponse"]
    assert [one["Id"] for one in payments["Payment"]] == [payment["Id"]]
    assert customers == {}
    assert [(one["Id"], one["Balance"]) for one in invoices["Invoice"]] == [(invoice["Id"], 60)]


def test_vendors_employees_and_preferences_are_captured_in_one_call(books: Books) -> None:
    asked = {"entities": "Customer,Vendor,Employee,Preferences,Invoice", "changedSince": "2026-03-16T09:00:30-07:00"}
    assert books.call("GET", "cdc", **asked).json()["CDCResponse"][0]["QueryResponse"] == [{}, {}, {}, {}, {}]
    books.advance(60)
    vendor = books.named("Vendor", "Bob's Burger Joint")
    books.do("write", entity="Vendor", body={"Id": vendor["Id"], "DisplayName": "Bob's Grill"})
    books.write("Employee", {"GivenName": "Ada", "FamilyName": "Byron"})
    books.do("set_preferences", preferences={"AccountingInfoPrefs": {"BookCloseDate": "2026-01-31"}})
    _, vendors, employees, preferences, _ = books.call("GET", "cdc", **asked).json()["CDCResponse"][0]["QueryResponse"]
    assert [one["DisplayName"] for one in vendors["Vendor"]] == ["Bob's Grill"]
    assert [one["DisplayName"] for one in employees["Employee"]] == ["Ada Byron"]
    assert preferences["Preferences"][0]["AccountingInfoPrefs"]["BookCloseDate"] == "2026-01-31"


def test_deletions_leave_a_tombstone(books: Books) -> None:
    invoice = books.write("Invoice", books.invoice())
    books.write("Invoice", {"Id": invoice["Id"], "SyncToken": "0"}, operation="delete")
    answer = books.call("GET", "cdc", entities="Invoice", changedSince=SINCE).json()
    [gone] = answer["CDCResponse"][0]["QueryResponse"][0]["Invoice"]
    assert gone == {
        "domain": "QBO", "status": "Deleted", "Id": invoice["Id"],
        "MetaData": {"LastUpdatedTime": "2026-03-16T09:00:00-07:00"},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("entities", "since", "code"),
    [
        ("Invoice", "2026-02-01T00:00:00-08:00", "500"),
        ("Invoice,TaxCode", SINCE, "2000"),
        ("TimeActivity", SINCE, "2000"),
        ("Spaceship", SINCE, "2000"),
        ("", SINCE, "2020"),
    ],
)
def test_captures_that_are_refused(books: Books, entities: str, since: str, code: str) -> None:
    assert fault_of(books.call("GET", "cdc", entities=entities, changedSince=since))[0] == code


def test_a_capture_ends_at_a_thousand_objects(books: Books) -> None:
    for number in range(35):
        items = [{"bId": str(n), "operation": "create", "PaymentMethod": {"Name": f"M{number}-{n}"}} for n in range(30)]
        assert books.call("POST", "batch", {"BatchItemRequest": items}).status_code == 200
    answer = books.call("GET", "cdc", entities="PaymentMethod,Term", changedSince=SINCE).json()
    methods, terms = answer["CDCResponse"][0]["QueryResponse"]
    assert (methods["maxResults"], terms) == (1000, {})


def test_the_bound_can_be_exclusive(books: Books) -> None:
    books.write("Term", {"Name": "Net 7", "DueDays": 7})
    books.switch(capture_includes_bound=False)
    answer = books.call("GET", "cdc", entities="Term", changedSince=SINCE).json()
    assert answer["CDCResponse"][0]["QueryResponse"] == [{}]
