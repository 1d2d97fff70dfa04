"""Dates that are refused: closed books, and days on which an item was not in stock yet."""

from infra.sandbox.quickbooks.company import Company
from infra.sandbox.quickbooks.errors import QuickBooksError
from infra.sandbox.quickbooks.wire import Document


def refuse_before_start(item: Document | None, dated: str) -> None:
    """Raise 6270 for a transaction dated before the day from which an inventory item is counted."""
    if item and dated < item.get("InvStartDate", ""):
        detail = f"Transaction date is prior to start date for inventory item : {item['Name']}"
        raise QuickBooksError("6270", detail, "TxnDate")


def refuse_closed(company: Company, *versions: Document | None) -> None:
    """Raise the closed-books fault if any of the versions is dated on or before the closing date.

    The password that the pages ask for cannot be sent through the API.
    """
    closed_until = company.preference("AccountingInfoPrefs.BookCloseDate")
    if not closed_until:
        return
    for version in versions:
        if version and version.get("TxnDate", "9999") <= closed_until:
            detail = (
                "The account period has closed and the account books cannot be updated through the QBO Services API. "
                "Please use the QBO website to make these changes."
            )
            raise QuickBooksError(company.switches.closed_books_code, detail)
