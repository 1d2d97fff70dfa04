"""Errors about the connected accounts, and what nobody has foreseen."""

from collections.abc import Mapping

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.texts.catalogue.error_text import ErrorText

ACCOUNTS: Mapping[ErrorCategory, ErrorText] = {
    ErrorCategory.NEEDS_RECONNECT: ErrorText(
        "Connection needs to be renewed",
        "The permission to reach this account has ended.",
        ("Let whoever runs Counterfoil connect the account again. Nothing is lost: the sync goes on where it stopped.",),
    ),
    ErrorCategory.SUBSCRIPTION_LAPSED: ErrorText(
        "QuickBooks subscription lapsed",
        "QuickBooks has made the company read-only.",
        ("Renew the subscription in QuickBooks, under Subscriptions and billing.",),
    ),
    ErrorCategory.VENDOR_UNAVAILABLE: ErrorText(
        "HubSpot or QuickBooks unavailable",
        "HubSpot or QuickBooks did not answer, or asked to slow down.",
        ("Nothing needs doing: it is tried again by itself.",),
    ),
    ErrorCategory.PROPERTY_REFUSED: ErrorText(
        "HubSpot refuses the property or permission",
        "The HubSpot account does not let Counterfoil read or write something that it needs.",
        (
            "If the explanation says that something is to be done by hand: do that in HubSpot. No permission helps there.",
            (
                "Otherwise ask a super admin of the HubSpot account to connect it again; that grants the missing permission "
                "and makes the missing properties."
            ),
        ),
    ),
    ErrorCategory.OUR_FAULT: ErrorText(
        "A fault of Counterfoil's own",
        "Counterfoil could not sign in for a reason of its own; neither your accounts nor your records have anything to do "
        "with it.",
        ("Nothing needs doing: whoever runs Counterfoil has been alerted, and it is tried again by itself.",),
    ),
    ErrorCategory.UNEXPECTED: ErrorText(
        "Not expected",
        "The request was refused for a reason that is not in this catalogue.",
        (
            "Read the details below: they have the refusal in its own words.",
            "If they do not help: ask the support of HubSpot or QuickBooks, and quote the request id.",
        ),
    ),
}
