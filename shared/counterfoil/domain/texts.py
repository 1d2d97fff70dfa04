"""The catalogue of texts for people: what each error means and what to do. One place, so that it can be translated."""

from dataclasses import dataclass

from counterfoil.domain.errors import ErrorCategory


@dataclass(frozen=True, slots=True)
class ErrorText:
    """How an error is told: its title, its cause, the remedy."""

    title: str
    cause: str
    remedy: str


ERROR_TEXTS: dict[ErrorCategory, ErrorText] = {
    ErrorCategory.CUSTOMER_MISSING: ErrorText(
        "Customer missing",
        "The invoice has no contact from which a customer could be found or made.",
        "Associate a contact that has an e-mail address or a name with the HubSpot invoice.",
    ),
    ErrorCategory.DISPLAY_NAME_TAKEN: ErrorText(
        "Display name taken",
        "QuickBooks allows a display name only once among customers, vendors and employees, and this one is in use.",
        "Rename the holder in QuickBooks, or give the QuickBooks customer the contact's e-mail address so they match.",
    ),
    ErrorCategory.SERVICE_DATE_NEEDED: ErrorText(
        "Service date needed",
        "Revenue recognition is on in QuickBooks and a line has no service date.",
        "Add the service date to the line, or switch off revenue recognition for the item in QuickBooks.",
    ),
    ErrorCategory.EDITED_IN_QUICKBOOKS: ErrorText(
        "HubSpot invoice edited in QuickBooks",
        "Lines, prices, tax or a payment of an invoice made in HubSpot were changed in QuickBooks.",
        "Put the QuickBooks invoice back as it was, or send HubSpot's version again.",
    ),
    ErrorCategory.TAX_REQUIRED: ErrorText(
        "Tax code required",
        "This QuickBooks company needs a tax code on every line.",
        "Choose the tax code for each HubSpot tax rate, or add the tax code in QuickBooks.",
    ),
    ErrorCategory.NUMBER_TAKEN: ErrorText(
        "Document number already used",
        "Another QuickBooks document already has this number.",
        "Change the number of one of the two documents.",
    ),
    ErrorCategory.BOOKS_CLOSED: ErrorText(
        "Books closed",
        "The QuickBooks books are closed for this date.",
        "Move the closing date in QuickBooks, or change the invoice's date.",
    ),
    ErrorCategory.AMBIGUOUS_MATCH: ErrorText(
        "Several possible matches",
        "More than one record could be the counterpart, and only a person can choose.",
        "Let only the right one keep the e-mail address or SKU that they share: change or remove it on the others.",
    ),
    ErrorCategory.TOTALS_DIFFER: ErrorText(
        "Amounts differ",
        "The two systems come to different amounts.",
        "Compare the two amounts, for totals line by line, and correct the one that is wrong.",
    ),
    ErrorCategory.UNKNOWN_ACCOUNT: ErrorText(
        "Income account unknown",
        "The QuickBooks account for the product does not exist or has the wrong type.",
        "Choose an active income account for the connection.",
    ),
    ErrorCategory.CURRENCY_MISMATCH: ErrorText(
        "Currency mismatch",
        "The invoice is in another currency than the QuickBooks customer, or the whole QuickBooks company, works in. "
        "A QuickBooks customer keeps the currency that it was made with for ever.",
        "In QuickBooks make a second customer in the invoice's currency, under a name of its own and with the contact's "
        "e-mail address. In a company with one currency switch Multicurrency on first.",
    ),
    ErrorCategory.NEEDS_RECONNECT: ErrorText(
        "Connection needs to be renewed",
        "The permission to reach this account has ended.",
        "Connect the account again; the sync resumes where it stopped.",
    ),
    ErrorCategory.SUBSCRIPTION_LAPSED: ErrorText(
        "QuickBooks subscription lapsed",
        "QuickBooks has made the company read-only.",
        "Renew the QuickBooks subscription.",
    ),
    ErrorCategory.RECORD_DELETED: ErrorText(
        "Record deleted on the other side",
        "The linked record was deleted or merged away; the record on this side was left as it is.",
        "If that was meant, delete or void this record too; otherwise nothing needs doing. What was made inactive in "
        "QuickBooks has to be made active again there before it can be used.",
    ),
    ErrorCategory.VALUE_DOES_NOT_FIT: ErrorText(
        "Value does not fit",
        "A value is too long for the other system or has characters it refuses.",
        "Shorten or correct the value named.",
    ),
    ErrorCategory.VENDOR_UNAVAILABLE: ErrorText(
        "Vendor unavailable",
        "The vendor did not answer or asked to slow down.",
        "Nothing needs doing: it is tried again at the time shown.",
    ),
    ErrorCategory.PROPERTY_REFUSED: ErrorText(
        "HubSpot refuses the property or scope",
        "The HubSpot account does not let this application read or write something it needs.",
        "Grant the missing scope, or connect again so that the properties are created.",
    ),
    ErrorCategory.PAYMENT_REVERSED: ErrorText(
        "Payment reversed on one side",
        "A payment was refunded, voided or failed in one system and still counts in the other.",
        "Record the same in the other system, or correct the payment where it was reversed.",
    ),
    ErrorCategory.PAYMENT_IN_THE_WAY: ErrorText(
        "Payment in the way",
        "The invoice was voided in one system, while a payment is still applied to it in the other.",
        "Remove that payment or apply it elsewhere; the void is then carried.",
    ),
    ErrorCategory.DISCOUNT_NOT_ALLOWED: ErrorText(
        "Discounts switched off",
        "The invoice has a discount on the whole of it, and the QuickBooks company allows none on its sales forms.",
        "Switch discounts on in QuickBooks and connect it again, or give the discount on the lines instead.",
    ),
    ErrorCategory.PAYMENT_TOO_MUCH: ErrorText(
        "Payment larger than what is owed",
        "The payment is larger than what is still owed of the invoice.",
        "Correct the payment, or add what was sold beside it to the invoice.",
    ),
    ErrorCategory.PAYMENT_DEPOSITED: ErrorText(
        "Payment already deposited",
        "QuickBooks does not let a payment be changed that is part of a bank deposit.",
        "Take the payment out of its bank deposit in QuickBooks, or put back what was changed.",
    ),
    ErrorCategory.COUNTED_TWICE: ErrorText(
        "Perhaps counted twice",
        "Two payments on the invoice look like the same money.",
        "Delete the one of the two that was entered by mistake; if both are right, nothing needs doing.",
    ),
    ErrorCategory.SWITCHED_OFF: ErrorText(
        "Sync switched off",
        "Somebody has switched the sync of this connection off.",
        "Nothing needs doing: it goes on as soon as the sync is switched on again.",
    ),
    ErrorCategory.IN_OTHER_HANDS: ErrorText(
        "Being worked on",
        "An earlier try may still be at work on it.",
        "Nothing needs doing: it is looked at again at the time shown.",
    ),
    ErrorCategory.WAITS_FOR_INVOICE: ErrorText(
        "Waiting for its invoice",
        "A payment is carried once its invoice is.",
        "Do what the invoice asks for; the payment follows by itself.",
    ),
    ErrorCategory.WAITS_FOR_SEARCH: ErrorText(
        "Waiting for the search",
        "It is so new that the other system's search may not show yet what it belongs to.",
        "Nothing needs doing: it is looked for again at the time shown.",
    ),
    ErrorCategory.READ_AGAIN: ErrorText(
        "Changing at the moment",
        "It was changed again while it was being carried.",
        "Nothing needs doing: it is read again at the time shown.",
    ),
    ErrorCategory.OUR_FAULT: ErrorText(
        "A fault of Counterfoil's own",
        "Counterfoil could not sign in for a reason of its own; neither your accounts nor your records have anything to do "
        "with it.",
        "Nothing needs doing: whoever runs Counterfoil has been alerted, and it is tried again at the time shown.",
    ),
    ErrorCategory.UNEXPECTED: ErrorText(
        "Not expected",
        "The vendor refused the request for a reason that is not in this catalogue.",
        "Read the vendor's own text; quote its request id to the vendor's support.",
    ),
}

COMPARE_REFUSED = ErrorText(
    "most linked records cannot be found",
    "The full compare cannot find most of the records that are linked, or all of them, so it has done nothing.",
    "See whether the records are still there and the permission still covers them. If they are, nothing needs doing; "
    "if they were deleted on purpose, let the operator run `poe accept-vanished`, and the next compare closes their links.",
)
"""Told when a side is suddenly empty, or nearly so."""
