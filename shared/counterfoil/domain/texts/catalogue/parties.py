"""Errors about who and what an invoice is for: customers, products, their counterparts."""

from collections.abc import Mapping

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.texts.catalogue.error_text import ErrorText

PARTIES: Mapping[ErrorCategory, ErrorText] = {
    ErrorCategory.CUSTOMER_MISSING: ErrorText(
        "Customer missing",
        "The invoice has no contact from which a customer could be found or made in QuickBooks.",
        (
            "Open the invoice in HubSpot and add a contact under Contacts.",
            "See that the contact has an e-mail address or a name.",
        ),
    ),
    ErrorCategory.CUSTOMER_LEFT_OUT: ErrorText(
        "Customer left out",
        "It belongs to somebody who is left out: a person decided so, or the rule for customers makes no new ones.",
        (
            (
                "If somebody left the customer out, or ended its link: have an administrator of Counterfoil take that back "
                "on the customer's page. What belongs to it follows by itself."
            ),
            (
                "If the rule makes no new ones: enter the customer by hand in the system where it is missing, with the same "
                "e-mail address. What belongs to it follows within the hour."
            ),
            (
                "If the customer is left out rightly: have an administrator of Counterfoil leave this out as well, on its "
                "own page."
            ),
        ),
    ),
    ErrorCategory.DISPLAY_NAME_TAKEN: ErrorText(
        "Name already used in QuickBooks",
        "QuickBooks allows a name only once: among all customers, vendors and employees together, or among all products "
        "and services. This name is in use.",
        (
            (
                "If the holder of the name is the same customer or item: give it in QuickBooks the e-mail address "
                "or SKU that "
                "HubSpot shows, so that the two match."
            ),
            (
                "If it is another one: open it in QuickBooks and give it a different name there. "
                'One that is inactive is found with "Include inactive" above the list.'
            ),
            (
                "If two people have this name: give the contact in HubSpot a first name that tells them apart. If several "
                "contacts of one company are sold to: the rule for customers can make the company the customer, and give "
                "people of one name numbers."
            ),
        ),
    ),
    ErrorCategory.AMBIGUOUS_MATCH: ErrorText(
        "Several possible matches",
        "More than one record could be the counterpart. Only a person can say which one is meant.",
        (
            "Open the records that are named here, each with its number.",
            (
                "Let only the right one keep this e-mail address or SKU; change it at the others, make them "
                "inactive, or merge "
                "them into the right one."
            ),
            (
                "Or have an administrator of Counterfoil choose one of them on the record's page. That is kept, whatever "
                "changes at the others."
            ),
        ),
    ),
    ErrorCategory.UNKNOWN_ACCOUNT: ErrorText(
        "Income account unknown",
        "The QuickBooks account that new items are sold into does not exist, is inactive, or is no income account.",
        (
            "Open Chart of accounts in QuickBooks, and see that the account exists, is active and has the type Income.",
            "To have another account used, ask whoever runs Counterfoil to connect the company with that account's name.",
        ),
    ),
    ErrorCategory.RECORD_DELETED: ErrorText(
        "Record deleted on the other side",
        "The linked record was deleted, merged away or made inactive; the record on this side was left as it is.",
        (
            (
                "If that was meant: delete or void the record that is left, too; where it may stay, have an administrator "
                "of Counterfoil accept that on the record's page."
            ),
            (
                'If a customer or item was made inactive in QuickBooks: choose "Include inactive" above the list, '
                "and make it "
                "active again. One that was merged cannot come back: give the one that is left the same e-mail "
                "address or SKU."
            ),
            "If a record was deleted in HubSpot by mistake: restore it there.",
        ),
    ),
    ErrorCategory.STILL_OPEN: ErrorText(
        "Still open below the former company",
        "A contact belongs to another company in HubSpot now. To move its customer in QuickBooks below that company's would "
        "move what is still open as well, and the new company would be billed for it.",
        (
            "Have what is open paid, credited or voided: the customer is then moved by itself.",
            (
                "If the new company owes it: open the customer in QuickBooks, choose Edit, and choose the new company's "
                "customer as its parent customer. That counts as moved."
            ),
            "If the contact was moved by mistake: make the former company its primary company again in HubSpot.",
        ),
    ),
    ErrorCategory.HANDED_OVER: ErrorText(
        "Paid, and for another contact",
        "An invoice was given to another contact in HubSpot after money was put to it. In QuickBooks that money is the "
        "former customer's, and so the invoice stays theirs.",
        (
            "If that was a mistake: associate the former contact with the invoice again in HubSpot, and take off the other.",
            (
                "If only HubSpot is to show the other contact: have an administrator of Counterfoil accept that on the "
                "record's page. It is reported again when the contact changes again."
            ),
        ),
    ),
    ErrorCategory.VALUE_DOES_NOT_FIT: ErrorText(
        "Value does not fit",
        "A value is too long for the other system, has characters that it refuses, or names something that is not there.",
        (
            "Shorten or correct the value where it was entered.",
            (
                "If it names an entry of a list, such as a class, or a custom field: have that made in the other system, or "
                "made active again; or have the mapping taken out of the rule."
            ),
        ),
    ),
}
