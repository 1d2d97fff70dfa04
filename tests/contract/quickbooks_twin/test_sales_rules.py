"""What QuickBooks refuses on a sales form, and how it takes updates."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.contract.quickbooks_twin.client import Books, line


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"CustomerRef": None}, "2020"),
        ({"CustomerRef": {"value": "99999"}}, "2500"),
        ({"CustomerRef": "1"}, "2010"),
        ({"Line": [line("10", ItemRef={"value": "99999"})]}, "2500"),
        ({"DocNumber": "1234567890123456789012"}, "2050"),
        ({"PrivateNote": "x" * 4001}, "2050"),
        ({"CustomerMemo": {"value": "x" * 1001}}, "2050"),
        ({"TxnDate": "16/03/2026"}, "2060"),
        ({"BillEmail": {"Address": "nobody"}}, "2210"),
        ({"EmailStatus": "Shouted"}, "2170"),
        ({"CustomField": [{"DefinitionId": "3", "StringValue": "x"}]}, "3000"),
        ({"Colour": "red"}, "2010"),
        ({"Line": [line("10", Colour="red")]}, "2010"),
        ({"Line": [{**line("10"), "Currency": "USD"}]}, "2010"),
        ({"BillAddr": {"State": "CA"}}, "2010"),
        ({"SalesTermRef": {"value": "77"}}, "2500"),
        ({"CurrencyRef": {"value": "EUR"}}, "6000"),
        ({"DocNumber": "1037"}, "6140"),
        ({"TxnDate": "2026-01-31", "DocNumber": "A"}, "6210"),
    ],
)
def test_refusals(books: Books, members: dict[str, Any], code: str) -> None:
    books.do("set_preferences", preferences={"AccountingInfoPrefs": {"BookCloseDate": "2026-01-31"}})
    assert books.refused("Invoice", {**books.invoice(), **members})[0] == code


def test_unknown_members_can_be_ignored(books: Books) -> None:
    books.switch(unknown_members="ignore")
    assert books.write("Invoice", {**books.invoice(), "Colour": "red"})["TotalAmt"] == 10


def test_a_duplicate_number_names_its_holder(books: Books) -> None:
    [holder] = books.rows("Invoice", "where DocNumber = '1037'")
    _, detail = books.refused("Invoice", books.invoice(DocNumber="1037"))
    assert detail.endswith(f"DocNumber=1037 is assigned to TxnType=Invoice with TxnId={holder['Id']}")
    books.switch(language="fr")
    _, detail = books.refused("Invoice", books.invoice(DocNumber="1037"))
    assert detail.startswith("Numéro de document en double")
    assert f"TxnType=Facture avec TxnId={holder['Id']}" in detail
    assert books.write("Invoice", books.invoice(DocNumber="1037"), include="allowduplicatedocnum")["DocNumber"] == "1037"


def test_a_used_number_may_carry_the_code_of_closed_books(books: Books) -> None:
    usual = books.call("POST", "invoice", books.invoice(DocNumber="1037")).json()["Fault"]["Error"][0]
    books.switch(duplicate_number_code="6210")
    odd = books.call("POST", "invoice", books.invoice(DocNumber="1037")).json()["Fault"]["Error"][0]
    assert (usual["code"], odd) == ("6140", usual | {"code": "6210"})
    books.do("set_preferences", preferences={"AccountingInfoPrefs": {"BookCloseDate": "2026-01-31"}})
    closed = books.call("POST", "invoice", books.invoice(TxnDate="2026-01-31")).json()["Fault"]["Error"][0]
    assert closed["code"] == "6210"
    assert closed["Message"] != odd["Message"]


def test_nothing_is_sold_before_it_was_in_stock(books: Books) -> None:
    pump = books.named("Item", "Pump")
    before = (date.fromisoformat(pump["InvStartDate"]) - timedelta(days=1)).isoformat()
    lines = [line("15", ItemRef={"value": pump["Id"]})]
    code, detail = books.refused("Invoice", books.invoice(*lines, TxnDate=before))
    assert (code, "prior to start date for inventory item" in detail) == ("6270", True)
    item = {"ItemRef": {"value": pump["Id"]}}
    expense = {"Amount": "15", "DetailType": "ItemBasedExpenseLineDetail", "ItemBasedExpenseLineDetail": item}
    vendor = {"value": books.named("Vendor", "Bob's Burger Joint")["Id"]}
    bill = {"VendorRef": vendor, "TxnDate": before, "Line": [expense]}
    assert books.refused("Bill", bill)[0] == "6270"
    assert books.write("Estimate", books.invoice(*lines, TxnDate=before))["TotalAmt"] == 15
    assert books.write("Invoice", books.invoice(*lines, TxnDate=pump["InvStartDate"]))["TotalAmt"] == 15


def test_credit_memos_share_the_numbers_unless_switched(books: Books) -> None:
    assert books.refused("CreditMemo", books.invoice(DocNumber="1037"))[0] == "6140"
    books.switch(cross_type_numbers=False)
    assert books.write("CreditMemo", books.invoice(DocNumber="1037"))["DocNumber"] == "1037"


def test_automatic_numbers(books: Books) -> None:
    assert books.write("Invoice", books.invoice(DocNumber="AUTO_GENERATE"))["DocNumber"] == "1038"
    books.do("set_preferences", preferences={"SalesFormsPrefs": {"CustomTxnNumbers": False}})
    assert books.write("Invoice", books.invoice())["DocNumber"] == "1039"
    assert books.write("Invoice", books.invoice(DocNumber="1040"))["DocNumber"] == "1040"
    assert books.write("Invoice", books.invoice())["DocNumber"] == "1040"


def test_inactive_references_are_refused(books: Books) -> None:
    customer = books.named("Customer", "Cool Cars")
    body = books.invoice()
    books.do("deactivate", entity="Customer", id=customer["Id"])
    assert books.refused("Invoice", body)[0] == "610"


def test_revenue_recognition_wants_a_service_date(books: Books) -> None:
    item = books.write("Item", {"Name": "Care", "IncomeAccountRef": {"value": "1"}, "DeferredRevenue": True})
    body = books.invoice(line("10", ItemRef={"value": item["Id"]}))
    books.write("Invoice", body)
    books.do("set_preferences", preferences={"ProductAndServicesPrefs": {"RevenueRecognition": True}})
    code, detail = books.refused("Invoice", body)
    assert (code, "Enter a service date for the re" in detail) == ("6000", True)
    body["Line"][0]["SalesItemLineDetail"]["ServiceDate"] = "2026-03-16"
    books.write("Invoice", body)


def test_a_stale_sync_token_is_refused_and_nothing_changes(books: Books) -> None:
    invoice = books.write("Invoice", books.invoice())
    change = {"Id": invoice["Id"], "SyncToken": "0", "sparse": True, "PrivateNote": "first"}
    assert books.write("Invoice", change)["SyncToken"] == "1"
    assert books.refused("Invoice", {**change, "PrivateNote": "second"})[0] == "5010"
    assert books.get("Invoice", invoice["Id"])["PrivateNote"] == "first"


def test_sparse_keeps_and_full_forgets(books: Books) -> None:
    invoice = books.write("Invoice", books.invoice(PrivateNote="note", DocNumber="N-1"))
    sparse = {"Id": invoice["Id"], "SyncToken": "0", "sparse": True, "CustomerMemo": {"value": "memo"}}
    kept = books.write("Invoice", sparse)
    assert (kept["PrivateNote"], kept["DocNumber"], kept["TotalAmt"]) == ("note", "N-1", 10)
    full = books.invoice(Id=invoice["Id"], SyncToken="1")
    forgotten = books.write("Invoice", full)
    assert not {"PrivateNote", "DocNumber", "CustomerMemo"} & set(forgotten)
    assert forgotten["SyncToken"] == "2"


def test_lines_are_replaced_as_a_whole(books: Books) -> None:
    invoice = books.write("Invoice", books.invoice(line("10"), line("20")))
    second = {**invoice["Line"][1], "Amount": "25", "Description": "new"}
    change = {"Id": invoice["Id"], "SyncToken": "0", "sparse": True, "Line": [second, line("1")]}
    changed = books.write("Invoice", change)
    items = [one for one in changed["Line"] if one["DetailType"] == "SalesItemLineDetail"]
    assert changed["TotalAmt"] == 26
    assert [(one["Id"], one["LineNum"]) for one in items] == [("2", 1), ("3", 2)]


def test_read_only_members_and_text_numbers_are_taken_as_they_come(books: Books) -> None:
    body = books.invoice(line("10.00", "2", "5.00"), Id=None, MetaData={"CreateTime": "x"}, LinkedTxn=[])
    invoice = books.write("Invoice", body)
    assert invoice["Line"][0]["SalesItemLineDetail"]["UnitPrice"] == 5


def test_custom_fields_are_kept(books: Books) -> None:
    field = {"DefinitionId": "1", "StringValue": "HS-42"}
    assert books.write("Invoice", books.invoice(CustomField=[field]))["CustomField"][0]["StringValue"] == "HS-42"


def test_sending_sets_status_and_address(books: Books) -> None:
    invoice = books.write("Invoice", books.invoice(customer="Dylan Sollfrank"))
    assert books.call("POST", f"invoice/{invoice['Id']}/send").json()["Fault"]["Error"][0]["code"] == "6420"
    sent = books.call("POST", f"invoice/{invoice['Id']}/send", sendTo="d@example.com").json()["Invoice"]
    assert (sent["EmailStatus"], sent["BillEmail"]["Address"]) == ("EmailSent", "d@example.com")
    assert sent["DeliveryInfo"]["DeliveryType"] == "Email"


def test_a_link_to_pay_online(books: Books) -> None:
    books.do("set_preferences", preferences={"SalesFormsPrefs": {"ETransactionPaymentEnabled": True}})
    invoice = books.write("Invoice", books.invoice(AllowOnlineCreditCardPayment=True))
    path = f"invoice/{invoice['Id']}"
    assert "InvoiceLink" in books.call("GET", path, include="invoiceLink").json()["Invoice"]
    assert "InvoiceLink" not in books.call("GET", path).json()["Invoice"]


def test_a_pdf_is_a_pdf(books: Books) -> None:
    answer = books.call("GET", "invoice/16/pdf")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-1.4")
    assert answer.content.endswith(b"%%EOF\n")


def test_other_sales_forms(books: Books) -> None:
    bank: dict[str, Any] = {"DepositToAccountRef": {"value": books.named("Account", "Checking")["Id"]}}
    assert books.write("SalesReceipt", books.invoice(**bank))["TotalAmt"] == 10
    assert books.write("RefundReceipt", books.invoice(**bank))["TotalAmt"] == 10
    assert books.refused("RefundReceipt", books.invoice())[0] == "2020"
    assert books.write("Estimate", books.invoice())["TotalAmt"] == 10
    credit = books.write("CreditMemo", books.invoice())
    assert (credit["RemainingCredit"], credit["Balance"]) == (10, 10)


def test_members_of_the_future_and_extra_precision(books: Books) -> None:
    books.switch(extra_members=True)
    assert "NewMemberOfTheFuture" in books.get("Invoice", "16")


def test_members_may_be_left_out_of_answers(books: Books) -> None:
    books.switch(omitted_members="TotalAmt Line")
    assert not {"TotalAmt", "Line"} & books.get("Invoice", "16").keys()
    books.switch(omitted_members="")
    assert {"TotalAmt", "Line"} <= books.get("Invoice", "16").keys()


def test_latin_1_can_be_enforced(books: Books) -> None:
    books.write("Invoice", books.invoice(PrivateNote="Łódź"))
    books.switch(latin1_only=True)
    assert books.refused("Invoice", books.invoice(PrivateNote="Łódź"))[0] == "2040"
