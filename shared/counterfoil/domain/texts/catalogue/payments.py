"""Errors about payments."""

from collections.abc import Mapping

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.texts.catalogue.error_text import ErrorText

PAYMENTS: Mapping[ErrorCategory, ErrorText] = {
    ErrorCategory.PAYMENT_REVERSED: ErrorText(
        "Payment reversed on one side",
        "A payment was refunded, disputed, charged back, voided or failed in one system and still counts in the other.",
        (
            (
                "Record the same in the other system: in QuickBooks, void the payment, or lower it to what is left of it; "
                "in HubSpot, refund it."
            ),
            (
                "If the money was received after all: correct the payment where it was reversed; or enter it there again, "
                "and delete it in the other system."
            ),
            (
                "If the two may differ, as where QuickBooks has a refund receipt for what went back: have an administrator "
                "of Counterfoil accept that on the record's page."
            ),
        ),
    ),
    ErrorCategory.PAYMENT_IN_THE_WAY: ErrorText(
        "Payment in the way",
        "The invoice was voided in one system, while a payment is still applied to it in the other.",
        ("Open the payment and delete it, or apply it to another invoice; the void is then carried by itself.",),
    ),
    ErrorCategory.PAYMENT_TOO_MUCH: ErrorText(
        "Payment larger than what is owed",
        "The payment is larger than what is still owed of the invoice.",
        (
            "If the amount was mistyped: correct the payment where it was entered.",
            (
                "If the customer paid so much: delete the payment in HubSpot, and enter it in QuickBooks with Receive "
                "payment. What is more than owed stays there as the customer's credit; the rest comes to HubSpot by itself."
            ),
            "If it may stay so in both systems: have an administrator of Counterfoil accept that on the record's page.",
        ),
    ),
    ErrorCategory.PAYMENT_DEPOSITED: ErrorText(
        "Payment already deposited",
        "QuickBooks does not let a payment be changed that is part of a bank deposit.",
        (
            "Open the payment in QuickBooks, follow the link to its deposit, and take the payment out of it.",
            "When the change has been carried, put the payment back into its deposit.",
            "If the change was a mistake: put the payment back in HubSpot as it was.",
        ),
    ),
    ErrorCategory.PAYMENTS_NOT_TAKEN: ErrorText(
        "HubSpot takes no payments",
        "The HubSpot account lets no program record payments, as some do while they have no payment processing.",
        (
            (
                "In HubSpot, set up HubSpot payments or Stripe payment processing in the settings under Payments, and "
                "press Try it again."
            ),
            (
                "If that is not wanted: have an administrator of Counterfoil leave the payment out on its record page. "
                "What is owed in QuickBooks is shown on the invoice in HubSpot all the same."
            ),
        ),
    ),
    ErrorCategory.COUNTED_TWICE: ErrorText(
        "Perhaps counted twice",
        "Two payments on the invoice look like the same money, or one payment stands on several invoices in HubSpot.",
        (
            (
                "If one payment stands on several invoices: in HubSpot, take it off all but the one that it pays, and void "
                "an invoice that was made for the same money. The next steps are for two payments."
            ),
            "Find out which of the two was entered by mistake.",
            "Delete that one in HubSpot and in QuickBooks: both systems have it by now, and a deletion is not carried.",
            (
                "Open the other one in QuickBooks. If it is applied to the invoice in part only, apply the rest of it to "
                "the invoice as well."
            ),
            (
                "If both are right: have an administrator of Counterfoil accept them on the invoice's record page. Other "
                "payments that look alike are still reported."
            ),
        ),
    ),
}
