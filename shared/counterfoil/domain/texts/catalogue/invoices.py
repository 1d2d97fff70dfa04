"""Errors about invoices: their numbers, dates, amounts, taxes, currencies."""

from collections.abc import Mapping

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.texts.catalogue.error_text import ErrorText

INVOICES: Mapping[ErrorCategory, ErrorText] = {
    ErrorCategory.SERVICE_DATE_NEEDED: ErrorText(
        "Service date needed",
        "Revenue recognition is on in QuickBooks, and a line of the invoice has no service date.",
        (
            "Open the product or service in QuickBooks, and switch revenue recognition off for it.",
            (
                "If its revenue must be spread: enter the invoice in QuickBooks by hand, with the service date. Then have "
                "an administrator of Counterfoil link the two on the record's page."
            ),
        ),
    ),
    ErrorCategory.EDITED_IN_QUICKBOOKS: ErrorText(
        "HubSpot invoice edited in QuickBooks",
        (
            "Lines, prices, tax or a payment of an invoice made in HubSpot were changed in QuickBooks, or something else "
            "that HubSpot does not let be changed."
        ),
        (
            "Open the invoice in QuickBooks; More > Audit history shows who changed what.",
            "Put it back as it was; a payment that was deleted is entered again.",
            (
                "Or have HubSpot's version sent again: an administrator of Counterfoil can do that on the record's page. It "
                "overwrites what was changed in QuickBooks, and enters a deleted payment again."
            ),
            "If the change was right: void the invoice in HubSpot, and make a new one there.",
        ),
    ),
    ErrorCategory.TAX_REQUIRED: ErrorText(
        "Tax code required",
        "This QuickBooks company needs a tax code on every line.",
        (
            "Enter the invoice in QuickBooks by hand, with its tax codes; Counterfoil cannot choose them yet.",
            "Then void the invoice in HubSpot: it is left out here, and the buyer pays the one in QuickBooks.",
        ),
    ),
    ErrorCategory.NUMBER_TAKEN: ErrorText(
        "Document number already used",
        "Another QuickBooks document already has this number.",
        (
            "Search for the number in QuickBooks.",
            (
                "Change the number of the document that was found, or the number of the HubSpot invoice if it may still "
                "be edited."
            ),
            "If it is the same invoice: have an administrator of Counterfoil link the two on the record's page.",
        ),
    ),
    ErrorCategory.BOOKS_CLOSED: ErrorText(
        "Books closed",
        "The QuickBooks books are closed for this date.",
        (
            (
                "Ask whoever closed the books. In QuickBooks: Account and settings > Advanced > Accounting > Close "
                "the books, "
                "and move the closing date to before the document's date."
            ),
            "If the books must stay closed: give the document a later date, where it may still be edited.",
        ),
    ),
    ErrorCategory.NOT_IN_STOCK_YET: ErrorText(
        "Item not in stock yet",
        "An item of the invoice is counted in stock only from a day after the invoice's date.",
        (
            "In QuickBooks, open the item under Products and services; set its start date to the invoice's date or before.",
            "If stock must be counted from that day: give the invoice a later date, where it may still be edited.",
        ),
    ),
    ErrorCategory.TOTALS_DIFFER: ErrorText(
        "Amounts differ",
        "The two systems come to different amounts.",
        (
            "Open the record in both systems and compare the two amounts; for totals, line by line.",
            "Correct the one that is wrong.",
            (
                "If the difference may stay: have an administrator of Counterfoil accept it on the record's page. It is "
                "reported again when it changes."
            ),
        ),
    ),
    ErrorCategory.CURRENCY_MISMATCH: ErrorText(
        "Currency mismatch",
        "The document's currency is not the one that the QuickBooks company or customer uses.",
        (
            (
                "If the company has one currency only: Account and settings > Advanced > Currency switches several on. "
                "QuickBooks never lets it be switched off again."
            ),
            (
                "If the customer has another currency in QuickBooks: it cannot be changed there. Make a second customer in "
                "the document's currency, under another name, with the same e-mail address; the first one stays as it is."
            ),
        ),
    ),
    ErrorCategory.DISCOUNT_NOT_ALLOWED: ErrorText(
        "Discounts switched off",
        "The invoice has a discount on the whole of it, and the QuickBooks company allows none on its sales forms.",
        (
            "In QuickBooks: Account and settings > Sales > Sales form content, and switch Discount on.",
            "Or give the discount on the lines of the HubSpot invoice instead, where it may still be edited.",
        ),
    ),
}
