"""Closed books: nothing dated on or before the closing date may be written, changed or removed."""

from infra.sandbox.quickbooks.company import Company
from infra.sandbox.quickbooks.errors import QuickBooksError
from infra.sandbox.quickbooks.wire import Document


def refuse_closed(company: Company, *versions: Document | None) -> None:
    """Raise the closed-books fault if any of the versions is dated in the closed period.

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
